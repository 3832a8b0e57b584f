// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Dialogs
import Maru.App
import Maru.Ui.Components

/// The field the user types into, the files that go along, and what the next reply will be like. Knows nothing of
/// conversations: it shows what it is given, and reports.
///
/// Enter sends, Shift+Enter breaks the line, Up in the empty field asks to edit the last message. Input methods: where
/// one commits and hands Enter on (Korean), the text is whole by then and is sent once; where the first Enter only
/// commits (Japanese, Chinese) no key arrives. A Return that comes while something is still being composed never sends
/// half a text: it is committed, and only Hangul, which is whole as it stands, is sent as soon as it is part of the
/// text.
Rectangle {
    id: root

    required property bool generating // shows Stop instead of Send
    property bool canSend: true
    property AttachmentList attachments: null
    property ChatOptions options: null
    property string editingText // what is edited; empty: nothing
    property string meterText
    property string meterDetail
    property real meterShare: 0
    property bool meterOverfull: false
    property bool canSwitchThinking: false
    property bool thinkingOn: false
    property int thinkingBudget: 0
    readonly property bool hasFiles: attachments !== null && attachments.count > 0
    readonly property bool hasText: field.text.trim().length > 0
    readonly property bool sendable: canSend && !generating && (hasText || hasFiles)
                                     && (attachments === null || !attachments.reading)

    signal sendRequested(string text)
    signal stopRequested()
    signal typed(string text)
    signal editLastRequested()
    signal editCancelled()
    signal attachmentOpened(int row)
    signal panelRequested()
    signal thinkingSwitched(bool on)
    signal thinkingBudgetChosen(int budget)

    function focusField() {
        field.forceActiveFocus();
    }

    /// Shows `text` in place of what stands there.
    function setText(text: string) {
        if (field.text === text)
            return;
        field.text = text;
        field.cursorPosition = field.length;
    }

    function insert(text: string) {
        field.insert(field.cursorPosition, text);
        field.forceActiveFocus();
    }

    function send() {
        if (field.preeditText.length > 0) {
            field.sendsAfterCommit = /^[\u1100-\u11FF\u3130-\u318F\uAC00-\uD7A3]+$/.test(field.preeditText);
            Qt.inputMethod.commit();
        } else if (root.sendable) {
            root.sendRequested(field.text);
        }
    }

    implicitHeight: top.height + scroll.height + bar.height + Theme.space5
    radius: Theme.bubbleRadius
    color: Theme.surface
    border.width: Theme.hairline
    border.color: field.activeFocus ? Theme.muted : Theme.line

    Column {
        id: top

        x: Theme.space3
        width: parent.width - 2 * Theme.space3
        topPadding: visibleChildren.length > 0 ? Theme.space3 : 0
        spacing: Theme.space2

        Item {
            visible: root.editingText.length > 0
            width: parent.width
            height: Math.max(editing.implicitHeight, cancel.height)

            Label {
                id: editing

                objectName: "editingText"
                anchors.verticalCenter: parent.verticalCenter
                x: Theme.space2
                width: parent.width - cancel.width - 2 * Theme.space2
                text: root.editingText
                color: Theme.accent
                font.pixelSize: Theme.small + 1
                wrapMode: Text.Wrap
            }
            TextButton {
                id: cancel

                objectName: "cancelEdit"
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                quiet: true
                text: qsTr("Cancel")
                onClicked: root.editCancelled()
            }
        }
        Flow {
            visible: root.hasFiles
            width: parent.width
            spacing: Theme.space2

            Repeater {
                model: root.attachments
                delegate: AttachmentChip {
                    id: chip

                    required property int index

                    objectName: "attachmentChip"
                    removable: true
                    onClicked: root.attachmentOpened(chip.index)
                    onRemoveRequested: {
                        field.forceActiveFocus();
                        root.attachments.remove(chip.index);
                    }
                }
            }
        }
        Item {
            visible: root.attachments !== null && root.attachments.problemText.length > 0
            width: parent.width
            height: Math.max(problem.implicitHeight, dismiss.height)

            Label {
                id: problem

                objectName: "attachmentProblem"
                anchors.verticalCenter: parent.verticalCenter
                x: Theme.space2
                width: parent.width - dismiss.width - 2 * Theme.space2
                text: root.attachments !== null ? root.attachments.problemText : ""
                color: Theme.accent
                font.pixelSize: Theme.small + 1
                wrapMode: Text.Wrap
                elide: Text.ElideNone
                Accessible.role: Accessible.AlertMessage
                Accessible.name: text
            }
            IconButton {
                id: dismiss

                anchors.right: parent.right
                text: qsTr("Close")
                icon16: Icons.close
                onClicked: root.attachments.dismissProblem()
            }
        }
    }

    ScrollView {
        id: scroll

        readonly property real tallest: Math.round(Theme.body * 1.45 * 9)

        x: Theme.space3
        anchors.top: top.bottom
        anchors.topMargin: Theme.space2
        width: parent.width - 2 * Theme.space3
        height: Math.min(tallest, field.implicitHeight)
        ScrollBar.horizontal.policy: ScrollBar.AlwaysOff

        TextArea {
            id: field

            property bool sendsAfterCommit: false

            objectName: "promptField"
            placeholderText: qsTr("Message  (Enter sends, Shift+Enter for a new line)")
            placeholderTextColor: Theme.muted
            color: Theme.text
            selectionColor: Theme.accent
            selectedTextColor: Theme.accentText
            font.pixelSize: Theme.body
            textFormat: TextEdit.PlainText
            wrapMode: TextEdit.Wrap
            padding: Theme.space2
            selectByMouse: true
            background: null
            Accessible.name: qsTr("Message")
            onTextChanged: root.typed(text)
            onPreeditTextChanged: if (preeditText.length === 0 && sendsAfterCommit) Qt.callLater(sendCommitted)

            function sendCommitted() {
                if (sendsAfterCommit && preeditText.length === 0)
                    root.send();
                sendsAfterCommit = false;
            }

            Keys.onTabPressed: nextItemInFocusChain(true).forceActiveFocus(Qt.TabFocusReason)
            Keys.onBacktabPressed: nextItemInFocusChain(false).forceActiveFocus(Qt.BacktabFocusReason)
            Keys.onPressed: event => {
                const enter = event.key === Qt.Key_Return || event.key === Qt.Key_Enter;
                if (event.matches(StandardKey.Paste)) {
                    event.accepted = root.attachments !== null && root.attachments.takeClipboard();
                } else if (enter && !(event.modifiers & Qt.ShiftModifier)) {
                    event.accepted = true;
                    root.send();
                } else if (event.key === Qt.Key_Up && field.length === 0 && field.preeditText.length === 0 && !root.hasFiles) {
                    event.accepted = true;
                    root.editLastRequested();
                } else if (event.key === Qt.Key_Escape && root.editingText.length > 0) {
                    event.accepted = true;
                    root.editCancelled();
                } else {
                    event.accepted = false;
                }
            }
        }
    }

    Item {
        id: bar

        x: Theme.space3
        width: parent.width - 2 * Theme.space3
        height: Math.round(Theme.controlHeight * 1.1)
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.space2

        Row {
            id: left

            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.space2

            TextButton {
                objectName: "fileButton"
                visible: root.attachments !== null
                text: qsTr("File")
                icon16: Icons.plus
                Accessible.description: qsTr("Adds text files to the message")
                onClicked: fileDialog.open()
            }
            ThinkingSwitch {
                objectName: "thinkingSwitch"
                visible: root.canSwitchThinking
                anchors.verticalCenter: parent.verticalCenter
                on: root.thinkingOn
                budget: root.thinkingBudget
                onSwitched: on => root.thinkingSwitched(on)
                onBudgetChosen: budget => root.thinkingBudgetChosen(budget)
            }
            Repeater { // Qt 6.4's Loader takes no bound component
                model: root.options !== null ? 1 : 0
                delegate: PresetMenu {
                    objectName: "presetMenu"
                    options: root.options
                    onPanelRequested: root.panelRequested()
                }
            }
        }
        ContextMeterBar {
            objectName: "contextMeter"
            visible: text.length > 0 && left.width + width + action.width < parent.width
            anchors.right: action.left
            anchors.rightMargin: Theme.space2
            anchors.verticalCenter: parent.verticalCenter
            text: root.meterText
            detailText: root.meterDetail
            share: root.meterShare
            overfull: root.meterOverfull
        }
        RoundAction {
            id: action

            objectName: root.generating ? "stopButton" : "sendButton"
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            text: root.generating ? qsTr("Stop") : qsTr("Send")
            icon16: root.generating ? Icons.stop : Icons.send
            enabled: root.generating || root.sendable
            onClicked: root.generating ? root.stopRequested() : root.send()
        }
    }

    FileDialog {
        id: fileDialog

        title: qsTr("Add text files")
        fileMode: FileDialog.OpenFiles
        onAccepted: root.attachments.addFiles(selectedFiles)
    }
}
