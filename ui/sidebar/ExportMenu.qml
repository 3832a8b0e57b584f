// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import Maru.App
import Maru.Ui.Components

/// As what conversations are written to a file.
MenuList {
    id: root

    signal formatChosen(int format)

    objectName: "exportMenu"
    title: qsTr("Export")

    MenuEntry {
        objectName: "exportMarkdown"
        text: qsTr("Markdown")
        detail: qsTr("What was said, as text")
        onTriggered: root.formatChosen(HistoryController.Markdown)
    }
    MenuEntry {
        objectName: "exportJson"
        text: qsTr("JSON")
        detail: qsTr("Everything, with all branches, to import again")
        onTriggered: root.formatChosen(HistoryController.Json)
    }
    MenuEntry {
        objectName: "exportHtml"
        text: qsTr("Web page")
        onTriggered: root.formatChosen(HistoryController.Html)
    }
    MenuEntry {
        objectName: "exportPdf"
        text: qsTr("PDF")
        detail: qsTr("To print")
        onTriggered: root.formatChosen(HistoryController.Pdf)
    }
}
