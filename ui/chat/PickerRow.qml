// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls.Basic
import Maru.Ui.Components

/// A line of the model and device pickers.
AbstractButton {
    id: root

    required property string title
    required property string detail // the model's role
    required property bool usable
    property string detailText: detail
    property bool ticked: false

    implicitHeight: column.implicitHeight + Theme.space3
    enabled: usable
    hoverEnabled: true
    Accessible.name: title + ", " + detailText

    background: Rectangle {
        radius: Theme.controlRadius
        color: root.hovered || root.activeFocus ? Theme.bubble : "transparent"
    }
    contentItem: Item {
        Column {
            id: column

            anchors.verticalCenter: parent.verticalCenter
            x: Theme.space2
            width: parent.width - 3 * Theme.space2 - Theme.iconSize

            Label {
                width: parent.width
                text: root.title
                color: root.usable ? Theme.text : Theme.muted
                font.pixelSize: Theme.small + 2
            }
            Label {
                width: parent.width
                text: root.detailText
                color: Theme.muted
                font.pixelSize: Theme.small
                wrapMode: Text.Wrap
                elide: Text.ElideNone
            }
        }
        Icon {
            visible: root.ticked
            anchors.right: parent.right
            anchors.rightMargin: Theme.space2
            anchors.verticalCenter: parent.verticalCenter
            path: Icons.check
            color: Theme.accent
        }
    }
}
