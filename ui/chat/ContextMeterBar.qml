// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls.Basic
import Maru.Ui.Components

/// How full the model's context will be with the next request: a short number and a bar, in words on hover, focus and
/// click.
AbstractButton {
    id: root

    required property string detailText
    required property real share // 0 to 1
    required property bool overfull // something will be left out

    implicitHeight: Theme.controlHeight
    implicitWidth: row.implicitWidth + Theme.space3
    hoverEnabled: true
    Accessible.name: qsTr("Context")
    Accessible.description: root.detailText

    ToolTip.visible: (hovered || visualFocus || checked) && root.detailText.length > 0
    ToolTip.delay: visualFocus || checked ? 0 : 400
    ToolTip.text: root.detailText
    onClicked: checked = !checked
    onHoveredChanged: if (!hovered) checked = false
    onActiveFocusChanged: if (!activeFocus) checked = false

    background: Rectangle {
        radius: Theme.controlRadius
        color: root.hovered ? Theme.hover : "transparent"
        border.width: root.visualFocus ? Theme.focusLine : 0
        border.color: Theme.accent
    }
    contentItem: Item {
        Row {
            id: row

            anchors.centerIn: parent
            spacing: Theme.space2

            Label {
                objectName: "meterText"
                anchors.verticalCenter: parent.verticalCenter
                text: root.text
                color: root.overfull ? Theme.accent : Theme.muted
                font.pixelSize: Theme.small + 1
            }
            ProgressLine {
                anchors.verticalCenter: parent.verticalCenter
                width: Math.round(Theme.unit * 20)
                value: root.share
            }
        }
    }
}
