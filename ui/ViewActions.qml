// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import Maru.App

/// Text size and theme as actions.
Item {
    id: root

    required property ActionRegistry registry
    required property Settings settings
    required property bool dark

    visible: false

    AppAction {
        registry: root.registry
        name: "view.larger"
        group: qsTr("View")
        text: qsTr("Larger text")
        shortcut: "Ctrl++"
        otherShortcut: "Ctrl+="
        onTriggered: root.settings.zoom += 0.1
    }
    AppAction {
        registry: root.registry
        name: "view.smaller"
        group: qsTr("View")
        text: qsTr("Smaller text")
        shortcut: "Ctrl+-"
        onTriggered: root.settings.zoom -= 0.1
    }
    AppAction {
        registry: root.registry
        name: "view.standard"
        group: qsTr("View")
        text: qsTr("Standard text size")
        shortcut: "Ctrl+0"
        onTriggered: root.settings.zoom = 1
    }
    AppAction {
        registry: root.registry
        name: "view.swap"
        group: qsTr("View")
        text: root.dark ? qsTr("Light theme") : qsTr("Dark theme")
        shortcut: "Ctrl+Shift+D"
        onTriggered: root.settings.theme = root.dark ? Settings.Light : Settings.Dark
    }
    AppAction {
        registry: root.registry
        name: "view.system"
        group: qsTr("View")
        text: qsTr("Theme of the desktop")
        onTriggered: root.settings.theme = Settings.System
    }
}
