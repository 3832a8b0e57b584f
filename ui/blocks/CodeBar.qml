// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Dialogs
import Maru.Ui.Components

/// The line above a piece of code: its language, and what can be done with the code.
Item {
    id: root

    required property string language
    required property bool active // the mouse or the focus is on the block: all its buttons show
    required property bool wrapped
    required property string fileName // to suggest for saving
    property string problem // why saving failed
    readonly property bool focusWithin: wrap.activeFocus || save.activeFocus || copy.activeFocus

    signal wrapToggled()
    signal copyRequested()
    signal saveRequested(url file)

    implicitHeight: Theme.controlHeight

    Label {
        objectName: "codeLanguage"
        x: Theme.space3
        width: buttons.x - x
        anchors.verticalCenter: parent.verticalCenter
        text: root.problem.length > 0 ? root.problem : root.language
        color: root.problem.length > 0 ? Theme.accent : Theme.muted
        font.pixelSize: Theme.small
    }
    Row {
        id: buttons

        anchors.right: parent.right
        anchors.rightMargin: Theme.space2
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.space1

        TextButton {
            id: wrap

            objectName: "wrapCode"
            opacity: root.active ? 1 : 0
            quiet: true
            text: root.wrapped ? qsTr("Do not wrap") : qsTr("Wrap")
            onClicked: root.wrapToggled()
        }
        TextButton {
            id: save

            objectName: "saveCode"
            opacity: root.active ? 1 : 0
            quiet: true
            text: qsTr("Save as \u2026")
            onClicked: dialog.active = true
        }
        TextButton {
            id: copy

            objectName: "copyCode"
            quiet: true
            text: copied.running ? qsTr("Copied") : qsTr("Copy")
            onClicked: {
                copied.restart();
                root.copyRequested();
            }
        }
    }
    Timer {
        id: copied

        interval: 1500
    }
    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.hairline
        color: Theme.line
    }
    Loader {
        id: dialog

        active: false

        sourceComponent: FileDialog {
            title: qsTr("Save the code")
            fileMode: FileDialog.SaveFile
            currentFile: Qt.resolvedUrl("file:" + root.fileName)
            onAccepted: {
                root.problem = "";
                root.saveRequested(selectedFile);
                dialog.active = false;
            }
            onRejected: dialog.active = false
            Component.onCompleted: open()
        }
    }
}
