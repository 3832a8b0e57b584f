// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls.Basic as Basic
import Maru.Ui.Components

/// Where a link leads, before it is opened: nothing is opened but by the button here.
Basic.Popup {
    id: root

    property string address

    signal openRequested(string address)

    function show(target: string) {
        address = target;
        open();
        openButton.forceActiveFocus(Qt.TabFocusReason);
    }

    modal: true
    dim: false
    focus: true
    padding: Theme.space4
    width: Math.min(Theme.columnWidth * 0.75, parent.width - 2 * Theme.space4)
    x: Math.round((parent.width - width) / 2)
    y: Math.round((parent.height - height) / 2)

    background: Rectangle {
        radius: Theme.cardRadius
        color: Theme.surface
        border.width: Theme.hairline
        border.color: Theme.line
    }
    contentItem: Column {
        spacing: Theme.space3

        Label {
            width: parent.width
            text: qsTr("This link leads to")
            color: Theme.muted
            font.pixelSize: Theme.small + 1
        }
        TextEdit {
            id: shown

            objectName: "linkAddress"
            width: parent.width
            readOnly: true
            selectByMouse: true
            textFormat: TextEdit.PlainText
            text: root.address
            wrapMode: TextEdit.WrapAnywhere
            color: Theme.text
            selectionColor: Theme.accent
            selectedTextColor: Theme.accentText
            font.pixelSize: Theme.body
        }
        Row {
            anchors.right: parent.right
            spacing: Theme.space2

            TextButton {
                objectName: "copyLink"
                text: qsTr("Copy address")
                onClicked: { shown.selectAll(); shown.copy(); root.close(); }
            }
            TextButton {
                id: openButton

                objectName: "openLink"
                primary: true
                text: qsTr("Open in the browser")
                Keys.onReturnPressed: openButton.clicked()
                onClicked: { root.openRequested(root.address); root.close(); }
            }
        }
    }
}
