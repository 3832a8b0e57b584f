// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic as Basic
import Maru.Ui.Components

/// A line of the sidebar: a conversation, which opens on click, or a folder, which unfolds. F2 renames, Delete deletes,
/// Ctrl+click or Ctrl+Space selects, the menu key or the right button opens the menu.
Basic.ItemDelegate {
    id: root

    required property double conversationId // 0: a folder
    required property double folderId
    required property string title
    required property string section
    required property bool current
    required property bool replying
    required property bool pinned
    required property bool archived
    required property bool temporary
    required property bool expanded
    required property int count
    required property bool selected
    property bool renamable: true
    property bool renaming: false
    property bool marked: false // the keyboard is on it
    readonly property bool isFolder: conversationId === 0

    signal openRequested()
    signal renameRequested(string title)
    signal removeRequested()
    signal selectRequested()
    signal menuRequested()

    function startRenaming() {
        if (!root.renamable)
            return;
        root.renaming = true;
        editor.text = root.title;
        editor.forceActiveFocus();
        editor.selectAll();
    }

    implicitHeight: Math.round(Theme.controlHeight * 1.12)
    padding: 0
    hoverEnabled: true
    Accessible.name: !isFolder ? title : expanded ? qsTr("Folder %1, open").arg(title) : qsTr("Folder %1, closed").arg(title)
    Accessible.selected: selected || current
    onClicked: root.openRequested()
    Keys.onPressed: event => {
        event.accepted = true;
        if (event.key === Qt.Key_F2)
            root.startRenaming();
        else if (event.key === Qt.Key_Delete)
            root.removeRequested();
        else if (event.key === Qt.Key_Menu || (event.key === Qt.Key_F10 && event.modifiers & Qt.ShiftModifier))
            root.menuRequested();
        else if (event.key === Qt.Key_Return || event.key === Qt.Key_Enter)
            root.openRequested();
        else if (event.key === Qt.Key_Space && event.modifiers & Qt.ControlModifier)
            root.selectRequested();
        else
            event.accepted = false;
    }

    TapHandler {
        acceptedButtons: Qt.RightButton
        onTapped: root.menuRequested()
    }
    TapHandler {
        acceptedModifiers: Qt.ControlModifier
        gesturePolicy: TapHandler.WithinBounds
        onTapped: root.selectRequested()
    }

    background: Rectangle {
        radius: Theme.controlRadius
        color: root.selected || root.current ? Theme.bubble : root.hovered ? Theme.hover : "transparent"
        border.width: root.visualFocus || root.marked ? Theme.focusLine : root.selected ? Theme.hairline : 0
        border.color: Theme.accent
    }
    contentItem: Item {
        Icon {
            id: mark

            visible: root.isFolder || root.selected
            x: Theme.space1
            anchors.verticalCenter: parent.verticalCenter
            rotation: root.isFolder && root.expanded ? 90 : 0
            path: root.isFolder ? Icons.chevron : Icons.check
            color: root.selected ? Theme.accent : Theme.muted
        }
        Label {
            visible: !root.renaming
            x: mark.visible ? mark.x + mark.width + Theme.space1
                            : root.folderId !== 0 && !root.pinned && !root.archived ? Theme.space5 + Theme.space1 : Theme.space2
            width: parent.width - x - (more.visible || root.replying || root.isFolder ? more.width : Theme.space2)
            height: parent.height
            text: root.title
            font.pixelSize: Theme.small + 3
            font.weight: root.isFolder ? Font.DemiBold : Font.Normal
        }
        Label {
            visible: root.isFolder && !more.visible && !root.renaming
            anchors.right: parent.right
            anchors.rightMargin: Theme.space3
            height: parent.height
            text: root.count.toLocaleString(Qt.locale(), "f", 0)
            color: Theme.muted
            font.pixelSize: Theme.small
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
        LineField {
            id: editor

            objectName: "renameField"
            visible: root.renaming
            anchors.fill: parent
            font.pixelSize: Theme.small + 3
            leftPadding: Theme.space2
            maximumLength: 200
            name: root.isFolder ? qsTr("Name of the folder") : qsTr("Title")
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
            visible: !root.renaming && (root.hovered || root.current)
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            text: qsTr("More")
            icon16: Icons.more
            onClicked: root.menuRequested()
        }
    }
}
