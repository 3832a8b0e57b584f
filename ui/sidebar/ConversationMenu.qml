// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls.Basic as Basic
import Maru.App
import Maru.Ui.Components

/// What can be done with a conversation of the sidebar; one menu for all rows. open() it for a row.
MenuList {
    id: root

    required property HistoryController history
    property ConversationDelegate row: null
    readonly property bool temporary: row !== null && row.temporary // it has no place yet

    signal keepRequested(double conversationId)
    signal exportRequested(double conversationId, int format)
    signal newFolderRequested(double conversationId)

    function openFor(delegate: ConversationDelegate) {
        root.row = delegate;
        root.popup(delegate, delegate.width - root.width, delegate.height);
    }

    objectName: "conversationMenu"

    MenuEntry {
        objectName: "renameEntry"
        text: qsTr("Rename")
        onTriggered: root.row.startRenaming()
    }
    MenuEntry {
        objectName: "keepEntry"
        visible: root.temporary
        enabled: root.row !== null && !root.row.replying
        text: qsTr("Keep this conversation")
        detail: qsTr("Saves it, so that it can be pinned, moved and exported")
        onTriggered: root.keepRequested(root.row.conversationId)
    }
    MenuEntry {
        objectName: "pinEntry"
        enabled: !root.temporary
        text: root.row && root.row.pinned ? qsTr("Unpin") : qsTr("Pin")
        onTriggered: root.history.setPinned(root.row.conversationId, !root.row.pinned)
    }
    MenuEntry {
        objectName: "archiveEntry"
        enabled: !root.temporary
        text: root.row && root.row.archived ? qsTr("Out of the archive") : qsTr("Archive")
        onTriggered: root.history.setArchived(root.row.conversationId, !root.row.archived)
    }
    MenuList {
        id: folderMenu

        objectName: "folderMenu"
        enabled: !root.temporary
        title: qsTr("Move to folder")

        MenuEntry {
            objectName: "newFolderEntry"
            text: qsTr("New folder")
            onTriggered: root.newFolderRequested(root.row.conversationId)
        }
        MenuEntry {
            objectName: "noFolderEntry"
            text: qsTr("No folder")
            ticked: root.row !== null && root.row.folderId === 0
            onTriggered: root.history.moveToFolder(root.row.conversationId, 0)
        }
        Instantiator {
            model: root.history.folders
            delegate: MenuEntry {
                required property var modelData

                text: modelData.name
                ticked: root.row !== null && root.row.folderId === modelData.folderId
                onTriggered: root.history.moveToFolder(root.row.conversationId, modelData.folderId)
            }
            onObjectAdded: (index, object) => folderMenu.addItem(object)
            onObjectRemoved: (index, object) => folderMenu.removeItem(object)
        }
    }
    ExportMenu {
        enabled: !root.temporary
        onFormatChosen: format => root.exportRequested(root.row.conversationId, format)
    }
    MenuEntry {
        objectName: "deleteEntry"
        text: qsTr("Delete")
        onTriggered: root.row.removeRequested()
    }
}
