// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import Maru.Ui.Components

/// Where something comes from, in words, and a field to change that.
Flow {
    id: root

    required property string sentence
    required property string address
    required property string changeText // of the button
    property bool editing: false

    signal kept(string address)

    function keep() {
        root.kept(field.text.trim());
        root.editing = false;
    }

    spacing: Theme.space2
    onEditingChanged: if (editing) {
        field.text = root.address;
        field.forceActiveFocus();
    }

    Label {
        objectName: "addressSentence"
        height: Theme.controlHeight
        width: Math.min(implicitWidth, root.width)
        text: root.sentence
        color: Theme.muted
        font.pixelSize: Theme.small + 1
        verticalAlignment: Text.AlignVCenter
    }
    TextButton {
        objectName: "changeAddressButton"
        visible: !root.editing
        text: root.changeText
        onClicked: root.editing = true
    }
    LineField {
        id: field

        objectName: "addressField"
        visible: root.editing
        width: Math.min(root.width, Math.round(Theme.unit * 70))
        name: root.changeText
        placeholderText: "https://"
        inputMethodHints: Qt.ImhUrlCharactersOnly
        onAccepted: root.keep()
    }
    TextButton {
        objectName: "keepAddressButton"
        visible: root.editing
        text: qsTr("Keep")
        onClicked: root.keep()
    }
    TextButton {
        visible: root.editing
        text: qsTr("Cancel")
        onClicked: root.editing = false
    }
}
