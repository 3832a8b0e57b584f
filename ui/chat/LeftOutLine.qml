// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import Maru.Ui.Components

/// Where what the model will see of a conversation begins: everything above it no longer fits.
Item {
    id: root

    implicitHeight: words.implicitHeight + Theme.space3

    Rectangle {
        anchors.verticalCenter: parent.verticalCenter
        width: parent.width
        height: Theme.hairline
        color: Theme.line
    }
    Rectangle {
        anchors.centerIn: words
        width: words.width + 2 * Theme.space3
        height: words.height
        color: Theme.window
    }
    Label {
        id: words

        anchors.centerIn: parent
        width: Math.min(implicitWidth, parent.width)
        text: qsTr("The next request leaves out what is above this line")
        color: Theme.muted
        font.pixelSize: Theme.small
    }
}
