// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import Maru.App
import Maru.Ui.Components

/// Below the list: files being written or read, what came of it, and the way back from a deletion.
Column {
    id: root

    required property ChatController chat
    required property HistoryController history

    spacing: Theme.space2

    Column {
        visible: root.history.transferring
        width: parent.width
        spacing: Theme.space1

        Item {
            width: parent.width
            height: cancel.height

            Label {
                objectName: "transferText"
                anchors.left: parent.left
                anchors.right: cancel.left
                height: parent.height
                text: root.history.transferText
                font.pixelSize: Theme.small + 1
            }
            TextButton {
                id: cancel

                objectName: "cancelTransferButton"
                anchors.right: parent.right
                quiet: true
                text: qsTr("Cancel")
                onClicked: root.history.cancelTransfer()
            }
        }
        ProgressLine {
            width: parent.width
            value: root.history.transferProgress
        }
    }
    Banner {
        objectName: "noticeBanner"
        visible: root.history.noticeText.length > 0
        width: parent.width
        text: root.history.noticeText
        onCloseRequested: root.history.dismissNotice()
    }
    Banner {
        objectName: "undoBanner"
        visible: root.chat.undoText.length > 0
        width: parent.width
        closable: false
        text: root.chat.undoText
        actionText: qsTr("Undo")
        onActionRequested: root.chat.undoRemove()
    }
}
