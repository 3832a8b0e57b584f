// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick

/// The top of a page beside the chat: the sidebar's button where that is hidden, the title, and the way back.
/// What a page adds lies at the right, before that.
Rectangle {
    id: root

    required property string title
    required property bool showMenuButton
    default property alias actions: extra.data

    signal menuRequested()
    signal closeRequested()

    implicitHeight: Theme.headerHeight
    color: Theme.window

    IconButton {
        id: menu

        objectName: "pageMenuButton"
        visible: root.showMenuButton
        x: Theme.space3
        anchors.verticalCenter: parent.verticalCenter
        text: qsTr("Conversations")
        icon16: Icons.menu
        onClicked: root.menuRequested()
    }
    Label {
        objectName: "pageTitle"
        anchors.left: menu.visible ? menu.right : parent.left
        anchors.leftMargin: menu.visible ? Theme.space2 : Theme.space5
        anchors.right: extra.left
        anchors.rightMargin: Theme.space3
        anchors.verticalCenter: parent.verticalCenter
        text: root.title
        font.weight: Font.DemiBold
        Accessible.role: Accessible.Heading
        Accessible.name: text
    }
    Row {
        id: extra

        anchors.right: close.left
        anchors.rightMargin: Theme.space2
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.space2
    }
    IconButton {
        id: close

        objectName: "pageCloseButton"
        anchors.right: parent.right
        anchors.rightMargin: Theme.space4
        anchors.verticalCenter: parent.verticalCenter
        text: qsTr("Back to the conversation")
        icon16: Icons.close
        onClicked: root.closeRequested()
    }
    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.hairline
        color: Theme.line
    }
}
