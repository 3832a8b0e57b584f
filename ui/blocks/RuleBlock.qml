// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import Maru.Ui.Components

/// A line between two parts of a message.
Item {
    id: root

    property int selectionFrom
    property int selectionTo

    implicitHeight: Theme.space3
    Accessible.role: Accessible.Separator

    function placeAt(x: real, y: real): int {
        return x < width / 2 ? 0 : 1;
    }

    Rectangle {
        width: parent.width
        height: Theme.hairline
        anchors.verticalCenter: parent.verticalCenter
        color: root.selectionTo > root.selectionFrom ? Theme.accent : Theme.line
    }
}
