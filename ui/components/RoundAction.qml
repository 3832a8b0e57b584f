// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls.Basic

/// The one main action of a page: a filled circle with an icon.
AbstractButton {
    id: root

    required property string icon16

    implicitWidth: Math.round(Theme.controlHeight * 1.06)
    implicitHeight: implicitWidth
    hoverEnabled: true
    Accessible.name: text

    ToolTip.visible: hovered
    ToolTip.delay: 600
    ToolTip.text: text

    background: Rectangle {
        radius: width / 2
        color: root.enabled ? (root.down ? Qt.darker(Theme.accent, 1.15) : Theme.accent) : Theme.line
        border.width: root.visualFocus ? 2 : 0
        border.color: Theme.text
    }
    contentItem: Item {
        Icon {
            anchors.centerIn: parent
            path: root.icon16
            color: root.enabled ? Theme.accentText : Theme.muted
        }
    }
}
