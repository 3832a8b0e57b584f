// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import Maru.Ui.Components

/// The lower end of the sidebar: the pages beside the conversations, each with a word about its state.
Column {
    id: root

    property string page
    property string modelsText // what happens there now: "62 %  14 MB/s"
    property string settingsText

    signal pageRequested(string page)

    topPadding: Theme.space2
    bottomPadding: Theme.space2

    Rectangle {
        width: root.width
        height: Theme.hairline
        color: Theme.line
    }
    Item {
        width: root.width
        height: Theme.space1
    }
    SidebarEntry {
        objectName: "libraryEntry"
        width: root.width
        text: qsTr("Models")
        detail: root.modelsText
        selected: root.page === "library"
        onClicked: root.pageRequested("library")
    }
    SidebarEntry {
        objectName: "settingsEntry"
        width: root.width
        text: qsTr("Settings")
        detail: root.settingsText
        selected: root.page === "settings"
        onClicked: root.pageRequested("settings")
    }
}
