// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import Maru.App

/// What can be done anywhere in the window. Each action is a line of the command palette and of the shortcut sheet.
Item {
    id: root

    required property ActionRegistry registry
    required property ChatController chat
    property string page: "chat"

    signal pageRequested(string page)
    signal sidebarRequested()
    signal promptRequested()
    signal findRequested()
    signal paletteRequested()
    signal sheetRequested()

    visible: false

    AppAction {
        registry: root.registry
        name: "chat.new"
        group: qsTr("Conversations")
        text: qsTr("New chat")
        shortcut: "Ctrl+N"
        onTriggered: {
            root.chat.newConversation();
            root.pageRequested("chat");
        }
    }
    AppAction {
        registry: root.registry
        name: "chat.newTemporary"
        group: qsTr("Conversations")
        text: qsTr("New temporary chat")
        shortcut: "Ctrl+Shift+N"
        onTriggered: {
            root.chat.newTemporaryConversation();
            root.pageRequested("chat");
        }
    }
    AppAction {
        registry: root.registry
        name: "chat.keep"
        group: qsTr("Conversations")
        text: qsTr("Keep this temporary chat")
        enabled: root.chat.temporary && root.chat.canSend && root.chat.messages.count > 0
        onTriggered: root.chat.keepConversation(root.chat.conversationId)
    }
    AppAction {
        registry: root.registry
        name: "chat.next"
        group: qsTr("Conversations")
        text: qsTr("Next conversation")
        shortcut: "Ctrl+PgDown"
        otherShortcut: "Ctrl+Tab"
        onTriggered: steps.openNeighbour(1)
    }
    AppAction {
        registry: root.registry
        name: "chat.previous"
        group: qsTr("Conversations")
        text: qsTr("Previous conversation")
        shortcut: "Ctrl+PgUp"
        otherShortcut: "Ctrl+Shift+Tab"
        onTriggered: steps.openNeighbour(-1)
    }
    AppAction {
        registry: root.registry
        name: "reply.regenerate"
        group: qsTr("Replies")
        text: qsTr("Another reply")
        shortcut: "Ctrl+R"
        enabled: root.page === "chat" && root.chat.canSend
        onTriggered: steps.regenerateLast()
    }
    AppAction {
        registry: root.registry
        name: "reply.copy"
        group: qsTr("Replies")
        text: qsTr("Copy the last reply")
        shortcut: "Ctrl+Shift+C"
        onTriggered: steps.copyLastReply()
    }
    AppAction {
        registry: root.registry
        name: "reply.copyCode"
        group: qsTr("Replies")
        text: qsTr("Copy the last code")
        shortcut: "Ctrl+Alt+C"
        onTriggered: steps.copyLastCode()
    }
    AppAction {
        registry: root.registry
        name: "chat.find"
        group: qsTr("Conversations")
        text: qsTr("Find in this conversation")
        shortcut: "Ctrl+F"
        onTriggered: root.findRequested()
    }
    AppAction {
        registry: root.registry
        name: "reply.stop"
        group: qsTr("Replies")
        text: qsTr("Stop")
        shortcut: "Escape"
        enabled: root.page === "chat" && root.chat.busy
        onTriggered: root.chat.stop()
    }
    AppAction {
        registry: root.registry
        name: "page.chat"
        group: qsTr("Window")
        text: qsTr("Back to the conversation")
        shortcut: "Escape"
        enabled: root.page !== "chat"
        onTriggered: root.pageRequested("chat")
    }
    AppAction {
        registry: root.registry
        name: "window.palette"
        group: qsTr("Window")
        text: qsTr("Command palette")
        shortcut: "Ctrl+K"
        listed: false
        onTriggered: root.paletteRequested()
    }
    AppAction {
        registry: root.registry
        name: "window.shortcuts"
        group: qsTr("Window")
        text: qsTr("Keyboard shortcuts")
        shortcut: "F1"
        otherShortcut: "Ctrl+/"
        onTriggered: root.sheetRequested()
    }
    AppAction {
        registry: root.registry
        name: "page.settings"
        group: qsTr("Window")
        text: qsTr("Settings")
        shortcut: "Ctrl+,"
        onTriggered: root.pageRequested("settings")
    }
    AppAction {
        registry: root.registry
        name: "page.library"
        group: qsTr("Window")
        text: qsTr("Models")
        shortcut: "Ctrl+M"
        onTriggered: root.pageRequested("library")
    }
    AppAction {
        registry: root.registry
        name: "window.sidebar"
        group: qsTr("Window")
        text: qsTr("Show or hide the conversations")
        shortcut: "Ctrl+B"
        onTriggered: root.sidebarRequested()
    }
    AppAction {
        registry: root.registry
        name: "window.prompt"
        group: qsTr("Window")
        text: qsTr("Write a message")
        shortcut: "Ctrl+L"
        onTriggered: root.promptRequested()
    }
    AppAction {
        registry: root.registry
        name: "window.quit"
        group: qsTr("Window")
        text: qsTr("Quit")
        shortcut: "Ctrl+Q"
        onTriggered: Qt.quit()
    }
    ChatShortcuts {
        id: steps

        chat: root.chat
    }

    // Keys of every registered action, whichever page it belongs to.
    Instantiator {
        model: root.registry
        delegate: Shortcut {
            required property AppAction action

            sequences: [action.shortcut, action.otherShortcut].filter(keys => keys.length > 0)
            enabled: action.enabled
            onActivated: action.trigger()
        }
    }
}
