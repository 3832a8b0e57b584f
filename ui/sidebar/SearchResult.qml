// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls.Basic as Basic
import Maru.Ui.Components

/// A place where something was found: the conversation, the words around it with the hit in bold, who said it and when.
Basic.ItemDelegate {
    id: root

    required property double conversationId
    required property double messageId
    required property string title // escaped by the model, the hit in <b>
    required property string snippet // the same
    required property string detail

    implicitHeight: column.implicitHeight + Theme.space3
    padding: 0
    hoverEnabled: true
    focusPolicy: Qt.NoFocus
    Accessible.name: (title + ". " + snippet).replace(/<[^>]*>/g, "")
    Accessible.description: detail

    background: Rectangle {
        radius: Theme.controlRadius
        color: root.highlighted ? Theme.bubble : root.hovered ? Theme.hover : "transparent"
    }
    contentItem: Item {
        Column {
            id: column

            x: Theme.space2
            width: parent.width - 2 * Theme.space2
            anchors.verticalCenter: parent.verticalCenter
            spacing: Math.round(Theme.space1 / 2)

            Label {
                width: parent.width
                text: root.title
                textFormat: Text.StyledText
                font.pixelSize: Theme.small + 2
                font.weight: Font.DemiBold
            }
            Label {
                visible: root.snippet.length > 0
                width: parent.width
                text: root.snippet
                textFormat: Text.StyledText
                font.pixelSize: Theme.small + 1
                wrapMode: Text.Wrap
                maximumLineCount: 3
            }
            Label {
                width: parent.width
                text: root.detail
                color: Theme.muted
                font.pixelSize: Theme.small
            }
        }
    }
}
