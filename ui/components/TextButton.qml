// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls.Basic as Basic

/// A button with words: outlined, `primary` in the accent colour, or `quiet` without a frame.
Basic.AbstractButton {
    id: root

    property bool primary: false
    property bool quiet: false
    property string icon16
    readonly property color ink: primary ? Theme.accentText : quiet ? Theme.muted : Theme.text

    implicitHeight: quiet ? label.implicitHeight + Theme.space2 : Theme.controlHeight
    implicitWidth: row.implicitWidth + (quiet ? Theme.space2 : Theme.space5)
    hoverEnabled: true
    opacity: enabled ? 1 : 0.5
    Accessible.name: text

    background: Rectangle {
        radius: Theme.controlRadius
        color: root.primary ? (root.down ? Qt.darker(Theme.accent, 1.15) : Theme.accent)
                            : root.down || root.hovered ? Theme.hover : root.quiet ? "transparent" : Theme.surface
        border.width: root.visualFocus ? 2 : root.primary || root.quiet ? 0 : Theme.hairline
        border.color: root.visualFocus ? (root.primary ? Theme.text : Theme.accent) : Theme.line
    }
    contentItem: Item {
        Row {
            id: row

            anchors.centerIn: parent
            spacing: Theme.space1

            Icon {
                visible: root.icon16.length > 0
                anchors.verticalCenter: parent.verticalCenter
                path: root.icon16
                color: root.ink
            }
            Label {
                id: label

                objectName: "buttonText"
                text: root.text
                color: root.quiet && root.hovered ? Theme.text : root.ink
                font.pixelSize: Theme.small + 1
                font.weight: root.primary ? Font.DemiBold : Font.Normal
                elide: Text.ElideNone
            }
        }
    }
}
