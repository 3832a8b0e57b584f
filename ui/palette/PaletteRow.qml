// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls.Basic as Basic
import Maru.App
import Maru.Ui.Components

/// A line of the command palette: what it is, its name, and its key or a word about it.
Basic.AbstractButton {
    id: root

    required property int kind
    required property string title
    required property string detail
    required property string shortcut
    property bool selected: false

    readonly property string kindText: kind === PaletteModel.Conversation ? qsTr("Conversation")
                                     : kind === PaletteModel.Model ? qsTr("Model") : ""

    implicitHeight: Math.round(Theme.controlHeight * 1.1)
    hoverEnabled: true
    focusPolicy: Qt.NoFocus
    Accessible.role: Accessible.ListItem
    Accessible.name: [title, kindText, detail, shortcut].filter(part => part.length > 0).join(", ")
    Accessible.selected: selected

    background: Rectangle {
        radius: Theme.controlRadius
        color: root.selected ? Theme.bubble : root.hovered ? Theme.hover : "transparent"
    }
    contentItem: Item {
        Label {
            id: title

            x: Theme.space3
            width: Math.min(implicitWidth, parent.width * 0.65)
            height: parent.height
            text: root.title
        }
        Label {
            anchors.left: title.right
            anchors.leftMargin: Theme.space3
            anchors.right: key.visible ? key.left : parent.right
            anchors.rightMargin: Theme.space3
            height: parent.height
            text: [root.kindText, root.detail].filter(part => part.length > 0).join(" \u00b7 ")
            color: Theme.muted
            font.pixelSize: Theme.small
            horizontalAlignment: key.visible ? Text.AlignLeft : Text.AlignRight
        }
        KeyLabel {
            id: key

            visible: root.shortcut.length > 0
            anchors.right: parent.right
            anchors.rightMargin: Theme.space3
            anchors.verticalCenter: parent.verticalCenter
            keys: root.shortcut
        }
    }
}
