// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import Maru.App
import Maru.Ui.Components

/// Where everything lies.
Column {
    id: root

    required property LibraryController library

    topPadding: Theme.space3
    bottomPadding: Theme.space8
    spacing: Theme.space5

    SettingRow {
        title: qsTr("Models")
        explanation: root.library.modelFolder

        TextButton {
            objectName: "openModelFolderButton"
            text: qsTr("Open the folder")
            onClicked: Qt.openUrlExternally("file://" + encodeURI(root.library.modelFolder))
        }
    }
}
