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
        id: editLast

        target: bar
        signalName: "editLastRequested"
    }
    SignalSpy {
        id: cancelled

        target: bar
        signalName: "editCancelled"
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
            bar.focusField();
            app.compose(""); // nothing is being composed
            bar.setText("");
            sent.clear();
            stopped.clear();
            editLast.clear();
            cancelled.clear();
        }

        function field() {
            return findChild(bar, "promptField");
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
            bar.setText("");
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

        // Korean: the input method commits the syllable, then hands the key on.
        function test_korean_enter_sends_once_with_the_last_syllable() {
            app.compose("한");
            app.compose("글", "한");
            compare(field().preeditText, "글");
            app.compose("", "글");
            keyClick(Qt.Key_Return);
            compare(sent.count, 1);
            compare(sent.signalArguments[0][0], "한글");
            wait(20);
            compare(sent.count, 1);
        }

        // Korean, where the key comes before the commit: it is sent when the syllable has arrived.
        function test_korean_return_before_the_commit_sends_the_whole_text_once() {
            app.compose("", "안");
            app.compose("녕");
            keyClick(Qt.Key_Return);
            compare(sent.count, 0);
            app.compose("", "녕");
            tryCompare(sent, "count", 1);
            compare(sent.signalArguments[0][0], "안녕");
            wait(20);
            compare(sent.count, 1);
        }

        // Japanese and Chinese: the first Enter commits, and no key arrives.
        function test_japanese_commit_alone_sends_nothing_and_the_next_enter_does() {
            app.compose("にほんご");
            app.compose("", "日本語");
            wait(20);
            compare(sent.count, 0);
            compare(field().text, "日本語");
            keyClick(Qt.Key_Return);
            compare(sent.count, 1);
            compare(sent.signalArguments[0][0], "日本語");
        }

        // A Return with half a word standing sends nothing, neither then nor when it is committed.
        function test_a_return_while_composing_never_sends_half_a_text() {
            app.compose("nihao");
            keyClick(Qt.Key_Return);
            compare(sent.count, 0);
            app.compose("", "你好");
            wait(20);
            compare(sent.count, 0);
            compare(field().text, "你好");
            keyClick(Qt.Key_Return);
            compare(sent.count, 1);
        }

        function test_the_button_sends_no_half_text_either() {
            app.compose("", "확");
            app.compose("인");
            mouseClick(findChild(bar, "sendButton"));
            app.compose("", "인");
            wait(20);
            verify(sent.count <= 1);
            if (sent.count === 1)
                compare(sent.signalArguments[0][0], "확인");
        }

        function test_up_in_the_empty_field_asks_to_edit_the_last_message() {
            keyClick(Qt.Key_Up);
            compare(editLast.count, 1);
            type("x");
            keyClick(Qt.Key_Up);
            compare(editLast.count, 1);
        }

        function test_escape_leaves_an_edit() {
            bar.editingText = "You edit a message.";
            verify(findChild(bar, "editingText").visible);
            keyClick(Qt.Key_Escape);
            compare(cancelled.count, 1);
            bar.editingText = "";
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
