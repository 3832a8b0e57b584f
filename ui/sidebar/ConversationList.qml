// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls.Basic as Basic
import Maru.App
import Maru.Ui.Components

// No ComponentBehavior: Bound here: Qt 6.4 cannot make the headings of a list's sections with it.

/// The rows of the sidebar under their headings.
ListView {
    id: root

    required property ChatController chat
    required property HistoryController history
    readonly property bool isTrash: history.view === SidebarModel.Trash

    signal picked()
    signal exportRequested(double conversationId, int format)
    signal newFolderRequested(double conversationId)

    function activate(row: ConversationDelegate) {
        if (row.isFolder) {
            root.history.list.toggleFolder(row.folderId);
        } else if (root.isTrash) {
            trashMenu.openFor(row);
        } else {
            root.history.list.clearSelection();
            root.chat.open(row.conversationId);
            root.picked();
        }
    }

    /// Writes a new title where the row is, if it is to be seen.
    function renameOf(conversationId: double) {
        if (root.history.list.rowOf(conversationId) < 0)
            root.history.view = SidebarModel.Archive;
        const index = root.history.list.rowOf(conversationId);
        if (index < 0)
            return;
        root.positionViewAtIndex(index, ListView.Contain);
        const row = root.itemAtIndex(index) as ConversationDelegate;
        if (row)
            row.startRenaming();
    }

    objectName: "conversationList"
    model: history.list
    clip: true
    boundsBehavior: Flickable.StopAtBounds
    activeFocusOnTab: true
    keyNavigationEnabled: true
    highlightMoveDuration: 0
    reuseItems: false
    currentIndex: -1
    Basic.ScrollBar.vertical: Basic.ScrollBar {}
    Accessible.role: Accessible.List
    Accessible.name: qsTr("Conversations")
    onActiveFocusChanged: {
        if (activeFocus && currentIndex < 0 && count > 0)
            currentIndex = Math.max(0, root.history.list.rowOf(root.chat.conversationId));
        if (activeFocus && currentItem && !currentItem.activeFocus)
            currentItem.forceActiveFocus();
    }
    onCurrentItemChanged: if (activeFocus && currentItem) currentItem.forceActiveFocus()
    Keys.onEscapePressed: event => {
        event.accepted = root.history.selectedCount > 0;
        root.history.list.clearSelection();
    }

    section.property: "section"
    section.delegate: Label {
        width: root.width
        leftPadding: Theme.space2
        topPadding: Theme.space3
        bottomPadding: Theme.space1
        // Of the context, not a required property: a heading that the view takes again for another section is told of
        // it only there.
        text: section.toUpperCase() // qmllint disable unqualified
        color: Theme.muted
        font.pixelSize: Theme.small
    }
    delegate: ConversationDelegate {
        id: row

        required property int index

        width: root.width
        renamable: !root.isTrash
        onActiveFocusChanged: if (activeFocus) root.currentIndex = index
        onOpenRequested: root.activate(row)
        onRenameRequested: title => {
            if (row.isFolder)
                root.history.renameFolder(row.folderId, title);
            else
                root.chat.rename(row.conversationId, title);
        }
        onRemoveRequested: {
            if (row.isFolder)
                root.history.removeFolder(row.folderId);
            else if (root.isTrash)
                root.history.erase(row.conversationId);
            else
                root.chat.remove(row.conversationId);
        }
        onSelectRequested: if (!row.isFolder && !root.isTrash) root.history.list.toggleSelected(row.conversationId)
        onMenuRequested: (row.isFolder ? folderMenu : root.isTrash ? trashMenu : menu).openFor(row)
    }

    ConversationMenu {
        id: menu

        history: root.history
        onKeepRequested: conversationId => root.chat.keepConversation(conversationId)
        onExportRequested: (conversationId, format) => root.exportRequested(conversationId, format)
        onNewFolderRequested: conversationId => root.newFolderRequested(conversationId)
    }
    FolderMenu {
        id: folderMenu

        history: root.history
    }
    TrashMenu {
        id: trashMenu

        history: root.history
    }
}
