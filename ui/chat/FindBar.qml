// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls.Basic as Basic
import Maru.App
import Maru.Ui.Components

/// Finds a text in the open conversation: Enter leads to the next hit, Shift+Enter to the one before, Escape closes.
Rectangle {
    id: root

    required property MessageModel messages

    signal hitFound(int row, bool thinking, int block, real share)
    signal closed()

    function open() {
        root.visible = true;
        field.forceActiveFocus();
        field.selectAll();
    }

    function close() {
        root.visible = false;
        root.closed();
    }

    visible: false
    implicitWidth: Math.round(Theme.unit * 95)
    implicitHeight: Math.round(Theme.controlHeight * 1.4)
    radius: Theme.cardRadius
    color: Theme.surface
    border.width: field.activeFocus ? Theme.focusLine : Theme.hairline
    border.color: field.activeFocus ? Theme.accent : Theme.line
    Keys.onEscapePressed: root.close()

    FindController {
        id: finder

        messages: root.messages
        query: root.visible ? field.text : ""
        onHitChanged: if (row >= 0) root.hitFound(row, thinking, block, share)
    }
    Basic.TextField {
        id: field

        objectName: "findField"
        anchors.left: parent.left
        anchors.right: buttons.left
        anchors.verticalCenter: parent.verticalCenter
        leftPadding: Theme.space3
        color: Theme.text
        placeholderText: qsTr("Find in this conversation")
        placeholderTextColor: Theme.muted
        selectionColor: Theme.accent
        selectedTextColor: Theme.accentText
        font.pixelSize: Theme.small + 2
        background: null
        Accessible.name: placeholderText
        Accessible.description: finder.text
        Keys.onReturnPressed: event => event.modifiers & Qt.ShiftModifier ? finder.previous() : finder.next()
        Keys.onEnterPressed: event => event.modifiers & Qt.ShiftModifier ? finder.previous() : finder.next()
        Keys.onDownPressed: finder.next()
        Keys.onUpPressed: finder.previous()
    }
    Row {
        id: buttons

        anchors.right: parent.right
        anchors.rightMargin: Theme.space1
        anchors.verticalCenter: parent.verticalCenter

        Label {
            objectName: "findCount"
            anchors.verticalCenter: parent.verticalCenter
            rightPadding: Theme.space2
            text: finder.text
            color: Theme.muted
            font.pixelSize: Theme.small
        }
        IconButton {
            objectName: "findPrevious"
            enabled: finder.count > 0
            text: qsTr("Previous hit")
            icon16: Icons.up
            onClicked: finder.previous()
        }
        IconButton {
            objectName: "findNext"
            enabled: finder.count > 0
            text: qsTr("Next hit")
            icon16: Icons.down
            onClicked: finder.next()
        }
        IconButton {
            objectName: "findClose"
            text: qsTr("Close")
            icon16: Icons.close
            onClicked: root.close()
        }
    }
}
