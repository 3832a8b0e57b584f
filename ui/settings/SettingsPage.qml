// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls.Basic as Basic
import Maru.App
import Maru.Ui.Components

/// What can be chosen, by section: their names at the left, or on top where there is little room; the chosen one beside.
FocusScope {
    id: root

    required property Settings settings
    required property Language language
    required property ColourScheme colourScheme
    required property ChatController chat
    required property DeviceModel devices
    required property LibraryController library
    required property HistoryController history
    required property RequestListModel requests
    required property HubController hub
    required property bool showMenuButton
    property int section: 0
    readonly property bool wide: width >= Theme.columnWidth + Theme.sidebarWidth * 0.6

    signal menuRequested()
    signal closeRequested()
    signal pageRequested(string page)
    signal exportRequested()
    signal importRequested()

    Rectangle {
        anchors.fill: parent
        color: Theme.window
    }
    PageHeader {
        id: header

        width: parent.width
        title: qsTr("Settings")
        showMenuButton: root.showMenuButton
        onMenuRequested: root.menuRequested()
        onCloseRequested: root.closeRequested()
    }
    SectionList {
        id: sections

        focus: true
        anchors.top: header.bottom
        anchors.topMargin: Theme.space3
        x: root.wide ? Math.max(Theme.space5, Math.round((root.width - Theme.columnWidth - width) / 2) - Theme.space4)
                     : Theme.space5
        width: root.wide ? Math.round(Theme.sidebarWidth * 0.6) : root.width - 2 * x
        vertical: root.wide
        names: [qsTr("General"), qsTr("Models"), qsTr("Replies"), qsTr("Privacy"), qsTr("Data"), qsTr("About")]
        current: root.section
        onChosen: index => root.section = index
    }
    Flickable {
        id: view

        objectName: "settingsView"
        anchors.top: root.wide ? header.bottom : sections.bottom
        anchors.bottom: parent.bottom
        x: root.wide ? sections.x + sections.width + Theme.space5 : Theme.space5
        width: Math.min(Theme.columnWidth, root.width - x - Theme.space5)
        contentHeight: content.height
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        Basic.ScrollBar.vertical: Basic.ScrollBar {}

        Loader {
            id: content

            objectName: "settingsSection"
            width: parent.width
            sourceComponent: [general, models, replies, privacy, data, about][root.section]
            onLoaded: view.contentY = 0
        }
    }

    Component {
        id: general

        GeneralSection {
            settings: root.settings
            language: root.language
            colourScheme: root.colourScheme
        }
    }
    Component {
        id: models

        ModelsSection {
            settings: root.settings
            chat: root.chat
            devices: root.devices
            onLibraryRequested: root.pageRequested("library")
        }
    }
    Component {
        id: replies

        RepliesSection {
            settings: root.settings
        }
    }
    Component {
        id: privacy

        PrivacySection {
            settings: root.settings
            requests: root.requests
            hub: root.hub
        }
    }
    Component {
        id: data

        DataSection {
            library: root.library
            history: root.history
            onExportRequested: root.exportRequested()
            onImportRequested: root.importRequested()
        }
    }
    Component {
        id: about

        AboutSection {}
    }
}
