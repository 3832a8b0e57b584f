// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls.Basic
import Maru.Ui.Components

/// A text file as a chip: its name and how long it is; opens on a click, goes with its cross.
AbstractButton {
    id: root

    required property string name
    required property string detail
    property bool removable: false

    signal removeRequested()

    implicitHeight: Theme.controlHeight
    implicitWidth: Math.min(row.implicitWidth + 2 * Theme.space3, Math.round(Theme.unit * 80))
    hoverEnabled: true
    Accessible.name: qsTr("File %1, %2").arg(root.name).arg(root.detail)
    Accessible.description: root.removable ? qsTr("Delete takes it away") : ""
    Keys.onDeletePressed: if (root.removable) root.removeRequested()

    background: Rectangle {
        radius: Theme.controlRadius
        color: root.hovered ? Theme.hover : Theme.panel
        border.width: root.visualFocus ? Theme.focusLine : Theme.hairline
        border.color: root.visualFocus ? Theme.accent : Theme.line
    }
    contentItem: Item {
        Row {
            id: row

            anchors.verticalCenter: parent.verticalCenter
            x: Theme.space2
            spacing: Theme.space2

            Icon {
                anchors.verticalCenter: parent.verticalCenter
                path: Icons.file
                color: Theme.muted
            }
            Label {
                anchors.verticalCenter: parent.verticalCenter
                width: Math.min(implicitWidth, Math.round(Theme.unit * 36))
                text: root.name
                elide: Text.ElideMiddle
                font.pixelSize: Theme.small + 1
            }
            Label {
                objectName: "chipDetail"
                anchors.verticalCenter: parent.verticalCenter
                text: root.detail
                color: Theme.muted
                font.pixelSize: Theme.small
            }
            AbstractButton {
                id: cross

                objectName: "chipRemove"
                visible: root.removable
                anchors.verticalCenter: parent.verticalCenter
                width: Theme.iconSize
                height: Theme.iconSize
                focusPolicy: Qt.NoFocus
                hoverEnabled: true
                Accessible.name: qsTr("Take %1 away").arg(root.name)
                onClicked: root.removeRequested()

                contentItem: Icon {
                    path: Icons.close
                    color: cross.hovered ? Theme.text : Theme.muted
                }
            }
        }
    }
}
