// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import Maru.Ui.Components

/// How a reply was made: what its time went into, and every number that is known of it.
Popup {
    id: root

    property string why
    property var lines: []

    signal exactRequested()

    function show(details: var) {
        root.why = details.why;
        root.lines = details.lines;
        root.open();
    }

    anchors.centerIn: parent
    width: Math.min(Math.round(Theme.columnWidth * 0.75), parent ? parent.width - Theme.space8 : Theme.columnWidth)
    padding: Theme.space5
    modal: true
    focus: true

    background: Rectangle {
        color: Theme.surface
        radius: Theme.cardRadius
        border.width: Theme.hairline
        border.color: Theme.line
    }
    contentItem: Column {
        spacing: Theme.space2

        Item {
            width: parent.width
            height: close.height

            Label {
                anchors.verticalCenter: parent.verticalCenter
                width: parent.width - close.width
                text: qsTr("How this reply was made")
                font.weight: Font.DemiBold
            }
            IconButton {
                id: close

                anchors.right: parent.right
                text: qsTr("Close")
                icon16: Icons.close
                onClicked: root.close()
            }
        }
        Label {
            objectName: "whySlow"
            visible: text.length > 0
            width: parent.width
            bottomPadding: Theme.space2
            text: root.why
            wrapMode: Text.Wrap
            elide: Text.ElideNone
            lineHeight: Theme.lineHeight
        }
        Repeater {
            model: root.lines
            delegate: Row {
                id: line

                required property var modelData

                width: parent ? parent.width : 0
                spacing: Theme.space3

                Label {
                    width: Math.round(line.width * 0.28)
                    text: line.modelData.name
                    color: Theme.muted
                    font.pixelSize: Theme.small + 1
                }
                Label {
                    width: line.width - Math.round(line.width * 0.28) - line.spacing
                    text: line.modelData.value
                    wrapMode: Text.Wrap
                    elide: Text.ElideNone
                    font.pixelSize: Theme.small + 1
                }
            }
        }
        TextButton {
            objectName: "exactButton"
            text: qsTr("Write exactly this again")
            onClicked: {
                root.close();
                root.exactRequested();
            }
        }
    }
}
