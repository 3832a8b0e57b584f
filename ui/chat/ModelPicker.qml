// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Dialogs
import Maru.App
import Maru.Ui.Components

/// The models found in the model folder, and the way to bring in another file.
Popup {
    id: root

    required property LibraryController library
    required property string currentPath

    signal modelChosen(string path)

    width: Math.min(parent ? parent.width - Theme.space8 : 400, Math.round(Theme.columnWidth * 0.6))
    padding: Theme.space2
    focus: true
    onAboutToShow: library.refresh()

    background: Rectangle {
        color: Theme.surface
        radius: Theme.cardRadius
        border.width: Theme.hairline
        border.color: Theme.line
    }

    contentItem: Column {
        spacing: Theme.space1

        Label {
            visible: list.count === 0
            width: parent.width
            padding: Theme.space3
            text: root.library.scanning ? qsTr("Looking for models ...")
                                        : qsTr("There is no model in %1 yet. Import a .gguf file.").arg(root.library.modelFolder)
            color: Theme.muted
            wrapMode: Text.Wrap
            elide: Text.ElideNone
        }
        ListView {
            id: list

            objectName: "modelList"
            width: parent.width
            height: Math.min(contentHeight, Theme.controlHeight * 9)
            model: root.library.models
            clip: true
            keyNavigationEnabled: true
            activeFocusOnTab: true
            delegate: PickerRow {
                required property string path
                required property string name
                required property string problemText

                width: list.width
                title: name
                usable: problemText.length === 0
                detailText: usable ? detail : problemText
                ticked: path === root.currentPath
                onClicked: {
                    root.modelChosen(path);
                    root.close();
                }
            }
        }
        Rectangle {
            width: parent.width
            height: Theme.hairline
            color: Theme.line
        }
        Column {
            visible: root.library.importing
            width: parent.width
            padding: Theme.space2
            spacing: Theme.space2

            Label {
                width: parent.width - 2 * parent.padding
                text: root.library.importText
                font.pixelSize: Theme.small + 1
                elide: Text.ElideMiddle
            }
            ProgressLine {
                width: parent.width - 2 * parent.padding
                value: root.library.importProgress
            }
            TextButton {
                text: qsTr("Cancel")
                onClicked: root.library.cancelImport()
            }
        }
        Label {
            objectName: "importError"
            visible: root.library.errorText.length > 0
            width: parent.width
            padding: Theme.space2
            text: root.library.errorText
            color: Theme.accent
            wrapMode: Text.Wrap
            elide: Text.ElideNone
            font.pixelSize: Theme.small + 1
        }
        Row {
            visible: !root.library.importing
            spacing: Theme.space2
            padding: Theme.space1

            TextButton {
                objectName: "importReferenceButton"
                text: qsTr("Use a file where it is ...")
                onClicked: referenceDialog.open()
            }
            TextButton {
                objectName: "importCopyButton"
                text: qsTr("Copy a file in ...")
                onClicked: copyDialog.open()
            }
        }
    }

    FileDialog {
        id: referenceDialog

        title: qsTr("Use a model where it is")
        nameFilters: [qsTr("Models (*.gguf)"), qsTr("All files (*)")]
        onAccepted: root.library.importReference(selectedFile)
    }
    FileDialog {
        id: copyDialog

        title: qsTr("Copy a model into Maru's folder")
        nameFilters: referenceDialog.nameFilters
        onAccepted: root.library.importCopy(selectedFile)
    }
    Connections {
        target: root.library

        function onImported(path) {
            root.modelChosen(path);
        }
    }
}
