// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Dialogs
import Maru.App
import Maru.Ui.Components

/// What an empty window says while there is no model: get one, or use those that are on this computer already. Other
/// applications' folders are looked at only when asked to.
Column {
    id: root

    required property LibraryController library
    property bool looked: false

    signal libraryRequested()

    spacing: Theme.space4

    Label {
        width: parent.width
        text: qsTr("Welcome to Maru")
        font.pixelSize: Theme.title
        font.weight: Font.Bold
        horizontalAlignment: Text.AlignHCenter
        wrapMode: Text.Wrap
        Accessible.role: Accessible.Heading
        Accessible.name: text
    }
    Label {
        width: parent.width
        text: qsTr("Language models answer here, on this computer. Nothing you write leaves it. All that is missing is a model.")
        color: Theme.muted
        horizontalAlignment: Text.AlignHCenter
        wrapMode: Text.Wrap
        lineHeight: Theme.lineHeight
    }
    TextButton {
        objectName: "getModelButton"
        anchors.horizontalCenter: parent.horizontalCenter
        primary: true
        text: qsTr("Get a model")
        onClicked: root.libraryRequested()
    }
    Row {
        anchors.horizontalCenter: parent.horizontalCenter
        spacing: Theme.space2

        TextButton {
            objectName: "lookForModelsButton"
            text: qsTr("Look for models on this computer")
            enabled: !root.library.searching
            onClicked: {
                root.looked = true;
                root.library.findOtherFolders();
            }
        }
        TextButton {
            objectName: "openModelButton"
            text: qsTr("Open a .gguf file")
            onClicked: fileDialog.open()
        }
    }
    Label {
        objectName: "lookedText"
        visible: root.looked
        width: parent.width
        text: root.library.searching ? qsTr("Looking ...")
            : root.library.otherFolders.count > 0 ? qsTr("Other applications have models. They can be used where they are, without a copy.")
            : qsTr("No models of other applications were found.")
        color: Theme.muted
        font.pixelSize: Theme.small + 1
        horizontalAlignment: Text.AlignHCenter
        wrapMode: Text.Wrap
    }
    Repeater {
        model: root.looked ? root.library.otherFolders : null

        SettingRow {
            id: row

            required property int index
            required property string application
            required property string detail
            required property string path
            required property bool used

            width: root.width
            title: application
            explanation: detail + "\n" + path

            TextButton {
                objectName: "useFolderButton"
                enabled: !row.used
                text: row.used ? qsTr("In use") : qsTr("Use these")
                Accessible.name: qsTr("Use the models of %1").arg(row.application)
                onClicked: root.library.useOtherFolder(row.index)
            }
        }
    }
    FileDialog {
        id: fileDialog

        title: qsTr("Open a .gguf file")
        nameFilters: [qsTr("Models (*.gguf)"), qsTr("All files (*)")]
        onAccepted: root.library.importReference(selectedFile)
    }
}
