// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQml
import QtQuick
import QtQuick.Controls.Basic
import Maru.App
import Maru.Ui.Components
import Maru.Ui.Palette
import Maru.Ui.Sidebar

/// The window: conversations at the left, the open one at the right. A narrow window shows the conversations over the
/// page, on demand.
ApplicationWindow {
    id: root

    required property ChatController chat
    required property HistoryController history
    required property LibraryController library
    required property DeviceModel devices
    required property Settings settings
    required property ColourScheme colourScheme
    required property ActionRegistry actions
    required property Language language
    required property DownloadController downloads
    required property CatalogueController catalogue
    required property HubController hub
    required property RequestListModel requests
    required property FitService fit
    required property DevicesController deviceCheck
    required property InspectController inspector
    required property QuantizeController quantizer

    readonly property bool narrow: width < Theme.collapseWidth
    property bool overlayOpen: false
    property CommandPalette palettePopup: null
    property ShortcutSheet sheetPopup: null
    property ConfirmBox erasePopup: null
    readonly property bool sidebarShown: narrow ? overlayOpen : settings.sidebarOpen

    /// "chat", "library", "settings" or "search".
    function showPage(name: string) {
        pages.current = name;
        root.overlayOpen = false;
    }

    function comeBack() {
        if (root.visibility === Window.Minimized)
            root.showNormal();
        else
            root.show();
        root.raise();
        root.requestActivate();
    }

    function openPalette() {
        root.palettePopup = root.palettePopup ?? paletteComponent.createObject(root.contentItem);
        root.palettePopup.open();
    }

    function openSheet() {
        root.sheetPopup = root.sheetPopup ?? sheetComponent.createObject(root.contentItem);
        root.sheetPopup.open();
    }

    function askEraseEverything(count: int) {
        root.erasePopup = root.erasePopup ?? eraseComponent.createObject(root.contentItem);
        root.erasePopup.title = qsTr("Delete %n conversation(s) for good?", "", count);
        root.erasePopup.open();
    }

    function toggleSidebar() {
        if (root.narrow)
            root.overlayOpen = !root.overlayOpen;
        else
            root.settings.sidebarOpen = !root.settings.sidebarOpen;
    }

    width: Math.min(Screen.desktopAvailableWidth, Math.round(Theme.unit * 320))
    height: Math.min(Screen.desktopAvailableHeight, Math.round(Theme.unit * 200))
    minimumWidth: Math.round(Theme.unit * 90)
    minimumHeight: Math.round(Theme.unit * 75)
    title: chat.title.length > 0 ? qsTr("%1 - Maru").arg(chat.title) : qsTr("Maru")
    color: Theme.window
    palette.window: Theme.window
    palette.windowText: Theme.text
    palette.base: Theme.surface
    palette.text: Theme.text
    palette.button: Theme.panel
    palette.buttonText: Theme.text
    palette.highlight: Theme.accent
    palette.highlightedText: Theme.accentText
    palette.mid: Theme.line
    palette.dark: Theme.muted
    palette.light: Theme.surface
    palette.placeholderText: Theme.muted
    palette.toolTipBase: Theme.surface
    palette.toolTipText: Theme.text
    onNarrowChanged: overlayOpen = false
    onClosing: close => {
        if (tray.object && tray.object.available) {
            close.accepted = false;
            root.hide();
        }
    }
    Component.onCompleted: pages.focusField()

    Binding {
        target: Theme
        property: "dark"
        value: root.colourScheme.dark
    }
    Binding {
        target: Theme
        property: "reducedMotion"
        value: root.colourScheme.reducedMotion
    }
    Binding {
        target: Theme
        property: "highContrast"
        value: root.colourScheme.highContrast
    }
    Binding {
        target: Theme
        property: "zoom"
        value: root.settings.zoom
    }

    Pages {
        id: pages

        anchors.fill: parent
        anchors.leftMargin: !root.narrow && root.sidebarShown ? sidebar.width : 0
        chat: root.chat
        history: root.history
        requests: root.requests
        library: root.library
        devices: root.devices
        settings: root.settings
        actions: root.actions
        language: root.language
        colourScheme: root.colourScheme
        downloads: root.downloads
        catalogue: root.catalogue
        hub: root.hub
        fit: root.fit
        deviceCheck: root.deviceCheck
        inspector: root.inspector
        quantizer: root.quantizer
        showMenuButton: !root.sidebarShown
        onMenuRequested: root.toggleSidebar()
        onExportRequested: sidebar.exportOf(0, HistoryController.Json)
        onImportRequested: sidebar.importFile()
    }
    Rectangle {
        visible: root.narrow && root.overlayOpen
        anchors.fill: parent
        color: Theme.veil

        TapHandler { onTapped: root.overlayOpen = false }
    }
    Sidebar {
        id: sidebar

        objectName: "sidebar"
        width: Math.min(Theme.sidebarWidth, parent.width - Theme.space8)
        height: parent.height
        x: root.sidebarShown ? 0 : -width
        visible: x > -width
        chat: root.chat
        history: root.history
        settings: root.settings
        page: pages.current
        modelsText: root.downloads.briefText
        onPicked: {
            root.showPage("chat");
            pages.focusField();
        }
        onPageRequested: page => root.showPage(page)

        Behavior on x { NumberAnimation { duration: Theme.motion; easing.type: Easing.OutCubic } }
    }

    Component {
        id: paletteComponent

        CommandPalette {
            actions: root.actions
            conversations: root.chat.conversations
            models: root.library.models
            onModelChosen: path => root.chat.chooseModel(path)
            onConversationChosen: conversationId => {
                root.chat.open(conversationId);
                root.showPage("chat");
            }
        }
    }
    Component {
        id: sheetComponent

        ShortcutSheet {
            actions: root.actions
        }
    }
    Component {
        id: eraseComponent

        ConfirmBox {
            objectName: "eraseBox"
            text: qsTr("That is every conversation, with the archive and the trash. It cannot be undone.")
            actionText: qsTr("Delete all")
            onConfirmed: root.history.eraseEverything()
        }
    }
    Connections {
        target: root.history

        function onEraseEverythingAsked(count) {
            root.askEraseEverything(count);
        }
    }
    Instantiator {
        id: tray

        active: root.settings.tray
        delegate: Tray {
            downloadText: root.downloads.summaryText
            onShowRequested: root.comeBack()
            onModelsRequested: {
                root.showPage("library");
                root.comeBack();
            }
            onQuitRequested: Qt.quit()
            onNewChatRequested: {
                root.chat.newConversation();
                root.showPage("chat");
                root.comeBack();
            }
        }
    }
    ViewActions {
        registry: root.actions
        settings: root.settings
        dark: root.colourScheme.dark
    }
    HistoryActions {
        registry: root.actions
        chat: root.chat
        history: root.history
        sidebar: sidebar
        onSidebarNeeded: if (!root.sidebarShown) root.toggleSidebar()
    }
    WindowActions {
        registry: root.actions
        chat: root.chat
        page: pages.current
        onPageRequested: page => root.showPage(page)
        onSidebarRequested: root.toggleSidebar()
        onFindRequested: pages.openFind()
        onPaletteRequested: root.openPalette()
        onSheetRequested: root.openSheet()
        onPromptRequested: {
            root.showPage("chat");
            pages.focusField();
        }
    }
}
