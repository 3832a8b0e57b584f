// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtTest
import Maru.App
import Maru.Ui.Chat

Item {
    id: root

    width: 800
    height: 400

    BlockModel { id: words }

    MessageDelegate {
        id: message

        width: 760
        index: 3
        fromUser: false
        text: "reply"
        blocks: words
        thinking: ""
        thinkingTitle: ""
        unseenText: ""
        streaming: false
        statusText: ""
        statsText: ""
        versionIndex: 1
        versionCount: 1
        errorText: ""
        actionText: ""
        canRegenerate: true
        canContinue: false
        pinned: false
        leftOut: false
        leftOutEnd: false
        attachments: []
        branchText: ""
    }
    SignalSpy {
        id: edits

        target: message
        signalName: "editRequested"
    }
    SignalSpy {
        id: continued

        target: message
        signalName: "continueRequested"
    }
    SignalSpy {
        id: chips

        target: message
        signalName: "attachmentOpened"
    }
    SignalSpy {
        id: copied

        target: message
        signalName: "copyRequested"
    }
    SignalSpy {
        id: versions

        target: message
        signalName: "versionRequested"
    }
    SignalSpy {
        id: actions

        target: message
        signalName: "actionRequested"
    }

    TestCase {
        name: "MessageDelegate"
        when: windowShown

        function init() {
            message.text = "reply";
            words.setText("reply", BlockModel.Markdown);
            message.versionIndex = 1;
            message.versionCount = 1;
            message.errorText = "";
            message.actionText = "";
            message.streaming = false;
            copied.clear();
            versions.clear();
            actions.clear();
        }

        function test_markup_is_shown_as_written() {
            const hostile = "<b>bold</b> ![x](https://example.org/a.png) <img src='file:///etc/passwd'>";
            words.setText(hostile, BlockModel.Markdown);
            const body = findChild(message, "messageText").itemAt(0).content;
            compare(body.textFormat, TextEdit.PlainText);
            compare(body.getText(0, body.length),
                    "<b>bold</b> x (https://example.org/a.png) <img src='file:///etc/passwd'>");
        }

        function test_copy_names_its_row() {
            mouseClick(findChild(message, "copyButton"));
            compare(copied.count, 1);
            compare(copied.signalArguments[0][0], 3);
        }

        function test_arrows_lead_through_versions() {
            verify(!findChild(message, "previousVersion").visible);
            message.versionCount = 3;
            message.versionIndex = 2;
            waitForRendering(message); // the row makes room for the arrows
            mouseClick(findChild(message, "previousVersion"));
            mouseClick(findChild(message, "nextVersion"));
            compare(versions.count, 2);
            compare(versions.signalArguments[0][1], 1);
            compare(versions.signalArguments[1][1], 3);
        }

        function test_actions_wait_for_the_end_of_the_reply() {
            verify(findChild(message, "copyButton").visible);
            message.streaming = true;
            verify(!findChild(message, "copyButton").visible);
        }

        function test_edit_and_continue_name_their_row() {
            verify(!findChild(message, "continueButton").visible);
            message.canContinue = true;
            waitForRendering(message);
            mouseClick(findChild(message, "continueButton"));
            compare(continued.signalArguments[0][0], 3);
            mouseClick(findChild(message, "editButton"));
            compare(edits.signalArguments[0][0], 3);
            message.canContinue = false;
        }

        function test_files_are_chips_that_open() {
            message.attachments = [{ name: "a.txt", detail: "3 lines" }, { name: "b.txt", detail: "1 line" }];
            waitForRendering(message);
            mouseClick(findChild(message, "messageChip"));
            compare(chips.count, 1);
            message.attachments = [];
        }

        function test_what_is_left_out_is_dimmed_above_a_line() {
            verify(!findChild(message, "leftOutLine").visible);
            message.leftOut = true;
            message.leftOutEnd = true;
            verify(findChild(message, "leftOutLine").visible);
            message.leftOut = false;
            message.leftOutEnd = false;
        }

        function test_an_error_offers_its_action() {
            message.errorText = "The device stopped answering.";
            message.actionText = "Use the processor";
            const button = findChild(message, "errorAction");
            verify(button.visible);
            mouseClick(button);
            compare(actions.signalArguments[0][0], 3);
        }
    }
}
