// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import Maru.App
import Maru.Ui.Components

/// The access token for models that are given only to those who have agreed to their terms.
SettingRow {
    id: root

    required property HubController hub

    function keep() {
        root.hub.setToken(field.text);
        field.clear();
    }

    title: qsTr("Access token")
    explanation: [qsTr("For models whose terms you have accepted at %1. It is sent only there.").arg(root.hub.address), root.hub.tokenText]
                 .filter(part => part.length > 0).join(" ")

    Row {
        spacing: Theme.space2

        LineField {
            id: field

            objectName: "tokenField"
            visible: !root.hub.hasToken
            echoMode: TextInput.Password
            name: root.title
            onAccepted: if (text.length > 0) root.keep()
        }
        TextButton {
            objectName: "tokenFileButton"
            visible: root.hub.tokenForgotten
            text: qsTr("Keep it in a file")
            onClicked: root.hub.keepTokenInFile()
        }
        TextButton {
            objectName: "tokenButton"
            enabled: root.hub.hasToken || field.text.length > 0
            text: root.hub.hasToken ? qsTr("Forget it") : qsTr("Keep")
            onClicked: root.hub.hasToken ? root.hub.clearToken() : root.keep()
        }
    }
}
