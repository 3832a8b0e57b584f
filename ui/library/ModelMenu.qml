// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import Maru.Ui.Components

/// What can be done with a model of the shelf.
MenuList {
    id: root

    property string path
    property string name
    property bool readOnly: false // another application's
    property bool fake: false // no file at all
    property bool referenced: false

    signal inspectRequested()
    signal shrinkRequested()
    signal notesRequested()
    signal verifyRequested()
    signal moveRequested()
    signal forgetRequested()
    signal trashRequested()

    MenuEntry {
        objectName: "inspectEntry"
        text: qsTr("Look inside")
        enabled: !root.fake
        onTriggered: root.inspectRequested()
    }
    MenuEntry {
        objectName: "shrinkEntry"
        text: qsTr("Make a smaller one ...")
        onTriggered: root.shrinkRequested()
    }
    MenuEntry {
        objectName: "notesEntry"
        text: qsTr("Name and notes ...")
        enabled: !root.fake
        onTriggered: root.notesRequested()
    }
    MenuEntry {
        objectName: "verifyEntry"
        text: qsTr("Check the whole file")
        detail: qsTr("Reads all of it, and tells the same files apart from similar ones")
        enabled: !root.fake
        onTriggered: root.verifyRequested()
    }
    MenuEntry {
        objectName: "moveEntry"
        text: qsTr("Move to another folder ...")
        enabled: !root.fake && !root.readOnly
        onTriggered: root.moveRequested()
    }
    MenuEntry {
        objectName: "forgetEntry"
        visible: root.referenced
        text: qsTr("Take off the shelf")
        detail: qsTr("The file stays where it is")
        onTriggered: root.forgetRequested()
    }
    MenuEntry {
        objectName: "trashEntry"
        text: qsTr("Move to the trash")
        detail: root.readOnly ? qsTr("It belongs to another application, which can delete it") : ""
        enabled: !root.fake && !root.readOnly
        onTriggered: root.trashRequested()
    }
}
