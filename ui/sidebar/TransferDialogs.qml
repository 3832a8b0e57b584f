// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Dialogs
import Maru.App

/// Asks where files lie or go. Loaded when it is first needed.
Item {
    id: root

    required property HistoryController history

    property double conversationId: 0
    property int format: HistoryController.Json

    /// Writes one conversation (0: all) to where the user says.
    function exportOf(id: double, as: int) {
        root.conversationId = id;
        root.format = as;
        if (id === 0 && as !== HistoryController.Json) {
            folder.open();
            return;
        }
        save.currentFile = save.currentFolder + "/" + encodeURIComponent(root.history.suggestedName(id, as));
        save.open();
    }

    function importFile() {
        load.open();
    }

    FileDialog {
        id: save

        objectName: "exportDialog"
        title: qsTr("Export")
        fileMode: FileDialog.SaveFile
        onAccepted: root.history.exportTo(selectedFile, root.conversationId, root.format)
    }
    FolderDialog {
        id: folder

        objectName: "exportFolderDialog"
        title: qsTr("Export all into a folder")
        onAccepted: root.history.exportTo(selectedFolder, root.conversationId, root.format)
    }
    FileDialog {
        id: load

        objectName: "importDialog"
        title: qsTr("Import conversations")
        nameFilters: [qsTr("Conversations (*.json)"), qsTr("All files (*)")]
        onAccepted: root.history.importFrom(selectedFile)
    }
}
