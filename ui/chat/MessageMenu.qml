// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import Maru.Ui.Components

/// Everything that can be done with one message. Reports what was picked, with the row it was opened for.
MenuList {
    id: root

    property int row: -1
    property bool fromUser: false
    property bool pinned: false
    property bool mayRegenerate: false
    property bool mayContinue: false

    signal copyRequested(int row, bool plain)
    signal editRequested(int row)
    signal pinRequested(int row)
    signal regenerateRequested(int row, bool exactly)
    signal continueRequested(int row)
    signal detailsRequested(int row)

    preferredWidth: Theme.sidebarWidth

    MenuEntry {
        objectName: "menuCopyMarkdown"
        text: root.fromUser ? qsTr("Copy") : qsTr("Copy as Markdown")
        onTriggered: root.copyRequested(root.row, false)
    }
    MenuEntry {
        objectName: "menuCopyPlain"
        visible: !root.fromUser
        text: qsTr("Copy as plain text")
        onTriggered: root.copyRequested(root.row, true)
    }
    MenuEntry {
        objectName: "menuEdit"
        text: qsTr("Edit")
        detail: root.fromUser ? qsTr("Asks again in a new version") : qsTr("Your words in a new version")
        onTriggered: root.editRequested(root.row)
    }
    MenuEntry {
        objectName: "menuPin"
        text: root.pinned ? qsTr("Unpin") : qsTr("Pin")
        detail: root.pinned ? "" : qsTr("The model always sees it")
        onTriggered: root.pinRequested(root.row)
    }
    MenuEntry {
        objectName: "menuContinue"
        visible: root.mayContinue
        text: qsTr("Continue")
        detail: qsTr("From where it ended")
        onTriggered: root.continueRequested(root.row)
    }
    MenuEntry {
        objectName: "menuRegenerate"
        visible: root.mayRegenerate
        text: qsTr("Regenerate")
        onTriggered: root.regenerateRequested(root.row, false)
    }
    MenuEntry {
        objectName: "menuExact"
        visible: root.mayRegenerate
        text: qsTr("Regenerate exactly")
        detail: qsTr("The same model, settings and seed")
        onTriggered: root.regenerateRequested(root.row, true)
    }
    MenuEntry {
        objectName: "menuDetails"
        visible: root.mayRegenerate
        text: qsTr("Why was this slow?")
        onTriggered: root.detailsRequested(root.row)
    }
}
