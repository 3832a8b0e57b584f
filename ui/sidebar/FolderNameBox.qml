// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls.Basic as Basic
import Maru.Ui.Components

/// Asks for the name of a new folder.
Basic.Popup {
    id: root

    property double conversationId: 0 // that goes into it

    signal named(string name)

    function ask(id: double) {
        root.conversationId = id;
        field.clear();
        root.open();
        field.forceActiveFocus();
    }

    objectName: "folderNameBox"
    padding: Theme.space3
    modal: true
    focus: true
    dim: false

    background: Rectangle {
        radius: Theme.cardRadius
        color: Theme.surface
        border.width: Theme.hairline
        border.color: Theme.line
    }
    contentItem: Column {
        spacing: Theme.space2

        Label {
            text: qsTr("New folder")
            font.weight: Font.DemiBold
        }
        LineField {
            id: field

            objectName: "folderNameField"
            width: root.availableWidth
            name: qsTr("Name of the folder")
            maximumLength: 100
            onAccepted: make.clicked()
        }
        Row {
            spacing: Theme.space2

            TextButton {
                id: make

                objectName: "makeFolderButton"
                primary: true
                enabled: field.text.trim().length > 0
                text: qsTr("Make it")
                onClicked: {
                    if (!enabled)
                        return;
                    root.close();
                    root.named(field.text);
                }
            }
            TextButton {
                text: qsTr("Cancel")
                onClicked: root.close()
            }
        }
    }
}
