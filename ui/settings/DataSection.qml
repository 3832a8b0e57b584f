// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import Maru.App
import Maru.Ui.Components

/// Where everything lies, and how it gets out and in.
Column {
    id: root

    required property LibraryController library
    required property HistoryController history
    property bool sure: false // the trash is to be emptied: asked once

    signal exportRequested()
    signal importRequested()

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
            onClicked: root.exportRequested()
        }
    }
    SettingRow {
        title: qsTr("Import")
        explanation: qsTr("Files that Maru, ChatGPT or Claude exported. Nothing that is here is changed.")

        TextButton {
            objectName: "importButton"
            enabled: !root.history.transferring
            text: qsTr("Import ...")
            onClicked: root.importRequested()
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
            text: root.sure ? qsTr("Really, for good") : qsTr("Empty the trash")
            onClicked: {
                if (root.sure)
                    root.history.emptyTrash();
                root.sure = !root.sure;
            }
        }
    }
    SettingRow {
        title: qsTr("Delete all conversations")
        explanation: qsTr("Those in the archive and the trash too. Every trace of them is removed: texts, drafts, what search knows, copies.")

        TextButton {
            objectName: "eraseEverythingButton"
            text: qsTr("Delete all ...")
            onClicked: root.history.askEraseEverything()
        }
    }
}
