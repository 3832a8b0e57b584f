// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls.Basic as Basic
import Maru.Ui.Components

/// A line of the sidebar's foot: a page's name, and in the accent colour what happens there.
Basic.AbstractButton {
    id: root

    property string detail
    property bool selected: false

    implicitHeight: Math.round(Theme.controlHeight * 0.9)
    hoverEnabled: true
    Accessible.name: detail.length > 0 ? text + ", " + detail : text

    background: Rectangle {
        radius: Theme.controlRadius
        color: root.selected ? Theme.bubble : root.hovered ? Theme.hover : "transparent"
        border.width: root.visualFocus ? Theme.focusLine : 0
        border.color: Theme.accent
    }
    contentItem: Item {
        Label {
            x: Theme.space2
            width: parent.width - detailLabel.width - 2 * Theme.space2 - x
            height: parent.height
            text: root.text
            font.pixelSize: Theme.small + 1
        }
        Label {
            id: detailLabel

            anchors.right: parent.right
            anchors.rightMargin: Theme.space2
            width: Math.min(implicitWidth, parent.width * 0.6)
            height: parent.height
            text: root.detail
            color: Theme.accent
            font.pixelSize: Theme.small
        }
    }
}
