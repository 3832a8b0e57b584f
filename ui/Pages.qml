// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import Maru.App
import Maru.Ui.Chat
import Maru.Ui.Components
import Maru.Ui.Settings

/// What lies beside the sidebar: the chat, and the pages that come in its place. Each is made when it is first shown.
Item {
    id: root

    required property ChatController chat
    required property LibraryController library
    required property DeviceModel devices
    required property Settings settings
    required property ActionRegistry actions
    required property Language language
    required property ColourScheme colourScheme
    required property bool showMenuButton
    property string current: "chat"

    signal menuRequested()

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
            showMenuButton: root.showMenuButton
            onMenuRequested: root.menuRequested()
            onCloseRequested: root.current = "chat"
            onPageRequested: page => root.current = page
        }
    }
}
