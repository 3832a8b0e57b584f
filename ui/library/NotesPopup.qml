// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls.Basic as Basic
import Maru.Ui.Components

/// The name that a model has here, and what the user wrote about it.
Basic.Popup {
    id: root

    property string path

    signal saved(string path, string title, string notes)

    function edit(path: string, title: string, notes: string) {
        root.path = path;
        titleField.text = title;
        notesField.text = notes;
        root.open();
    }

    modal: true
    focus: true
    padding: Theme.space4
    width: Math.min(parent ? parent.width - Theme.space8 : 0, Math.round(Theme.columnWidth * 0.6))
    anchors.centerIn: parent
    onOpened: titleField.forceActiveFocus()

    background: Rectangle {
        color: Theme.surface
        radius: Theme.cardRadius
        border.width: Theme.hairline
        border.color: Theme.line
    }
    contentItem: Column {
        spacing: Theme.space3

        LineField {
            id: titleField

            objectName: "titleField"
            width: parent.width
            name: qsTr("Name")
            placeholderText: qsTr("The name of the file")
            onAccepted: save.clicked()
        }
        LineField {
            id: notesField

            objectName: "notesField"
            width: parent.width
            name: qsTr("Notes")
            placeholderText: qsTr("What it is good for")
            onAccepted: save.clicked()
        }
        Row {
            anchors.right: parent.right
            spacing: Theme.space2

            TextButton {
                text: qsTr("Cancel")
                onClicked: root.close()
            }
            TextButton {
                id: save

                objectName: "saveNotesButton"
                primary: true
                text: qsTr("Save")
                onClicked: {
                    root.saved(root.path, titleField.text, notesField.text);
                    root.close();
                }
            }
        }
    }
}
