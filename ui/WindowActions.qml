// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import Maru.App

/// What can be done anywhere in the window. Each action is a line of the command palette and of the shortcut sheet.
Item {
    id: root

    required property ActionRegistry registry
    required property ChatController chat
    required property Settings settings
    property string page: "chat"

    signal pageRequested(string page)
    signal sidebarRequested()
    signal promptRequested()

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
        name: "page.settings"
        group: qsTr("Window")
        text: qsTr("Settings")
        shortcut: "Ctrl+,"
        onTriggered: root.pageRequested("settings")
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
        name: "view.larger"
        group: qsTr("View")
        text: qsTr("Larger text")
        shortcut: "Ctrl++"
        otherShortcut: "Ctrl+="
        onTriggered: root.settings.zoom += 0.1
    }
    AppAction {
        registry: root.registry
        name: "view.smaller"
        group: qsTr("View")
        text: qsTr("Smaller text")
        shortcut: "Ctrl+-"
        onTriggered: root.settings.zoom -= 0.1
    }
    AppAction {
        registry: root.registry
        name: "view.standard"
        group: qsTr("View")
        text: qsTr("Standard text size")
        shortcut: "Ctrl+0"
        onTriggered: root.settings.zoom = 1
    }
    AppAction {
        registry: root.registry
        name: "view.system"
        group: qsTr("View")
        text: qsTr("Theme of the desktop")
        onTriggered: root.settings.theme = Settings.System
    }
    AppAction {
        registry: root.registry
        name: "view.light"
        group: qsTr("View")
        text: qsTr("Light theme")
        onTriggered: root.settings.theme = Settings.Light
    }
    AppAction {
        registry: root.registry
        name: "view.dark"
        group: qsTr("View")
        text: qsTr("Dark theme")
        onTriggered: root.settings.theme = Settings.Dark
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
