// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls.Basic as Basic
import QtQuick.Templates as T
import Maru.App
import Maru.Ui.Components

/// Finds every action, conversation and model by a few letters: Up and Down choose, Enter does it, Escape leaves.
Basic.Popup {
    id: root

    required property ActionRegistry actions
    required property ConversationModel conversations
    required property InstalledModelList models

    signal conversationChosen(double conversationId)
    signal modelChosen(string path)

    function activate(row: int) {
        root.close();
        palette.activate(row);
    }

    parent: T.Overlay.overlay
    x: Math.round((parent.width - width) / 2)
    y: Math.round(Math.min(parent.height * 0.12, Theme.headerHeight * 2))
    width: Math.min(Theme.columnWidth * 0.85, parent.width - 2 * Theme.space5)
    height: Math.min(field.height + list.contentHeight + Theme.space5, parent.height - y - Theme.space5)
    padding: 0
    modal: true
    focus: true
    onAboutToShow: {
        field.clear();
        palette.refresh();
        list.currentIndex = 0;
    }
    onOpened: field.forceActiveFocus()

    T.Overlay.modal: Rectangle {
        color: Theme.veil
    }
    background: Rectangle {
        color: Theme.surface
        radius: Theme.cardRadius
        border.width: Theme.hairline
        border.color: Theme.line
    }
    contentItem: Item {
        PaletteModel {
            id: palette

            actions: root.actions
            conversations: root.conversations
            models: root.models
            query: field.text
            onConversationChosen: conversationId => root.conversationChosen(conversationId)
            onModelChosen: path => root.modelChosen(path)
        }
        Basic.TextField {
            id: field

            objectName: "paletteField"
            x: Theme.space2
            width: parent.width - 2 * x
            height: Math.round(Theme.controlHeight * 1.4)
            color: Theme.text
            placeholderText: qsTr("Search actions, conversations and models")
            placeholderTextColor: Theme.muted
            selectionColor: Theme.accent
            selectedTextColor: Theme.accentText
            font.pixelSize: Theme.body
            background: null
            Accessible.name: placeholderText
            onTextEdited: list.currentIndex = 0
            onAccepted: root.activate(list.currentIndex)
            Keys.onDownPressed: list.incrementCurrentIndex()
            Keys.onUpPressed: list.decrementCurrentIndex()
        }
        Rectangle {
            anchors.top: field.bottom
            width: parent.width
            height: Theme.hairline
            color: Theme.line
        }
        ListView {
            id: list

            objectName: "paletteList"
            anchors.top: field.bottom
            anchors.topMargin: Theme.space1
            anchors.bottom: parent.bottom
            anchors.bottomMargin: Theme.space1
            x: Theme.space1
            width: parent.width - 2 * x
            clip: true
            boundsBehavior: Flickable.StopAtBounds
            keyNavigationWraps: true
            highlightMoveDuration: 0
            highlightFollowsCurrentItem: true
            model: palette
            Basic.ScrollBar.vertical: Basic.ScrollBar {}
            Accessible.role: Accessible.List
            Accessible.name: qsTr("Found")

            delegate: PaletteRow {
                required property int index

                width: list.width
                selected: ListView.isCurrentItem
                onClicked: root.activate(index)
            }
        }
        Label {
            visible: list.count === 0
            anchors.fill: list
            horizontalAlignment: Text.AlignHCenter
            text: qsTr("Nothing is called that.")
            color: Theme.muted
        }
    }
}
