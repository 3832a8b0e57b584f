// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls.Basic
import Maru.Ui.Components

/// The text of an attached file, to read; one that is not sent yet can be put into the message instead.
Popup {
    id: root

    property string name
    property string text
    property int draftRow: -1 // of the chips of the prompt field; -1: it was sent

    signal insertRequested(int draftRow)

    function show(name: string, text: string, draftRow: int) {
        root.name = name;
        root.text = text;
        root.draftRow = draftRow;
        root.open();
    }

    anchors.centerIn: parent
    width: Math.min(Theme.columnWidth, parent ? parent.width - Theme.space8 : Theme.columnWidth)
    height: parent ? Math.round(parent.height * 0.8) : Theme.columnWidth
    padding: Theme.space4
    modal: true
    focus: true

    background: Rectangle {
        color: Theme.surface
        radius: Theme.cardRadius
        border.width: Theme.hairline
        border.color: Theme.line
    }
    contentItem: Item {
        Label {
            id: heading

            anchors.verticalCenter: close.verticalCenter
            width: parent.width - insert.width - close.width - 2 * Theme.space2
            text: root.name
            font.weight: Font.DemiBold
            elide: Text.ElideMiddle
        }
        TextButton {
            id: insert

            objectName: "insertAttachment"
            visible: root.draftRow >= 0
            anchors.right: close.left
            anchors.rightMargin: Theme.space2
            text: qsTr("Put into the message")
            onClicked: {
                root.insertRequested(root.draftRow);
                root.close();
            }
        }
        IconButton {
            id: close

            anchors.right: parent.right
            text: qsTr("Close")
            icon16: Icons.close
            onClicked: root.close()
        }
        PageField {
            anchors.top: close.bottom
            anchors.topMargin: Theme.space3
            anchors.bottom: parent.bottom
            width: parent.width
            name: root.name
            readOnly: true
            code: true
            text: root.text
        }
    }
}
