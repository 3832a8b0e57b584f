// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import Maru.Ui.Components

/// The keys of an action, as the desktop writes them.
Rectangle {
    id: root

    required property string keys

    implicitWidth: label.implicitWidth + Theme.space3
    implicitHeight: label.implicitHeight + Theme.space1
    radius: Theme.controlRadius / 2
    color: Theme.panel
    border.width: Theme.hairline
    border.color: Theme.line

    Label {
        id: label

        anchors.centerIn: parent
        text: root.keys
        color: Theme.muted
        font.pixelSize: Theme.small
    }
}
