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

        function answered(count) {
            tryVerify(() => list().count === count && app.chat.state === ChatController.Idle, 20000);
        }

        function openMenu(row) {
            const more = findChild(list().itemAtIndex(row), "moreButton");
            more.forceActiveFocus();
            keyClick(Qt.Key_Space);
            wait(50); // the menu takes the focus
        }

        function test_up_edits_the_last_message_and_enter_asks_again() {
            say("first");
            answered(2);
            field().forceActiveFocus();
            keyClick(Qt.Key_Up);
            compare(field().text, "first");
            verify(findChild(loader.item, "editingText").visible);
            keyClick("x");
            keyClick(Qt.Key_Return);
            compare(field().text, "");
            answered(2);
            compare(list().itemAtIndex(0).text, "firstx");
            compare(list().itemAtIndex(0).versionCount, 2);
            mouseClick(findChild(list().itemAtIndex(0), "previousVersion"));
            tryVerify(() => list().itemAtIndex(0) !== null && list().itemAtIndex(0).text === "first");
        }

        function test_a_stopped_reply_goes_on_by_mouse() {
            say("hello");
            tryVerify(() => list().count === 2 && list().itemAtIndex(1) !== null && list().itemAtIndex(1).text.length > 8, 10000);
            mouseClick(findChild(loader.item, "stopButton"));
            tryVerify(() => app.chat.state === ChatController.Idle, 1000);
            const begun = list().itemAtIndex(1).text;
            const button = findChild(list().itemAtIndex(1), "continueButton");
            verify(button.visible);
            waitForRendering(list());
            mouseClick(button);
            tryVerify(() => app.chat.state !== ChatController.Idle, 5000);
            answered(2);
            verify(list().itemAtIndex(1).text.startsWith(begun));
            verify(list().itemAtIndex(1).text.length > begun.length);
            compare(list().itemAtIndex(1).versionCount, 2);
        }

        function test_the_menu_pins_copies_and_tells_why_by_keyboard() {
            say("hello");
            answered(2);
            openMenu(1);
            keyClick(Qt.Key_Down);
            keyClick(Qt.Key_Return);
            compare(app.clipboard(), list().itemAtIndex(1).text);
            openMenu(1);
            for (let i = 0; i < 4; ++i)
                keyClick(Qt.Key_Down);
            keyClick(Qt.Key_Return);
            tryVerify(() => list().itemAtIndex(1).pinned);
            openMenu(1);
            for (let i = 0; i < 7; ++i) // past "Continue", which is not there
                keyClick(Qt.Key_Down);
            keyClick(Qt.Key_Return);
            const popup = findChild(loader.item, "detailsPopup");
            tryVerify(() => popup.opened);
            verify(findChild(popup.contentItem, "whySlow").text.length > 20);
            keyClick(Qt.Key_Escape);
            tryVerify(() => !popup.opened);
        }

        function test_files_become_chips_and_go_with_the_message() {
            app.chat.attachments.addFiles([app.makeFile("notes.txt", "one\ntwo\n")]);
            tryVerify(() => findChild(loader.item, "attachmentChip") !== null);
            mouseClick(findChild(loader.item, "attachmentChip"));
            const view = findChild(loader.item, "attachmentView");
            tryVerify(() => view.opened);
            compare(view.text, "one\ntwo\n");
            keyClick(Qt.Key_Escape);
            tryVerify(() => !view.opened);
            say("look");
            answered(2);
            compare(list().itemAtIndex(0).attachments.length, 1);
            compare(app.chat.attachments.count, 0);
        }

        function test_a_long_paste_is_a_chip_and_a_short_one_text() {
            field().forceActiveFocus();
            app.setClipboard("short");
            keySequence(StandardKey.Paste);
            compare(field().text, "short");
            app.setClipboard("line\n".repeat(200));
            keySequence(StandardKey.Paste);
            compare(field().text, "short");
            compare(app.chat.attachments.count, 1);
        }

        function test_the_draft_is_there_after_a_restart() {
            field().forceActiveFocus();
            keyClick("d");
            keyClick("r");
            loader.active = false;
            verify(app.restart());
            loader.active = true;
            tryVerify(() => loader.status === Loader.Ready && field() !== null);
            tryCompare(field(), "text", "dr");
        }

        function test_the_meter_shows_how_full_the_context_is() {
            const meter = findChild(loader.item, "contextMeter");
            tryVerify(() => meter.visible && meter.text.length > 0);
            say("hello there");
            answered(2);
            tryVerify(() => meter.detailText.length > 0 && app.chat.meter.used > 10);
        }

        function test_settings_open_change_and_are_saved_as_a_preset() {
            mouseClick(findChild(loader.item, "presetMenu"));
            wait(50);
            keyClick(Qt.Key_Down);
            keyClick(Qt.Key_Down);
            keyClick(Qt.Key_Return);
            const panel = findChild(loader.item, "settingsPanel");
            tryVerify(() => panel.opened);
            const row = findChild(panel.contentItem, "setting_temperature");
            verify(row !== null);
            row.valueChosen(row.index, 0.3);
            fuzzyCompare(row.value, 0.3, 0.001);
            const save = findChild(panel.contentItem, "savePreset");
            mouseClick(save);
            for (const letter of "calm")
                keyClick(letter);
            keyClick(Qt.Key_Return);
            compare(app.chat.options.name, "calm");
            verify(findChild(panel.contentItem, "renamePreset").visible);
            findChild(panel.contentItem, "advancedButton").forceActiveFocus(); // scrolls to it
            keyClick(Qt.Key_Space);
            tryVerify(() => findChild(panel.contentItem, "setting_mirostat") !== null);
            keyClick(Qt.Key_Escape);
            tryVerify(() => !panel.opened);
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
            compare(thought.blocks.plainText(), "first I think of it");
            tryVerify(() => reply.height > before);
        }

        function test_the_header_says_that_a_chat_is_temporary_and_keeps_it_data() {
            return [{ tag: "by mouse", mouse: true }, { tag: "by keyboard", mouse: false }];
        }

        function test_the_header_says_that_a_chat_is_temporary_and_keeps_it(data) {
            const mark = findChild(loader.item, "temporaryText");
            const keep = findChild(loader.item, "keepButton");
            verify(!mark.visible && !keep.visible);
            app.chat.newTemporaryConversation();
            tryVerify(() => mark.visible && keep.visible);
            verify(!keep.enabled); // there is nothing to keep yet
            say("between us");
            tryVerify(() => list().count === 2 && app.chat.state === ChatController.Idle, 20000);
            tryVerify(() => keep.enabled);
            if (data.mouse) {
                mouseClick(keep);
            } else {
                keep.forceActiveFocus();
                keyClick(Qt.Key_Space);
            }
            tryVerify(() => !app.chat.temporary && !mark.visible && !keep.visible);
            compare(list().count, 2);
        }

        function test_thinking_is_made_of_blocks_and_selected_by_keys() {
            loader.active = false;
            verify(app.resetThinking());
            loader.active = true;
            say("why?");
            tryVerify(() => list().count === 2 && app.chat.state === ChatController.Idle, 20000);
            const reply = list().itemAtIndex(1);
            const header = findChild(reply, "thinkingHeader");
            header.forceActiveFocus();
            keyClick(Qt.Key_Space);
            const thought = findChild(reply, "thinkingText");
            tryVerify(() => thought.visible && thought.itemAt(0) !== null);
            thought.forceActiveFocus(Qt.TabFocusReason);
            for (let i = 0; i < 5; ++i)
                keyClick(Qt.Key_Right, Qt.ShiftModifier);
            compare(thought.blocks.selectedPlainText(), "first");
            keyClick(Qt.Key_Left, Qt.ShiftModifier);
            compare(thought.blocks.selectedPlainText(), "firs");
            keyClick(Qt.Key_Right, Qt.ShiftModifier | Qt.ControlModifier);
            keyClick(Qt.Key_Right, Qt.ShiftModifier | Qt.ControlModifier);
            compare(thought.blocks.selectedPlainText(), "first I");
            keyClick(Qt.Key_End, Qt.ShiftModifier);
            compare(thought.blocks.selectedPlainText(), "first I think of it");
            keyClick(Qt.Key_Home, Qt.ShiftModifier);
            verify(!thought.blocks.hasSelection);
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
