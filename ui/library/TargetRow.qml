// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls.Basic as Basic
import Maru.App
import Maru.Ui.Components

/// A format that a model can be cut to.
Basic.AbstractButton {
    id: root

    required property int index
    required property string name
    required property string sizeText
    required property string idea
    required property string fitText
    required property int verdict
    property bool chosen: false

    implicitHeight: column.implicitHeight + 2 * Theme.space2
    hoverEnabled: true
    Accessible.role: Accessible.RadioButton
    Accessible.name: name + ", " + sizeText + ", " + idea + ", " + fitText
    Accessible.checked: chosen

    background: Rectangle {
        radius: Theme.controlRadius
        color: root.chosen ? Theme.bubble : root.hovered ? Theme.hover : "transparent"
        border.width: root.visualFocus ? Theme.focusLine : 0
        border.color: Theme.accent
    }
    contentItem: Item {
        Column {
            id: column

            anchors.verticalCenter: parent.verticalCenter
            x: Theme.space2
            width: parent.width - 2 * x

            Row {
                spacing: Theme.space4

                Label {
                    width: Math.round(Theme.unit * 22)
                    text: root.name
                    font.weight: Font.DemiBold
                }
                Label {
                    width: Math.round(Theme.unit * 22)
                    text: root.sizeText
                }
                Label {
                    text: root.idea
                    font.family: Theme.monospace
                    color: Theme.accent
                }
            }
            Label {
                width: parent.width
                text: root.fitText
                color: root.verdict === FitQuestion.TooLarge ? Theme.accent : Theme.muted
                font.pixelSize: Theme.small
            }
        }
    }
}
