// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import Qt.labs.platform as Platform

/// Maru's icon in the tray: a click brings the window back, its menu does that, begins a conversation, or ends Maru. Both say how
/// downloads are going.
Platform.SystemTrayIcon {
    id: root

    property string downloadText // what is being fetched, how fast, how long yet; "" if nothing

    signal showRequested()
    signal modelsRequested()
    signal newChatRequested()
    signal quitRequested()

    visible: true
    tooltip: downloadText.length > 0 ? qsTr("Maru") + "\n" + downloadText : qsTr("Maru")
    icon.source: "qrc:/icons/maru.svg"
    onActivated: reason => {
        if (reason !== Platform.SystemTrayIcon.Context)
            root.showRequested();
    }
    menu: Platform.Menu {
        Platform.MenuItem {
            text: qsTr("Show Maru")
            onTriggered: root.showRequested()
        }
        Platform.MenuItem {
            visible: root.downloadText.length > 0
            text: root.downloadText
            onTriggered: root.modelsRequested()
        }
        Platform.MenuItem {
            text: qsTr("New chat")
            onTriggered: root.newChatRequested()
        }
        Platform.MenuItem {
            text: qsTr("Quit")
            onTriggered: root.quitRequested()
        }
    }
}
