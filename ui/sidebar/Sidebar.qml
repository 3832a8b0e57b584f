// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import Maru.App
import Maru.Ui.Components

/// The conversations: pinned, in folders, by day; a new one and the search on top, models and settings below.
Rectangle {
    id: root

    required property ChatController chat
    required property HistoryController history
    required property Settings settings
    property string modelsText // what happens to models now
    property string page // of the window, shown now

    signal picked() // something was opened: a sidebar that lies over the page closes
    signal pageRequested(string page)

    function focusSearch() {
        head.focusSearch();
    }

    function importFile() {
        dialogs.active = true;
        dialogs.item.importFile();
    }

    function exportOf(conversationId: double, format: int) {
        dialogs.active = true;
        dialogs.item.exportOf(conversationId, format);
    }

    function renameOf(conversationId: double) {
        head.clearSearch();
        list.renameOf(conversationId);
    }

    color: Theme.panel

    SidebarHead {
        id: head

        x: Theme.space3
        width: parent.width - 2 * Theme.space3
        history: root.history
        onNewRequested: {
            root.chat.newConversation();
            root.picked();
        }
        onNewTemporaryRequested: {
            root.chat.newTemporaryConversation();
            root.picked();
        }
        onImportRequested: root.importFile()
        onExportRequested: format => root.exportOf(0, format)
        onSteps: count => results.move(count)
        onAccepted: results.openCurrent()
    }
    ViewBar {
        id: view

        anchors.top: head.bottom
        x: Theme.space3
        width: parent.width - 2 * Theme.space3
        history: root.history
    }
    ConversationList {
        id: list

        visible: !head.searching
        anchors.top: view.bottom
        anchors.bottom: news.top
        anchors.bottomMargin: Theme.space2
        x: Theme.space3
        width: parent.width - 2 * Theme.space3
        chat: root.chat
        history: root.history
        onPicked: root.picked()
        onExportRequested: (conversationId, format) => root.exportOf(conversationId, format)
        onNewFolderRequested: conversationId => folderName.ask(conversationId)
    }
    Label {
        objectName: "emptyView"
        visible: list.visible && list.count === 0 && root.history.view !== SidebarModel.All
        anchors.top: view.bottom
        x: Theme.space5
        width: parent.width - 2 * Theme.space5
        topPadding: Theme.space3
        text: root.history.view === SidebarModel.Trash
            ? qsTr("Deleted conversations stay here for %n days.", "", root.settings.trashDays)
            : qsTr("Archived conversations are kept here, out of the way. Search finds them.")
        color: Theme.muted
        font.pixelSize: Theme.small + 1
        wrapMode: Text.Wrap
    }
    SearchResults {
        id: results

        visible: head.searching
        anchors.top: view.bottom
        anchors.topMargin: Theme.space2
        anchors.bottom: list.bottom
        x: Theme.space3
        width: list.width
        search: root.history.search
        onHitRequested: (conversationId, messageId) => {
            root.history.openHit(conversationId, messageId);
            root.picked();
        }
    }
    SidebarNews {
        id: news

        anchors.bottom: bottom.top
        anchors.bottomMargin: Theme.space2
        x: Theme.space3
        width: parent.width - 2 * Theme.space3
        chat: root.chat
        history: root.history
    }
    SidebarFoot {
        id: bottom

        anchors.bottom: parent.bottom
        x: Theme.space3
        width: parent.width - 2 * Theme.space3
        page: root.page
        modelsText: root.modelsText
        settingsText: root.settings.offline ? qsTr("Offline") : ""
        onPageRequested: page => root.pageRequested(page)
    }
    Rectangle {
        anchors.right: parent.right
        width: Theme.hairline
        height: parent.height
        color: Theme.line
    }
    FolderNameBox {
        id: folderName

        x: Theme.space3
        y: list.y
        width: list.width
        onNamed: name => root.history.moveToNewFolder(folderName.conversationId, name)
    }
    Loader {
        id: dialogs

        active: false
        sourceComponent: TransferDialogs {
            history: root.history
        }
    }
}
