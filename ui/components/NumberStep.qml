// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick

/// The end of a NumberBox that makes it less or more.
Item {
    id: root

    required property bool hot
    required property string path

    implicitWidth: Theme.controlHeight

    Rectangle {
        anchors.fill: parent
        anchors.margins: Theme.hairline * 2
        radius: Theme.controlRadius
        color: root.hot && root.enabled ? Theme.hover : "transparent"
    }
    Icon {
        anchors.centerIn: parent
        path: root.path
        opacity: root.enabled ? 1 : 0.4
    }
}
