// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import Maru.App
import Maru.Ui.Chat
import Maru.Ui.Components
import Maru.Ui.Library
import Maru.Ui.Settings

/// What lies beside the sidebar: the chat, and the pages that come in its place. Each is made when it is first shown.
Item {
    id: root

    required property ChatController chat
    required property HistoryController history
    required property RequestListModel requests
    required property LibraryController library
    required property DeviceModel devices
    required property Settings settings
    required property ActionRegistry actions
    required property Language language
    required property ColourScheme colourScheme
    required property DownloadController downloads
    required property CatalogueController catalogue
    required property HubController hub
    required property FitService fit
    required property DevicesController deviceCheck
    required property InspectController inspector
    required property QuantizeController quantizer
    required property bool showMenuButton
    property string current: "chat"

    signal menuRequested()
    signal exportRequested() // of everything
    signal importRequested()

    function openFind() {
        root.current = "chat";
        chatPage.openFind();
    }

    function focusField() {
        chatPage.focusField();
    }

    onCurrentChanged: if (current === "chat") chatPage.focusField()

    ChatPage {
        id: chatPage

        anchors.fill: parent
        visible: root.current === "chat"
        chat: root.chat
        library: root.library
        devices: root.devices
        settings: root.settings
        showMenuButton: root.showMenuButton
        onMenuRequested: root.menuRequested()
        onPageRequested: page => root.current = page
    }
    PageLoader {
        name: "library"
        current: root.current
        sourceComponent: LibraryPage {
            library: root.library
            downloads: root.downloads
            catalogue: root.catalogue
            hub: root.hub
            fit: root.fit
            deviceCheck: root.deviceCheck
            inspector: root.inspector
            quantizer: root.quantizer
            settings: root.settings
            showMenuButton: root.showMenuButton
            onMenuRequested: root.menuRequested()
            onCloseRequested: root.current = "chat"
            onChatRequested: path => {
                root.chat.chooseModel(path);
                root.current = "chat";
            }
            onDeviceChosen: selector => root.chat.chooseDevice(selector)
        }
    }
    PageLoader {
        name: "settings"
        current: root.current
        sourceComponent: SettingsPage {
            settings: root.settings
            language: root.language
            colourScheme: root.colourScheme
            chat: root.chat
            devices: root.devices
            library: root.library
            history: root.history
            requests: root.requests
            hub: root.hub
            showMenuButton: root.showMenuButton
            onMenuRequested: root.menuRequested()
            onCloseRequested: root.current = "chat"
            onPageRequested: page => root.current = page
            onExportRequested: root.exportRequested()
            onImportRequested: root.importRequested()
        }
    }
}
