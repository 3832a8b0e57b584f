// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtTest
import Maru.App
import Maru.Ui.Chat

Item {
    id: root

    width: 1000
    height: 700

    Loader {
        id: loader

        anchors.fill: parent
        active: false
        sourceComponent: ChatPage {
            chat: app.chat
            library: app.library
            devices: app.devices
            settings: app.settings
            showMenuButton: false
        }
    }

    TestCase {
        name: "ChatPage"
        when: windowShown

        function init() {
            loader.active = false;
            verify(app.reset());
            loader.active = true;
            tryVerify(() => loader.status === Loader.Ready);
        }

        function cleanup() {
            loader.active = false;
        }

        function field() {
            return findChild(loader.item, "promptField");
        }

        function say(text) {
            field().forceActiveFocus();
            for (const letter of text)
                keyClick(letter);
            keyClick(Qt.Key_Return);
        }

        function list() {
            return findChild(loader.item, "messageList");
        }

        function test_a_message_is_answered_word_by_word() {
            say("hello");
            compare(field().text, "");
            tryVerify(() => list().count === 2, 5000);
            tryVerify(() => app.chat.state === ChatController.Writing, 5000);
            tryVerify(() => app.chat.state === ChatController.Idle, 20000);
            verify(list().itemAtIndex(0).fromUser);
            compare(list().itemAtIndex(0).text, "hello");
            verify(list().itemAtIndex(1).text.length > 0);
            verify(list().itemAtIndex(1).statsText.length > 0);
        }

        function test_typing_works_while_a_reply_is_written_and_stop_keeps_it() {
            say("hello");
            tryVerify(() => list().count === 2 && list().itemAtIndex(1) !== null && list().itemAtIndex(1).text.length > 0, 10000);
            field().forceActiveFocus();
            keyClick("n");
            compare(field().text, "n");
            const started = Date.now();
            mouseClick(findChild(loader.item, "stopButton"));
            tryVerify(() => app.chat.state === ChatController.Idle, 1000);
            verify(Date.now() - started < 400);
            verify(list().itemAtIndex(1).text.length > 0);
            verify(list().itemAtIndex(1).statusText.length > 0);
        }

        function test_regenerate_makes_a_second_version() {
            say("hello");
            tryVerify(() => list().count === 2 && app.chat.state === ChatController.Idle, 20000);
            mouseMove(list().itemAtIndex(1), 20, 10);
            mouseClick(findChild(list().itemAtIndex(1), "regenerateButton"));
            tryVerify(() => app.chat.state !== ChatController.Idle, 5000);
            tryVerify(() => app.chat.state === ChatController.Idle, 20000);
            compare(list().itemAtIndex(1).versionCount, 2);
            compare(list().itemAtIndex(1).versionIndex, 2);
            mouseClick(findChild(list().itemAtIndex(1), "previousVersion"));
            tryVerify(() => list().itemAtIndex(1) !== null && list().itemAtIndex(1).versionIndex === 1);
        }

        function test_thinking_is_folded_away_and_opens_on_demand() {
            loader.active = false;
            verify(app.resetThinking());
            loader.active = true;
            say("why?");
            tryVerify(() => list().count === 2 && list().itemAtIndex(1) !== null
                            && list().itemAtIndex(1).thinkingTitle.length > 0, 10000);
            tryVerify(() => app.chat.state === ChatController.Idle, 20000);
            const reply = list().itemAtIndex(1);
            compare(reply.text, "then I say it");
            compare(reply.thinking, "first I think of it");
            verify(reply.thinkingTitle.startsWith("Thought"));
            verify(findChild(reply, "unseenText").visible);
            const thought = findChild(reply, "thinkingText");
            verify(!thought.visible);
            const before = reply.height;
            mouseClick(findChild(reply, "thinkingHeader"));
            verify(thought.visible);
            compare(thought.text, "first I think of it");
            tryVerify(() => reply.height > before);
        }

        function test_thinking_can_be_switched_off() {
            loader.active = false;
            verify(app.resetThinking());
            loader.active = true;
            say("load");
            tryVerify(() => list().count === 2 && app.chat.state === ChatController.Idle, 20000);
            const control = findChild(loader.item, "thinkingSwitch");
            tryVerify(() => control.visible);
            verify(control.on);
            mouseClick(control);
            wait(50); // the menu takes the focus
            keyClick(Qt.Key_Down);
            keyClick(Qt.Key_Return);
            tryVerify(() => !control.on);
            say("again");
            tryVerify(() => list().count === 4 && app.chat.state === ChatController.Idle, 20000);
            compare(list().itemAtIndex(3).thinkingTitle, "");
            compare(list().itemAtIndex(3).text, "then I say it");
            mouseClick(control);
            wait(50);
            for (let i = 0; i < 3; ++i)
                keyClick(Qt.Key_Down);
            keyClick(Qt.Key_Return);
            tryVerify(() => control.on && control.budget === 500);
        }
    }
}
