// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls.Basic
import Maru.App
import Maru.Ui.Components

// No ComponentBehavior: Bound here: Qt 6.4 cannot make the headings of a list's sections with it.

/// The conversations, newest first, under headings by day; a new one on top, models and settings below.
Rectangle {
    id: root

    required property ChatController chat
    required property Settings settings
    property string page // of the window, shown now

    signal picked() // something was opened: a sidebar that lies over the page closes
    signal pageRequested(string page)

    color: Theme.panel

    Item {
        id: top

        x: Theme.space3
        width: parent.width - 2 * Theme.space3
        height: Theme.headerHeight

        Label {
            anchors.verticalCenter: parent.verticalCenter
            text: "\uB9C8\uB8E8" // the name in Korean
            color: Theme.accent
            font.pixelSize: Theme.title
            font.weight: Font.Bold
        }
        TextButton {
            objectName: "newChatButton"
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            primary: true
            icon16: Icons.plus
            text: qsTr("New chat")
            onClicked: {
                root.chat.newConversation();
                root.picked();
            }
        }
    }
    ListView {
        id: list

        objectName: "conversationList"
        anchors.top: top.bottom
        anchors.bottom: undo.visible ? undo.top : bottom.top
        anchors.bottomMargin: Theme.space2
        x: Theme.space3
        width: parent.width - 2 * Theme.space3
        model: root.chat.conversations
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        activeFocusOnTab: true
        keyNavigationEnabled: true
        ScrollBar.vertical: ScrollBar {}
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Conversations")

        section.property: "section"
        section.delegate: Label {
            required property string section

            width: list.width
            leftPadding: Theme.space2
            topPadding: Theme.space3
            bottomPadding: Theme.space1
            text: section.toUpperCase()
            color: Theme.muted
            font.pixelSize: Theme.small
        }
        delegate: ConversationDelegate {
            width: list.width
            onOpenRequested: {
                root.chat.open(conversationId);
                root.picked();
            }
            onRenameRequested: title => root.chat.rename(conversationId, title)
            onRemoveRequested: root.chat.remove(conversationId)
        }
    }
    Banner {
        id: undo

        objectName: "undoBanner"
        visible: root.chat.undoText.length > 0
        anchors.bottom: bottom.top
        anchors.bottomMargin: Theme.space2
        x: Theme.space3
        width: parent.width - 2 * Theme.space3
        closable: false
        text: root.chat.undoText
        actionText: qsTr("Undo")
        onActionRequested: root.chat.undoRemove()
    }
    SidebarFoot {
        id: bottom

        anchors.bottom: parent.bottom
        x: Theme.space3
        width: parent.width - 2 * Theme.space3
        page: root.page
        settingsText: root.settings.offline ? qsTr("Offline") : ""
        onPageRequested: page => root.pageRequested(page)
    }
    Rectangle {
        anchors.right: parent.right
        width: Theme.hairline
        height: parent.height
        color: Theme.line
    }
}
