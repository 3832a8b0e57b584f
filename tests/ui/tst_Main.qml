// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtTest
import Maru.App
import Maru.Ui
import Maru.Ui.Components

/// The whole window, by mouse and keyboard.
Item {
    id: root

    width: 100
    height: 100

    Component {
        id: component

        Main {
            width: Math.round(Theme.unit * 320)
            height: Math.round(Theme.unit * 200)
        }
    }

    TestCase {
        id: test

        name: "Main"
        when: windowShown

        property var window: null

        function init() {
            verify(app.reset());
            open();
        }

        function open() {
            window = component.createObject(null, app.properties());
            verify(window);
            window.show();
            tryVerify(() => window.active, 5000);
        }

        function cleanup() {
            app.settings.language = "en";
            window.destroy();
            window = null;
            wait(0);
        }

        function part(name) {
            return findChild(window, name);
        }

        /// Keys go to the item that has the focus in the window under test.
        function press(key, modifiers = Qt.NoModifier) {
            probe.pressKey(window, key, modifiers);
        }

        function write(text) {
            probe.typeText(window, text);
        }

        function say(text) {
            verify(app.chat.send(text));
            tryVerify(() => app.chat.state === ChatController.Idle, 20000);
        }

        function test_ctrl_k_finds_and_does_an_action() {
            press(Qt.Key_K, Qt.ControlModifier);
            tryVerify(() => window.palettePopup && window.palettePopup.opened);
            write("dark theme");
            tryVerify(() => app.paletteCount(window.palettePopup) > 0);
            press(Qt.Key_Return);
            tryVerify(() => !window.palettePopup.visible);
            verify(app.colourScheme.dark);
        }

        function test_the_palette_opens_a_conversation() {
            say("A trip to Jeju");
            const id = app.chat.conversationId;
            press(Qt.Key_N, Qt.ControlModifier);
            tryCompare(app.chat, "conversationId", 0);
            press(Qt.Key_K, Qt.ControlModifier);
            tryVerify(() => window.palettePopup && window.palettePopup.opened);
            write("jeju");
            press(Qt.Key_Return);
            tryCompare(app.chat, "conversationId", id);
        }

        function test_escape_leaves_the_palette() {
            press(Qt.Key_K, Qt.ControlModifier);
            tryVerify(() => window.palettePopup && window.palettePopup.opened);
            press(Qt.Key_Escape);
            tryVerify(() => !window.palettePopup.visible);
        }

        function test_f1_shows_every_shortcut() {
            press(Qt.Key_F1);
            tryVerify(() => window.sheetPopup && window.sheetPopup.opened);
            const list = findChild(window.sheetPopup.contentItem, "shortcutList");
            compare(list.count, app.actions.count);
            press(Qt.Key_Escape);
            tryVerify(() => !window.sheetPopup.visible);
        }

        function test_text_grows_and_shrinks_by_keys() {
            const before = Theme.body;
            press(Qt.Key_Equal, Qt.ControlModifier);
            compare(app.settings.zoom, 1.1);
            verify(Theme.body > before);
            press(Qt.Key_Minus, Qt.ControlModifier);
            press(Qt.Key_Minus, Qt.ControlModifier);
            compare(app.settings.zoom, 0.9);
            press(Qt.Key_0, Qt.ControlModifier);
            compare(app.settings.zoom, 1);
            compare(Theme.body, before);
        }

        function test_settings_open_by_key_and_escape_leads_back() {
            press(Qt.Key_Comma, Qt.ControlModifier);
            tryVerify(() => part("settingsView") !== null && part("settingsView").visible);
            press(Qt.Key_Escape);
            tryVerify(() => !part("settingsView").visible);
            verify(part("promptField").activeFocus);
        }

        function test_the_language_changes_at_once() {
            app.settings.language = "ko";
            tryCompare(part("newChatButton"), "text", "\uC0C8 \uB300\uD654");
            compare(app.actions.find("chat.new").text, "\uC0C8 \uB300\uD654");
            app.settings.language = "en";
            tryCompare(part("newChatButton"), "text", "New chat");
        }

        function test_every_action_has_a_name_and_its_own_key() {
            const keys = {};
            for (let i = 0; i < app.actions.count; ++i) {
                const action = app.actionAt(i);
                verify(action.name.length > 0 && action.text.length > 0 && action.group.length > 0, action.name);
                if (action.shortcut.length > 0 && action.shortcut !== "Escape")
                    verify(!keys[action.shortcut], action.shortcut + " is " + keys[action.shortcut] + " and " + action.name);
                keys[action.shortcut] = action.name;
            }
        }

        function test_find_leads_from_hit_to_hit() {
            say("needle one");
            say("needle two");
            press(Qt.Key_F, Qt.ControlModifier);
            tryVerify(() => part("findField").activeFocus);
            write("needle");
            tryVerify(() => part("findCount").text.startsWith("1 of "), 5000);
            press(Qt.Key_Return);
            tryVerify(() => part("findCount").text.startsWith("2 of "));
            mouseClick(part("findPrevious"));
            tryVerify(() => part("findCount").text.startsWith("1 of "));
            press(Qt.Key_Escape);
            tryVerify(() => !part("findBar").visible);
        }

        /// Every control that takes the focus says what it is, and shows that it has it.
        function test_controls_have_names_and_are_reached_by_tab_data() {
            const sections = ["General", "Models", "Replies", "Privacy", "Data", "About"];
            return [{ tag: "chat", page: "chat" }, { tag: "library", page: "library" },
                { tag: "search", page: "chat", search: "hello" }]
                .concat(sections.map((name, index) => ({ tag: "settings, " + name, page: "settings", section: index })));
        }

        function test_controls_have_names_and_are_reached_by_tab(data) {
            say("hello");
            window.showPage(data.page);
            if (data.search) {
                part("searchField").text = data.search;
                tryVerify(() => app.history.search.count > 0, 5000);
            }
            if (data.section !== undefined)
                part("settingsView").parent.section = data.section;
            wait(100);
            compare(probe.namelessControls(window).join("\n"), "");
            const reached = probe.tabOrder(window);
            verify(reached.length >= 5, "Tab reaches " + reached.join(", "));
            verify(!probe.trapped(), "Tab does not come around: " + reached.join(", "));
            compare(probe.unseenFocus().join("\n"), "");
            compare(probe.unreachedControls().join("\n"), "");
        }
    }
}
