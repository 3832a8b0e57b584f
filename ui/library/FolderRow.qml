// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import Maru.Ui.Components

/// A folder with models: one of the shelf, or another application's that could be.
ModelRow {
    id: root

    required property string path
    required property string application
    required property string detail
    required property bool own
    required property bool used

    signal useRequested()
    signal removeRequested()

    title: application.length > 0 ? application : own ? qsTr("Maru's own folder") : path
    facts: detail
    sentence: application.length > 0 || own ? path : ""

    TextButton {
        objectName: "useFolderButton"
        visible: !root.used
        text: qsTr("Use these models")
        onClicked: root.useRequested()
    }
    TextButton {
        objectName: "removeFolderButton"
        visible: root.used && !root.own
        text: qsTr("Take off the shelf")
        onClicked: root.removeRequested()
    }
}
