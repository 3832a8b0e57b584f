// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic as Basic
import QtQuick.Dialogs
import Maru.App
import Maru.Ui.Components

/// Where models lie: the folders of the shelf, and those of other applications.
Basic.ScrollView {
    id: root

    required property LibraryController library

    contentWidth: availableWidth

    Column {
        width: root.availableWidth
        bottomPadding: Theme.space5
        spacing: Theme.space2

        SectionTitle { text: qsTr("On the shelf") }
        Repeater {
            model: root.library.folders
            delegate: FolderRow {
                width: parent ? parent.width : 0
                onRemoveRequested: root.library.removeFolder(path)
            }
        }
        TextButton {
            objectName: "addFolderButton"
            text: qsTr("Add a folder ...")
            onClicked: dialog.open()
        }
        SectionTitle { text: qsTr("Of other applications") }
        Label {
            width: parent.width
            text: qsTr("Models that LM Studio, Jan, GPT4All, Ollama, llama.cpp or Hugging Face keep on this computer can be used where they are. Maru reads them and changes nothing.")
            color: Theme.muted
            font.pixelSize: Theme.small + 1
            wrapMode: Text.Wrap
            elide: Text.ElideNone
        }
        Repeater {
            id: others

            model: root.library.otherFolders
            delegate: FolderRow {
                required property int index

                width: parent ? parent.width : 0
                onUseRequested: root.library.useOtherFolder(index)
                onRemoveRequested: root.library.removeFolder(path)
            }
        }
        TextButton {
            objectName: "findFoldersButton"
            enabled: !root.library.searching
            text: root.library.searching ? qsTr("Looking ...") : qsTr("Look for them")
            onClicked: root.library.findOtherFolders()
        }
    }

    FolderDialog {
        id: dialog

        title: qsTr("A folder with models")
        onAccepted: root.library.addFolder(selectedFolder)
    }
}
