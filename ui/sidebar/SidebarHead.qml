// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import Maru.App
import Maru.Ui.Components

/// The upper end of the sidebar: a new chat, the menu, and the search field.
Column {
    id: root

    required property HistoryController history
    readonly property bool searching: field.text.trim().length > 0

    signal newRequested()
    signal newTemporaryRequested()
    signal importRequested()
    signal exportRequested(int format)
    signal steps(int count)
    signal accepted()

    function focusSearch() {
        field.forceActiveFocus();
        field.selectAll();
    }

    function clearSearch() {
        field.clear();
    }

    Item {
        width: parent.width
        height: Theme.headerHeight

        Label {
            anchors.verticalCenter: parent.verticalCenter
            text: "\uB9C8\uB8E8" // the name in Korean
            color: Theme.accent
            font.pixelSize: Theme.title
            font.weight: Font.Bold
        }
        Row {
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.space1

            TextButton {
                objectName: "newChatButton"
                primary: true
                icon16: Icons.plus
                text: qsTr("New chat")
                onClicked: root.newRequested()
            }
            IconButton {
                objectName: "sidebarMenuButton"
                text: qsTr("More")
                icon16: Icons.more
                onClicked: menu.popup(this, width - menu.width, height)
            }
        }
    }
    LineField {
        id: field

        objectName: "searchField"
        width: parent.width
        placeholderText: qsTr("Search everything")
        rightPadding: clearButton.visible ? clearButton.width : Theme.space3
        onTextChanged: root.history.search.query = text
        Keys.onDownPressed: root.steps(1)
        Keys.onUpPressed: root.steps(-1)
        Keys.onPressed: event => {
            event.accepted = event.key === Qt.Key_PageDown || event.key === Qt.Key_PageUp;
            if (event.accepted)
                root.steps(event.key === Qt.Key_PageDown ? 5 : -5);
        }
        Keys.onEscapePressed: event => {
            event.accepted = field.text.length > 0;
            field.clear();
        }
        onAccepted: root.accepted()

        IconButton {
            id: clearButton

            objectName: "clearSearchButton"
            visible: field.text.length > 0
            anchors.right: parent.right
            height: parent.height
            text: qsTr("End the search")
            icon16: Icons.close
            onClicked: field.clear()
        }
    }
    MenuList {
        id: menu

        objectName: "sidebarMenu"

        MenuEntry {
            objectName: "archiveView"
            text: qsTr("Archive")
            onTriggered: root.history.view = SidebarModel.Archive
        }
        MenuEntry {
            objectName: "trashView"
            text: qsTr("Trash")
            onTriggered: root.history.view = SidebarModel.Trash
        }
        MenuEntry {
            objectName: "importEntry"
            text: qsTr("Import")
            detail: qsTr("From Maru, ChatGPT or Claude")
            onTriggered: root.importRequested()
        }
        ExportMenu {
            objectName: "exportAllMenu"
            title: qsTr("Export all")
            onFormatChosen: format => root.exportRequested(format)
        }
        MenuEntry {
            objectName: "newTemporaryEntry"
            text: qsTr("New temporary chat")
            detail: qsTr("Nothing of it is saved")
            onTriggered: root.newTemporaryRequested()
        }
    }
}
