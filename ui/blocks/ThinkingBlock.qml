// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls.Basic
import Maru.App
import Maru.Ui.Components

/// What a model thought before it answered: one line with how long it took, opened on demand.
Item {
    id: root

    required property string title
    required property BlockModel blocks // wanted while it is open
    property bool active: false // it is being thought
    property bool open: false

    property real viewTop // what of it is in sight
    property real viewBottom: height
    readonly property bool visualFocus: body.visualFocus

    signal linkRequested(string address)
    signal heightAboveChanged(real difference) // of what is above the view
    signal scrollRequested(real distance)

    /// Where `share` of the way down in a block is.
    function yIn(block: int, share: real): real {
        return body.y + body.yIn(block, share);
    }

    implicitHeight: header.height + (open ? body.height + Theme.space2 : 0)

    AbstractButton {
        id: header

        objectName: "thinkingHeader"
        width: Math.min(parent.width, row.implicitWidth + Theme.space2)
        height: row.implicitHeight + Theme.space2
        hoverEnabled: true
        Accessible.role: Accessible.Button
        Accessible.name: root.title
        Accessible.description: root.open ? qsTr("Hide what was thought") : qsTr("Show what was thought")
        onClicked: root.open = !root.open

        background: Rectangle {
            radius: Theme.controlRadius
            color: header.hovered ? Theme.hover : "transparent"
            border.width: header.visualFocus ? 2 : 0
            border.color: Theme.accent
        }
        contentItem: Row {
            id: row

            spacing: Theme.space1

            Icon {
                anchors.verticalCenter: parent.verticalCenter
                path: Icons.chevron
                color: Theme.muted
                rotation: root.open ? 90 : 0

                Behavior on rotation { NumberAnimation { duration: Theme.motion } }
            }
            Label {
                objectName: "thinkingTitle"
                anchors.verticalCenter: parent.verticalCenter
                text: root.active ? root.title + " \u2026" : root.title
                color: Theme.muted
                font.pixelSize: Theme.small + 1
            }
        }
    }
    Rectangle {
        visible: root.open
        x: Math.round(Theme.iconSize / 2)
        anchors.top: body.top
        anchors.bottom: body.bottom
        width: Math.max(1, Math.round(Theme.unit / 2))
        color: Theme.line
    }
    BlockColumn {
        id: body

        objectName: "thinkingText"
        visible: root.open
        activeFocusOnTab: root.open
        anchors.top: header.bottom
        anchors.topMargin: Theme.space1
        x: Theme.iconSize + Theme.space2
        width: parent.width - x
        height: implicitHeight
        blocks: root.blocks
        fontSize: Theme.small + 2
        viewTop: root.viewTop - y
        viewBottom: root.viewBottom - y
        delegate: BlockChooser {
            quiet: true
            onLinkRequested: address => root.linkRequested(address)
        }
        Accessible.role: Accessible.Pane
        Accessible.name: root.title
        onHeightAboveChanged: difference => root.heightAboveChanged(difference)
        onScrollRequested: distance => root.scrollRequested(distance)
    }
    Rectangle {
        visible: body.visualFocus
        anchors.fill: body
        anchors.margins: -Theme.space1
        radius: Theme.controlRadius
        color: "transparent"
        border.width: Theme.focusLine
        border.color: Theme.accent
    }
}
