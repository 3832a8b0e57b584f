// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic as Basic
import QtQuick.Dialogs
import Maru.App
import Maru.Ui.Components

/// The models of this computer.
Item {
    id: root

    required property LibraryController library
    required property FitService fit

    signal chatRequested(string path)
    signal inspectRequested(string path)
    signal shrinkRequested(string path, string name, bool readOnly)
    signal catalogueRequested()

    ListView {
        id: list

        objectName: "shelfList"
        anchors.fill: parent
        model: root.library.models
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        activeFocusOnTab: true
        keyNavigationEnabled: true
        Basic.ScrollBar.vertical: Basic.ScrollBar {}
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Models on this computer")
        delegate: ShelfRow {
            id: row

            width: list.width
            fit: root.fit
            Keys.onReturnPressed: if (usable) root.chatRequested(path)
            Keys.onMenuPressed: menuRequested(row)
            onChatRequested: root.chatRequested(path)
            onMenuRequested: anchor => {
                menu.show(row);
                menu.popup(anchor, 0, anchor.height);
            }
        }
    }
    EmptyState {
        objectName: "emptyShelf"
        visible: list.count === 0 && !root.library.scanning
        anchors.centerIn: parent
        width: Math.min(parent.width - Theme.space8, Theme.columnWidth * 0.6)
        title: qsTr("No models yet")
        sentence: qsTr("Take one from the catalogue, drop a .gguf file here, or add a folder that has some.")
        actionText: qsTr("Open the catalogue")
        onActionRequested: root.catalogueRequested()
    }
    ModelMenu {
        id: menu

        property string notes

        function show(row: ShelfRow) {
            path = row.path;
            name = row.name;
            notes = row.notes;
            readOnly = row.readOnly;
            fake = row.fake;
            referenced = row.referenced;
        }

        objectName: "modelMenu"
        onInspectRequested: root.inspectRequested(path)
        onShrinkRequested: root.shrinkRequested(path, name, readOnly)
        onNotesRequested: notesPopup.edit(path, name, notes)
        onVerifyRequested: root.library.verify(path)
        onMoveRequested: moveDialog.open()
        onForgetRequested: root.library.forget(path)
        onTrashRequested: root.library.trash(path)
    }
    NotesPopup {
        id: notesPopup

        objectName: "notesPopup"
        onSaved: (path, title, notes) => {
            root.library.rename(path, title);
            root.library.setNotes(path, notes);
        }
    }
    FolderDialog {
        id: moveDialog

        title: qsTr("Move the model to")
        onAccepted: root.library.moveTo(menu.path, selectedFolder)
    }
}
