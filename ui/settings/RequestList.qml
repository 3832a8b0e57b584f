// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic as Basic
import Maru.App
import Maru.Ui.Components

/// Every request that Maru ever made, the newest first: when, to whom, why, how much, and what came of it.
Rectangle {
    id: root

    required property RequestListModel requests

    implicitHeight: Math.round(Theme.controlHeight * 7)
    radius: Theme.cardRadius
    color: Theme.surface
    border.width: list.activeFocus ? Theme.focusLine : Theme.hairline
    border.color: list.activeFocus ? Theme.accent : Theme.line
    Component.onCompleted: requests.refresh()

    ListView {
        id: list

        objectName: "requestList"
        anchors.fill: parent
        anchors.margins: Theme.space2
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        activeFocusOnTab: true
        keyNavigationEnabled: true
        model: root.requests
        Basic.ScrollBar.vertical: Basic.ScrollBar {}
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Requests")

        delegate: Item {
            id: row

            required property string timeText
            required property string host
            required property string reasonText
            required property string bytesText
            required property string statusText

            width: ListView.view.width
            height: Math.round(Theme.controlHeight * 1.3)
            Accessible.role: Accessible.ListItem
            Accessible.name: [timeText, host, reasonText, bytesText, statusText].join(", ")

            Label {
                x: Theme.space2
                width: parent.width * 0.62
                height: parent.height / 2
                text: row.host + " \u00b7 " + row.reasonText
                font.pixelSize: Theme.small + 1
            }
            Label {
                x: Theme.space2
                y: parent.height / 2
                width: parent.width * 0.62
                height: parent.height / 2
                text: row.timeText
                color: Theme.muted
                font.pixelSize: Theme.small
            }
            Label {
                anchors.right: parent.right
                anchors.rightMargin: Theme.space3
                height: parent.height
                text: [row.bytesText, row.statusText].filter(part => part.length > 0).join(" \u00b7 ")
                color: Theme.muted
                font.pixelSize: Theme.small
            }
        }
    }
    Label {
        visible: list.count === 0
        anchors.centerIn: parent
        text: qsTr("Maru has never asked anybody for anything.")
        color: Theme.muted
    }
}
