// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import Maru.Ui.Components

/// The top of the chat page: title, what happens now, model, device; a line of progress at its lower edge.
Rectangle {
    id: root

    required property string title
    required property string stateText
    required property real progress // 0 to 1; below 0: none
    required property string modelName
    required property string deviceName
    required property bool fakeEngine
    required property bool showMenuButton
    property bool temporary: false // nothing of the conversation is saved
    property bool keepable: false // it could be saved now

    signal menuRequested()
    signal modelRequested(Item anchor)
    signal deviceRequested(Item anchor)
    signal keepRequested()

    implicitHeight: Theme.headerHeight
    color: Theme.window

    Row {
        id: left

        anchors.verticalCenter: parent.verticalCenter
        x: root.showMenuButton ? Theme.space3 : Theme.space5
        spacing: Theme.space2

        IconButton {
            objectName: "menuButton"
            visible: root.showMenuButton
            text: qsTr("Conversations")
            icon16: Icons.menu
            onClicked: root.menuRequested()
        }
        Column {
            anchors.verticalCenter: parent.verticalCenter
            width: Math.max(0, root.width - left.x - right.width - Theme.space8
                            - (root.showMenuButton ? Theme.controlHeight + Theme.space2 : 0))

            Label {
                objectName: "titleText"
                width: parent.width
                text: root.title.length > 0 ? root.title : root.temporary ? qsTr("Temporary chat") : qsTr("New chat")
                font.weight: Font.DemiBold
                Accessible.role: Accessible.Heading
                Accessible.name: text
            }
            Label {
                objectName: "stateText"
                visible: text.length > 0
                width: parent.width
                text: root.fakeEngine ? qsTr("Fake engine: these replies are made up") : root.stateText
                color: root.fakeEngine ? Theme.accent : Theme.muted
                font.pixelSize: Theme.small
            }
        }
    }
    Row {
        id: right

        anchors.verticalCenter: parent.verticalCenter
        anchors.right: parent.right
        anchors.rightMargin: Theme.space4
        spacing: Theme.space2

        Label {
            objectName: "temporaryText"
            visible: root.temporary
            anchors.verticalCenter: parent.verticalCenter
            text: qsTr("Temporary: not saved")
            color: Theme.accent
            font.pixelSize: Theme.small + 1
        }
        TextButton {
            objectName: "keepButton"
            visible: root.temporary
            anchors.verticalCenter: parent.verticalCenter
            enabled: root.keepable
            quiet: true
            text: qsTr("Keep")
            Accessible.description: qsTr("Saves this conversation")
            onClicked: root.keepRequested()
        }
        TextButton {
            id: model

            objectName: "modelButton"
            text: (root.modelName.length > 0 ? root.modelName : qsTr("Choose a model")) + "  \u25be"
            onClicked: root.modelRequested(model)
        }
        TextButton {
            id: device

            objectName: "deviceButton"
            text: root.deviceName.length > 0 ? root.deviceName : qsTr("Device")
            onClicked: root.deviceRequested(device)
        }
    }
    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.hairline
        color: Theme.line
    }
    ProgressLine {
        objectName: "loadProgress"
        visible: root.progress >= 0
        anchors.bottom: parent.bottom
        width: parent.width
        height: Math.round(Theme.unit * 0.75)
        radius: 0
        value: root.progress
    }
}
