// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import Maru.App
import Maru.Ui.Sidebar

/// What can be done with the conversations from anywhere in the window.
Item {
    id: root

    required property ActionRegistry registry
    required property ChatController chat
    required property HistoryController history
    required property Sidebar sidebar
    readonly property bool opened: chat.conversationId !== 0 && !chat.temporary

    signal sidebarNeeded()

    function open(view: int) {
        root.history.view = view;
        root.sidebarNeeded();
    }

    visible: false

    AppAction {
        registry: root.registry
        name: "history.search"
        group: qsTr("Conversations")
        text: qsTr("Search everything")
        shortcut: "Ctrl+Shift+F"
        onTriggered: {
            root.sidebarNeeded();
            root.sidebar.focusSearch();
        }
    }
    AppAction {
        registry: root.registry
        name: "history.rename"
        group: qsTr("Conversations")
        text: qsTr("Rename this conversation")
        enabled: root.chat.conversationId !== 0
        onTriggered: {
            root.open(SidebarModel.All);
            root.sidebar.renameOf(root.chat.conversationId);
        }
    }
    AppAction {
        registry: root.registry
        name: "history.remove"
        group: qsTr("Conversations")
        text: qsTr("Delete this conversation")
        enabled: root.chat.conversationId !== 0
        onTriggered: root.chat.remove(root.chat.conversationId)
    }
    AppAction {
        registry: root.registry
        name: "history.archive"
        group: qsTr("Conversations")
        text: qsTr("Archive this conversation")
        enabled: root.opened
        onTriggered: root.history.setArchived(root.chat.conversationId, true)
    }
    AppAction {
        registry: root.registry
        name: "history.pin"
        group: qsTr("Conversations")
        text: qsTr("Pin this conversation")
        enabled: root.opened
        onTriggered: root.history.setPinned(root.chat.conversationId, true)
    }
    AppAction {
        registry: root.registry
        name: "history.showArchive"
        group: qsTr("Conversations")
        text: qsTr("Show the archive")
        onTriggered: root.open(SidebarModel.Archive)
    }
    AppAction {
        registry: root.registry
        name: "history.showTrash"
        group: qsTr("Conversations")
        text: qsTr("Show the trash")
        onTriggered: root.open(SidebarModel.Trash)
    }
    AppAction {
        registry: root.registry
        name: "history.import"
        group: qsTr("Conversations")
        text: qsTr("Import conversations")
        onTriggered: root.sidebar.importFile()
    }
    AppAction {
        registry: root.registry
        name: "history.export"
        group: qsTr("Conversations")
        text: qsTr("Export this conversation")
        enabled: root.opened
        onTriggered: root.sidebar.exportOf(root.chat.conversationId, HistoryController.Markdown)
    }
    AppAction {
        registry: root.registry
        name: "history.exportAll"
        group: qsTr("Conversations")
        text: qsTr("Export all conversations")
        onTriggered: root.sidebar.exportOf(0, HistoryController.Json)
    }
    AppAction {
        registry: root.registry
        name: "history.eraseEverything"
        group: qsTr("Conversations")
        text: qsTr("Delete all conversations")
        onTriggered: root.history.askEraseEverything()
    }
}
