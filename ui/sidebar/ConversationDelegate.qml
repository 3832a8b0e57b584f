// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import Maru.Ui.Components

/// One conversation of the sidebar: opens on click; rename and delete in its menu, by F2 and Delete.
ItemDelegate {
    id: root

    required property double conversationId
    required property string title
    required property bool current
    required property bool replying
    property bool renaming: false

    signal openRequested()
    signal renameRequested(string title)
    signal removeRequested()

    function startRenaming() {
        root.renaming = true;
        editor.text = root.title;
        editor.forceActiveFocus();
        editor.selectAll();
    }

    implicitHeight: Math.round(Theme.controlHeight * 1.12)
    padding: 0
    hoverEnabled: true
    Accessible.name: title
    onClicked: root.openRequested()
    Keys.onPressed: event => {
        if (event.key === Qt.Key_F2)
            root.startRenaming();
        else if (event.key === Qt.Key_Delete)
            root.removeRequested();
    }

    background: Rectangle {
        radius: Theme.controlRadius
        color: root.current ? Theme.bubble : root.hovered ? Theme.hover : "transparent"
        border.width: root.visualFocus ? 2 : 0
        border.color: Theme.accent
    }
    contentItem: Item {
        Label {
            visible: !root.renaming
            x: Theme.space2
            width: parent.width - x - (more.visible || root.replying ? more.width : Theme.space2)
            height: parent.height
            text: root.title
            font.pixelSize: Theme.small + 3
        }
        Rectangle {
            visible: root.replying && !more.visible
            anchors.right: parent.right
            anchors.rightMargin: Theme.space3
            anchors.verticalCenter: parent.verticalCenter
            width: Theme.space2
            height: width
            radius: width / 2
            color: Theme.accent
        }
        TextField {
            id: editor

            objectName: "renameField"
            visible: root.renaming
            anchors.fill: parent
            color: Theme.text
            selectionColor: Theme.accent
            selectedTextColor: Theme.accentText
            font.pixelSize: Theme.small + 3
            leftPadding: Theme.space2
            maximumLength: 200
            Accessible.name: qsTr("Title")
            background: Rectangle {
                radius: Theme.controlRadius
                color: Theme.surface
                border.color: Theme.accent
            }
            onAccepted: {
                root.renameRequested(text);
                root.renaming = false;
            }
            onActiveFocusChanged: if (!activeFocus) root.renaming = false
            Keys.onEscapePressed: root.renaming = false
        }
        IconButton {
            id: more

            objectName: "conversationMenuButton"
            visible: !root.renaming && (root.hovered || root.current || menu.visible)
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            text: qsTr("More")
            icon16: Icons.more
            onClicked: menu.popup()
        }
    }
    MenuList {
        id: menu

        MenuEntry {
            objectName: "renameEntry"
            text: qsTr("Rename")
            onTriggered: root.startRenaming()
        }
        MenuEntry {
            objectName: "deleteEntry"
            text: qsTr("Delete")
            onTriggered: root.removeRequested()
        }
    }
}
