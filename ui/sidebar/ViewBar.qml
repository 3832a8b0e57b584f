// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import Maru.App
import Maru.Ui.Components

/// Above the list: which part of the conversations it shows, where that is not the usual one; or what is to be done with
/// those selected.
Item {
    id: root

    required property HistoryController history
    readonly property bool selecting: history.selectedCount > 0
    readonly property bool isTrash: history.view === SidebarModel.Trash
    property bool sure: false // the trash is to be emptied: asked once

    implicitHeight: visible ? Theme.controlHeight + Theme.space2 : 0
    visible: selecting || history.view !== SidebarModel.All
    onVisibleChanged: sure = false

    IconButton {
        id: back

        objectName: "viewBackButton"
        anchors.verticalCenter: parent.verticalCenter
        text: root.selecting ? qsTr("End the selection") : qsTr("Back to all conversations")
        icon16: Icons.close
        onClicked: {
            if (root.selecting)
                root.history.list.clearSelection();
            else
                root.history.view = SidebarModel.All;
        }
    }
    Label {
        objectName: "viewTitle"
        anchors.left: back.right
        anchors.right: buttons.left
        height: parent.height
        text: root.selecting ? qsTr("%n selected", "", root.history.selectedCount)
            : root.isTrash ? qsTr("Trash") : qsTr("Archive")
        font.pixelSize: Theme.small + 2
        font.weight: Font.DemiBold
    }
    Row {
        id: buttons

        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.space1

        TextButton {
            objectName: "archiveSelectedButton"
            visible: root.selecting
            text: root.history.view === SidebarModel.Archive ? qsTr("Take out") : qsTr("Archive")
            onClicked: root.history.archiveSelected()
        }
        TextButton {
            objectName: "removeSelectedButton"
            visible: root.selecting
            text: qsTr("Delete")
            onClicked: root.history.removeSelected()
        }
        TextButton {
            objectName: "emptyTrashButton"
            visible: !root.selecting && root.isTrash && root.history.list.count > 0
            text: root.sure ? qsTr("Really, for good") : qsTr("Empty")
            onClicked: {
                if (root.sure)
                    root.history.emptyTrash();
                root.sure = !root.sure;
            }
        }
    }
}
