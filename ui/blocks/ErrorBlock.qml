// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import Maru.Ui.Components

/// What went wrong with a message and what to do next, in its place in the conversation.
Rectangle {
    id: root

    required property string text
    property string actionText

    signal actionRequested()

    implicitHeight: column.implicitHeight + 2 * Theme.space3
    radius: Theme.cardRadius
    color: Theme.panel
    border.width: Theme.hairline
    border.color: Theme.line
    Accessible.role: Accessible.AlertMessage
    Accessible.name: text

    Rectangle {
        width: Math.round(Theme.unit * 0.75)
        height: parent.height - 2 * Theme.cardRadius
        anchors.verticalCenter: parent.verticalCenter
        color: Theme.accent
    }
    Column {
        id: column

        x: Theme.space4
        y: Theme.space3
        width: parent.width - 2 * Theme.space4
        spacing: Theme.space2

        Label {
            objectName: "errorText"
            width: parent.width
            text: root.text
            wrapMode: Text.Wrap
            elide: Text.ElideNone
            font.pixelSize: Theme.small + 2
            lineHeight: 1.3
        }
        TextButton {
            objectName: "errorAction"
            visible: root.actionText.length > 0
            text: root.actionText
            onClicked: root.actionRequested()
        }
    }
}
