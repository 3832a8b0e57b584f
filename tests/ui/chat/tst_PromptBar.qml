// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtTest
import Maru.Ui.Chat

Item {
    id: root

    width: 700
    height: 300

    PromptBar {
        id: bar

        width: parent.width
        anchors.bottom: parent.bottom
        generating: false
    }
    SignalSpy {
        id: sent

        target: bar
        signalName: "sendRequested"
    }
    SignalSpy {
        id: stopped

        target: bar
        signalName: "stopRequested"
    }

    TestCase {
        name: "PromptBar"
        when: windowShown

        function init() {
            bar.generating = false;
            bar.canSend = true;
            bar.clear();
            bar.focusField();
            sent.clear();
            stopped.clear();
        }

        function type(text) {
            for (const letter of text)
                keyClick(letter);
        }

        function test_enter_sends_the_typed_text_and_keeps_it_until_cleared() {
            type("hello");
            keyClick(Qt.Key_Return);
            compare(sent.count, 1);
            compare(sent.signalArguments[0][0], "hello");
            compare(findChild(bar, "promptField").text, "hello");
            bar.clear();
            compare(findChild(bar, "promptField").text, "");
        }

        function test_shift_enter_breaks_the_line() {
            type("one");
            keyClick(Qt.Key_Return, Qt.ShiftModifier);
            type("two");
            compare(sent.count, 0);
            compare(findChild(bar, "promptField").text, "one\ntwo");
        }

        function test_blank_text_is_not_sent() {
            type("   ");
            keyClick(Qt.Key_Return);
            compare(sent.count, 0);
            verify(!findChild(bar, "sendButton").enabled);
        }

        function test_the_button_sends() {
            type("x");
            mouseClick(findChild(bar, "sendButton"));
            compare(sent.count, 1);
        }

        function test_while_generating_typing_works_and_the_button_stops() {
            bar.generating = true;
            type("next");
            compare(findChild(bar, "promptField").text, "next");
            keyClick(Qt.Key_Return);
            compare(sent.count, 0);
            mouseClick(findChild(bar, "stopButton"));
            compare(stopped.count, 1);
        }

        function test_the_field_grows_with_its_lines_but_not_without_end() {
            const before = bar.height;
            for (let i = 0; i < 4; ++i)
                keyClick(Qt.Key_Return, Qt.ShiftModifier);
            verify(bar.height > before);
            for (let i = 0; i < 40; ++i)
                keyClick(Qt.Key_Return, Qt.ShiftModifier);
            verify(bar.height < root.height);
        }
    }
}
