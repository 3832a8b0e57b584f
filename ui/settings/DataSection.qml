// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Dialogs
import Maru.App
import Maru.Ui.Components

/// Where everything lies, and how it gets out and in.
Column {
    id: root

    required property LibraryController library
    required property HistoryController history

    topPadding: Theme.space3
    bottomPadding: Theme.space8
    spacing: Theme.space5

    SettingRow {
        title: qsTr("Folder of the models")
        explanation: root.library.modelFolder

        TextButton {
            objectName: "openModelFolderButton"
            text: qsTr("Open the folder")
            onClicked: Qt.openUrlExternally("file://" + encodeURI(root.library.modelFolder))
        }
    }
    SectionTitle {
        text: qsTr("Conversations")
    }
    SettingRow {
        title: qsTr("Export all")
        explanation: qsTr("One JSON file with every message, branch and version, to keep or to take to another computer.")

        TextButton {
            objectName: "exportAllButton"
            enabled: !root.history.transferring
            text: qsTr("Export ...")
            onClicked: {
                exportDialog.currentFile = exportDialog.currentFolder + "/"
                    + encodeURIComponent(root.history.suggestedName(0, HistoryController.Json));
                exportDialog.open();
            }
        }
    }
    SettingRow {
        title: qsTr("Import")
        explanation: qsTr("Files that Maru, ChatGPT or Claude exported. Nothing that is here is changed.")

        TextButton {
            objectName: "importButton"
            enabled: !root.history.transferring
            text: qsTr("Import ...")
            onClicked: importDialog.open()
        }
    }
    Label {
        visible: root.history.transferring
        width: parent.width
        text: root.history.transferText
        color: Theme.muted
        font.pixelSize: Theme.small + 1
    }
    ProgressLine {
        visible: root.history.transferring
        width: parent.width
        value: root.history.transferProgress
    }
    SettingRow {
        title: qsTr("Trash")
        explanation: qsTr("Removes every trace of the conversations in it, now.")

        TextButton {
            objectName: "emptyTrashButton"
            text: qsTr("Empty the trash")
            onClicked: root.history.emptyTrash()
        }
    }
    FileDialog {
        id: exportDialog

        title: qsTr("Export all")
        fileMode: FileDialog.SaveFile
        onAccepted: root.history.exportTo(selectedFile, 0, HistoryController.Json)
    }
    FileDialog {
        id: importDialog

        title: qsTr("Import")
        nameFilters: [qsTr("Conversations (*.json)"), qsTr("All files (*)")]
        onAccepted: root.history.importFrom(selectedFile)
    }
}
