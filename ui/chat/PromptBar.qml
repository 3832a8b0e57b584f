// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import Maru.Ui.Components

/// The field the user types into. Knows nothing of conversations: it reports, and keeps its text until clear().
///
/// Enter sends, Shift+Enter breaks the line. While an input method composes, Enter first commits what stands there; a
/// Return that arrives with preedit text still standing never sends an incomplete text.
Rectangle {
    id: root

    required property bool generating // shows Stop instead of Send
    property bool canSend: true
    property string hint // one muted line at the left of the button
    property bool canSwitchThinking: false
    property bool thinkingOn: false
    property int thinkingBudget: 0
    readonly property bool hasText: field.text.trim().length > 0

    signal sendRequested(string text)
    signal stopRequested()
    signal thinkingSwitched(bool on)
    signal thinkingBudgetChosen(int budget)

    function focusField() {
        field.forceActiveFocus();
    }

    function clear() {
        field.clear();
    }

    function send() {
        if (root.hasText && root.canSend && !root.generating && field.preeditText.length === 0)
            root.sendRequested(field.text);
    }

    implicitHeight: scroll.height + bar.height + Theme.space5
    radius: Theme.bubbleRadius
    color: Theme.surface
    border.width: Theme.hairline
    border.color: field.activeFocus ? Theme.muted : Theme.line

    ScrollView {
        id: scroll

        readonly property real tallest: Math.round(Theme.body * 1.45 * 9)

        x: Theme.space3
        y: Theme.space2
        width: parent.width - 2 * Theme.space3
        height: Math.min(tallest, field.implicitHeight)
        ScrollBar.horizontal.policy: ScrollBar.AlwaysOff

        TextArea {
            id: field

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

            Keys.onPressed: event => {
                const enter = event.key === Qt.Key_Return || event.key === Qt.Key_Enter;
                event.accepted = enter && !(event.modifiers & Qt.ShiftModifier);
                if (event.accepted)
                    root.send();
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

        ThinkingSwitch {
            id: thinkingSwitch

            objectName: "thinkingSwitch"
            visible: root.canSwitchThinking
            anchors.verticalCenter: parent.verticalCenter
            on: root.thinkingOn
            budget: root.thinkingBudget
            onSwitched: on => root.thinkingSwitched(on)
            onBudgetChosen: budget => root.thinkingBudgetChosen(budget)
        }
        Label {
            anchors.verticalCenter: parent.verticalCenter
            x: Theme.space2 + (thinkingSwitch.visible ? thinkingSwitch.width + Theme.space2 : 0)
            width: parent.width - x - action.width - Theme.space2
            text: root.hint
            color: Theme.muted
            font.pixelSize: Theme.small
        }
        RoundAction {
            id: action

            objectName: root.generating ? "stopButton" : "sendButton"
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            text: root.generating ? qsTr("Stop") : qsTr("Send")
            icon16: root.generating ? Icons.stop : Icons.send
            enabled: root.generating || (root.canSend && root.hasText)
            onClicked: root.generating ? root.stopRequested() : root.send()
        }
    }
}
