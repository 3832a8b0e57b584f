// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import Maru.App
import Maru.Ui.Components

/// The presets in the panel of settings: pick one, save what is set now, rename, delete.
Column {
    id: root

    required property ChatOptions options
    property string task // what the line for a name is open for: "", "save", "rename"

    function begin(task: string) {
        root.task = task;
        nameField.text = task === "rename" ? root.options.name : "";
        nameField.forceActiveFocus();
    }

    function finish() {
        if (root.task === "save")
            root.options.savePreset(nameField.text);
        else if (root.task === "rename")
            root.options.renamePreset(root.options.presetId, nameField.text);
        root.task = "";
    }

    spacing: Theme.space2

    Flow {
        width: parent.width
        spacing: Theme.space2

        PresetMenu {
            objectName: "panelPresets"
            options: root.options
            inPanel: true
        }
        TextButton {
            objectName: "savePreset"
            text: qsTr("Save as a preset \u2026")
            onClicked: root.begin("save")
        }
        TextButton {
            objectName: "renamePreset"
            visible: root.options.presetId !== 0
            text: qsTr("Rename \u2026")
            onClicked: root.begin("rename")
        }
        TextButton {
            objectName: "deletePreset"
            visible: root.options.presetId !== 0
            text: qsTr("Delete")
            onClicked: root.options.removePreset(root.options.presetId)
        }
        TextButton {
            objectName: "resetOptions"
            visible: root.options.own
            text: qsTr("Back to standard")
            onClicked: root.options.reset()
        }
    }
    Row {
        visible: root.task.length > 0
        spacing: Theme.space2

        LineField {
            id: nameField

            objectName: "presetName"
            name: qsTr("Name of the preset")
            placeholderText: qsTr("Name")
            onAccepted: root.finish()
            Keys.onEscapePressed: root.task = ""
        }
        TextButton {
            text: qsTr("Save")
            enabled: nameField.text.trim().length > 0
            primary: true
            onClicked: root.finish()
        }
        TextButton {
            text: qsTr("Cancel")
            onClicked: root.task = ""
        }
    }
}
