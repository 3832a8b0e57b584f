// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import Maru.App
import Maru.Ui.Components

/// What can be done with a conversation in the trash.
MenuList {
    id: root

    required property HistoryController history
    property ConversationDelegate row: null

    function openFor(delegate: ConversationDelegate) {
        root.row = delegate;
        root.popup(delegate, delegate.width - root.width, delegate.height);
    }

    objectName: "trashMenu"

    MenuEntry {
        objectName: "restoreEntry"
        text: qsTr("Restore")
        onTriggered: root.history.restore(root.row.conversationId)
    }
    MenuEntry {
        objectName: "eraseEntry"
        text: qsTr("Delete for good")
        onTriggered: root.history.erase(root.row.conversationId)
    }
}
