// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick

/// One line of news with at most one action: "Deleted 'Trip to Jeju'  [Undo]".
Rectangle {
    id: root

    required property string text
    property string actionText
    property bool closable: true

    signal actionRequested()
    signal closeRequested()

    implicitWidth: row.implicitWidth + 2 * Theme.space4
    implicitHeight: Math.max(Theme.controlHeight, label.implicitHeight) + Theme.space3
    radius: Theme.cardRadius
    color: Theme.surface
    border.width: Theme.hairline
    border.color: Theme.line
    Accessible.role: Accessible.AlertMessage
    Accessible.name: text

    Row {
        id: row

        anchors.verticalCenter: parent.verticalCenter
        x: Theme.space4
        spacing: Theme.space3

        Label {
            id: label

            anchors.verticalCenter: parent.verticalCenter
            width: Math.min(implicitWidth, root.width > 0 ? root.width - buttons.width - 3 * Theme.space4 : implicitWidth)
            text: root.text
            font.pixelSize: Theme.small + 2
            wrapMode: Text.Wrap
        }
        Row {
            id: buttons

            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.space1

            TextButton {
                objectName: "bannerAction"
                visible: root.actionText.length > 0
                text: root.actionText
                onClicked: root.actionRequested()
            }
            IconButton {
                visible: root.closable
                text: qsTr("Close")
                icon16: Icons.close
                onClicked: root.closeRequested()
            }
        }
    }
}
