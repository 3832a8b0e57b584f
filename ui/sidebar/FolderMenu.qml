// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import Maru.App
import Maru.Ui.Components

/// What can be done with a folder of the sidebar.
MenuList {
    id: root

    required property HistoryController history
    property ConversationDelegate row: null

    function openFor(delegate: ConversationDelegate) {
        root.row = delegate;
        root.popup(delegate, delegate.width - root.width, delegate.height);
    }

    objectName: "folderRowMenu"

    MenuEntry {
        objectName: "renameFolderEntry"
        text: qsTr("Rename")
        onTriggered: root.row.startRenaming()
    }
    MenuEntry {
        objectName: "removeFolderEntry"
        text: qsTr("Remove folder")
        detail: qsTr("Its conversations stay")
        onTriggered: root.history.removeFolder(root.row.folderId)
    }
}
