// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls.Basic as Basic
import QtQuick.Templates as T

/// Asks before something that cannot be undone. The focus is on the way out.
Basic.Popup {
    id: root

    property string title
    property string text
    property string actionText

    signal confirmed()

    parent: T.Overlay.overlay
    anchors.centerIn: parent
    width: parent ? Math.min(Math.round(Theme.unit * 100), parent.width - 2 * Theme.space4) : implicitWidth
    padding: Theme.space5
    modal: true
    focus: true
    onOpened: cancel.forceActiveFocus(Qt.TabFocusReason)

    T.Overlay.modal: Rectangle {
        color: Theme.veil
    }
    background: Rectangle {
        radius: Theme.cardRadius
        color: Theme.surface
        border.width: Theme.hairline
        border.color: Theme.line
    }
    contentItem: Column {
        spacing: Theme.space4
        Accessible.role: Accessible.AlertMessage
        Accessible.name: root.title + " " + root.text

        Label {
            width: root.availableWidth
            text: root.title
            font.weight: Font.DemiBold
            wrapMode: Text.Wrap
        }
        Label {
            width: root.availableWidth
            text: root.text
            color: Theme.muted
            font.pixelSize: Theme.small + 2
            wrapMode: Text.Wrap
        }
        Row {
            anchors.right: parent.right
            spacing: Theme.space2

            TextButton {
                id: cancel

                objectName: "cancelButton"
                text: qsTr("Cancel")
                onClicked: root.close()
            }
            TextButton {
                objectName: "confirmButton"
                primary: true
                text: root.actionText
                onClicked: {
                    root.close();
                    root.confirmed();
                }
            }
        }
    }
}
