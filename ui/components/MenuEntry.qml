// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls.Basic as Basic

/// A line of a menu: a title, a second muted line if `detail` has one, a tick if `ticked`.
Basic.MenuItem {
    id: root

    property string detail
    property bool ticked: false

    implicitHeight: column.implicitHeight + Theme.space3
    height: visible ? implicitHeight : 0
    activeFocusOnTab: visible // arrow keys pass over what is not there
    padding: 0
    opacity: enabled ? 1 : 0.6
    Accessible.name: detail.length > 0 ? text + ", " + detail : text

    background: Rectangle {
        radius: Theme.controlRadius
        color: root.highlighted || root.hovered ? Theme.bubble : "transparent"
    }
    indicator: null
    arrow: null
    contentItem: Item {
        Column {
            id: column

            anchors.verticalCenter: parent.verticalCenter
            x: Theme.space3
            width: parent.width - 2 * Theme.space3 - Theme.iconSize

            Label {
                objectName: "menuTitle"
                width: parent.width
                text: root.text
                font.pixelSize: Theme.small + 2
            }
            Label {
                visible: root.detail.length > 0
                width: parent.width
                text: root.detail
                color: Theme.muted
                font.pixelSize: Theme.small
                wrapMode: Text.Wrap
                maximumLineCount: 3
            }
        }
        Icon {
            visible: root.subMenu !== null
            anchors.right: parent.right
            anchors.rightMargin: Theme.space2
            anchors.verticalCenter: parent.verticalCenter
            path: Icons.chevron
            color: Theme.muted
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
