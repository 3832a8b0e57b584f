// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls.Basic as Basic
import QtQuick.Templates as T
import Maru.App
import Maru.Ui.Components

// No ComponentBehavior: Bound here: Qt 6.4 cannot make the headings of a list's sections with it.

/// All keys on one sheet, under the headings of their groups.
Basic.Popup {
    id: root

    required property ActionRegistry actions

    parent: T.Overlay.overlay
    anchors.centerIn: parent
    width: Math.min(Theme.columnWidth * 0.8, parent.width - 2 * Theme.space5)
    height: Math.min(heading.height + list.contentHeight + Theme.space5, parent.height - 2 * Theme.space5)
    padding: 0
    modal: true
    focus: true
    onOpened: list.forceActiveFocus()

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
        Item {
            id: heading

            width: parent.width
            height: Theme.headerHeight

            Label {
                x: Theme.space5
                anchors.verticalCenter: parent.verticalCenter
                text: qsTr("Keyboard shortcuts")
                font.weight: Font.DemiBold
                Accessible.role: Accessible.Heading
                Accessible.name: text
            }
            IconButton {
                objectName: "sheetCloseButton"
                anchors.right: parent.right
                anchors.rightMargin: Theme.space3
                anchors.verticalCenter: parent.verticalCenter
                text: qsTr("Close")
                icon16: Icons.close
                onClicked: root.close()
            }
        }
        ListView {
            id: list

            objectName: "shortcutList"
            anchors.top: heading.bottom
            anchors.bottom: parent.bottom
            anchors.bottomMargin: Theme.space3
            x: Theme.space5
            width: parent.width - 2 * x
            clip: true
            boundsBehavior: Flickable.StopAtBounds
            activeFocusOnTab: true
            keyNavigationEnabled: true
            model: root.actions
            Basic.ScrollBar.vertical: Basic.ScrollBar {}
            Accessible.role: Accessible.List
            Accessible.name: qsTr("Keyboard shortcuts")
            Keys.onDownPressed: flick(0, -Theme.unit * 200)
            Keys.onUpPressed: flick(0, Theme.unit * 200)

            section.property: "group"
            section.delegate: Label {
                width: list.width
                topPadding: Theme.space3
                bottomPadding: Theme.space1
                text: section // qmllint disable unqualified: of the context, see ConversationList
                color: Theme.accent
                font.pixelSize: Theme.small + 1
                font.weight: Font.DemiBold
            }
            delegate: Item {
                id: row

                required property AppAction action

                width: list.width
                height: visible ? Math.round(Theme.controlHeight * 0.9) : 0
                visible: action !== null && action.shortcut.length > 0
                Accessible.role: Accessible.ListItem
                Accessible.name: visible ? row.action.text + ", " + row.action.shortcutText : ""

                Label {
                    width: parent.width - keys.width - Theme.space3
                    height: parent.height
                    text: row.action ? row.action.text : ""
                }
                KeyLabel {
                    id: keys

                    anchors.right: parent.right
                    anchors.rightMargin: Theme.space3
                    anchors.verticalCenter: parent.verticalCenter
                    keys: row.action ? row.action.shortcutText : ""
                }
            }
        }
    }
}
