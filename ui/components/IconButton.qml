// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls.Basic

/// A quiet square button with an icon; `text` is its tooltip and what a screen reader says.
AbstractButton {
    id: root

    required property string icon16

    implicitWidth: Theme.controlHeight
    implicitHeight: Theme.controlHeight
    hoverEnabled: true
    Accessible.name: text

    ToolTip.visible: hovered && text.length > 0
    ToolTip.delay: 600
    ToolTip.text: text

    background: Rectangle {
        radius: Theme.controlRadius
        color: root.down || root.hovered ? Theme.hover : "transparent"
        border.width: root.visualFocus ? 2 : 0
        border.color: Theme.accent
    }
    contentItem: Item {
        Icon {
            anchors.centerIn: parent
            path: root.icon16
            color: root.enabled ? Theme.text : Theme.muted
        }
    }
}
