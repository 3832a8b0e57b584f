// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtTest
import Maru.App
import Maru.Ui
import Maru.Ui.Components

/// Every action of the window, by its key and by mouse in the command palette. One that has no line in `cases` fails.
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

        name: "Actions"
        when: windowShown

        property var window: null
        property double id: 0 // of the conversation that was open before

        /// By the action's name: `prepare` makes what it needs, `done` is true once it has worked, `undo` takes back what
        /// reset() does not.
        readonly property var cases: ({
            "chat.new": { prepare: () => say("one"), done: () => app.chat.conversationId === 0 },
            "chat.newTemporary": { prepare: () => say("one"), done: () => app.chat.temporary && app.chat.messages.count === 0 },
            "chat.keep": {
                prepare: () => { app.chat.newTemporaryConversation(); say("one"); },
                done: () => !app.chat.temporary && app.chat.conversationId !== 0
            },
            "chat.next": { prepare: () => { say("older"); id = app.chat.conversationId; sayNew("newer"); }, done: () => app.chat.conversationId === id },
            "chat.previous": {
                prepare: () => { say("older"); const older = app.chat.conversationId; sayNew("newer"); id = app.chat.conversationId; openNow(older); },
                done: () => app.chat.conversationId === id
            },
            "chat.find": { prepare: () => say("one"), done: () => part("findField").activeFocus },
            "reply.regenerate": { prepare: () => say("one"), done: () => app.chat.state === ChatController.Idle && lastMessage().versionCount === 2 },
            "reply.copy": { prepare: () => { say("one"); app.setClipboard(""); }, done: () => app.clipboard() === lastMessage().text && app.clipboard().length > 0 },
            "reply.copyCode": { prepare: () => { say("one"); writeCode(); app.setClipboard(""); }, done: () => app.clipboard().trim() === "let x = 1" },
            "reply.stop": { prepare: () => begin(), done: () => app.chat.state === ChatController.Idle && lastMessage().statusText === "Stopped" },
            "page.chat": { prepare: () => window.showPage("settings"), done: () => part("promptField").activeFocus && !part("settingsView").visible },
            "page.settings": { prepare: () => {}, done: () => part("settingsView") !== null && part("settingsView").visible },
            "page.library": { prepare: () => {}, done: () => part("shelfList") !== null && part("shelfList").visible },
            "window.palette": { prepare: () => {}, done: () => window.palettePopup.opened },
            "window.shortcuts": { prepare: () => {}, done: () => window.sheetPopup !== null && window.sheetPopup.opened },
            "window.sidebar": { prepare: () => {}, done: () => !app.settings.sidebarOpen },
            "window.prompt": { prepare: () => window.showPage("settings"), done: () => part("promptField").activeFocus },
            "window.quit": { ends: true },
            "view.larger": { prepare: () => {}, done: () => app.settings.zoom === 1.1 },
            "view.smaller": { prepare: () => {}, done: () => app.settings.zoom === 0.9 },
            "view.standard": { prepare: () => app.settings.zoom = 1.4, done: () => app.settings.zoom === 1 },
            "view.swap": { prepare: () => app.settings.theme = Settings.Light, done: () => app.colourScheme.dark },
            "view.system": { prepare: () => app.settings.theme = Settings.Dark, done: () => app.settings.theme === Settings.System },
            "history.search": { prepare: () => {}, done: () => part("searchField").activeFocus },
            "history.rename": { prepare: () => say("one"), done: () => openRow().renaming && findChild(openRow(), "renameField").activeFocus },
            "history.remove": { prepare: () => say("one"), done: () => app.chat.conversations.count === 0 && app.chat.undoText.length > 0 },
            "history.archive": { prepare: () => say("one"), done: () => app.history.list.count === 0 && app.chat.conversations.count === 1 },
            "history.pin": { prepare: () => say("one"), done: () => openRow().pinned },
            "history.showArchive": { prepare: () => {}, done: () => app.history.view === SidebarModel.Archive },
            "history.showTrash": { prepare: () => {}, done: () => app.history.view === SidebarModel.Trash },
            "history.import": { prepare: () => {}, done: () => dialogShown("importDialog") },
            "history.export": { prepare: () => say("one"), done: () => dialogShown("exportDialog") },
            "history.exportAll": { prepare: () => say("one"), done: () => dialogShown("exportDialog") },
            "history.eraseEverything": { prepare: () => say("one"), done: () => window.erasePopup !== null && window.erasePopup.opened }
        })

        function init() {
            verify(app.reset());
            window = component.createObject(null, app.properties());
            verify(window);
            window.show();
            tryVerify(() => window.active, 5000);
        }

        function cleanup() {
            for (const name of ["importDialog", "exportDialog"]) {
                if (part(name))
                    part(name).close();
            }
            window.destroy();
            window = null;
            wait(0);
        }

        function part(name) {
            return findChild(window, name);
        }

        function lastMessage() {
            const list = part("messageList");
            return list.itemAtIndex(list.count - 1);
        }

        function openRow() {
            return part("conversationList").itemAtIndex(app.history.list.rowOf(app.chat.conversationId));
        }

        function say(text) {
            verify(app.chat.send(text));
            tryVerify(() => app.chat.state === ChatController.Idle && lastMessage() && !lastMessage().streaming, 20000);
        }

        function sayNew(text) {
            app.chat.newConversation();
            say(text);
        }

        function openNow(conversationId) {
            app.chat.open(conversationId);
            tryVerify(() => app.chat.conversationId === conversationId);
        }

        function begin() {
            verify(app.chat.send("a long answer"));
            tryVerify(() => app.chat.state === ChatController.Writing, 20000);
        }

        /// Another version of the last reply, with code in it.
        function writeCode() {
            app.chat.edit(1);
            verify(app.chat.send("Here it is:\n\n```js\nlet x = 1\n```\n"));
            tryVerify(() => lastMessage() && lastMessage().text.includes("let x"));
        }

        function dialogShown(name) {
            return part(name) !== null && part(name).visible;
        }

        /// The key of a sequence as a person presses it.
        function press(sequence) {
            const modifiers = { "Ctrl": Qt.ControlModifier, "Shift": Qt.ShiftModifier, "Alt": Qt.AltModifier };
            const keys = { "PgDown": Qt.Key_PageDown, "PgUp": Qt.Key_PageUp, "Escape": Qt.Key_Escape, "F1": Qt.Key_F1,
                "+": Qt.Key_Plus, "-": Qt.Key_Minus, ",": Qt.Key_Comma };
            let pressed = Qt.NoModifier;
            const parts = sequence.endsWith("++") ? [sequence.slice(0, -2), "+"] : sequence.split("+");
            for (const part of parts.slice(0, -1))
                pressed |= modifiers[part];
            const last = parts[parts.length - 1];
            const key = keys[last] ?? last.charCodeAt(0); // letters and digits are their own codes
            probe.pressKey(window, key, pressed);
        }

        function all() {
            const actions = [];
            for (let i = 0; i < app.actions.count; ++i)
                actions.push(app.actionAt(i));
            return actions;
        }

        function test_no_action_is_left_out() {
            for (const action of all())
                verify(cases[action.name] !== undefined, "nothing here tries the action " + action.name);
            for (const name of Object.keys(cases))
                verify(app.actions.find(name) !== null, "there is no action " + name);
        }

        function test_by_key_data() {
            return Object.keys(cases).map(name => ({ tag: name }));
        }

        function test_by_key(data) {
            const action = app.actions.find(data.tag);
            const one = cases[data.tag];
            if (action.shortcut.length === 0 || one.ends)
                return;
            one.prepare();
            tryVerify(() => action.enabled);
            press(action.shortcut);
            tryVerify(one.done, 5000, data.tag + " by " + action.shortcut);
        }

        function test_by_mouse_data() {
            return Object.keys(cases).map(name => ({ tag: name }));
        }

        function test_by_mouse(data) {
            const action = app.actions.find(data.tag);
            const one = cases[data.tag];
            if (!action.listed)
                return; // the palette itself
            if (one.prepare)
                one.prepare();
            tryVerify(() => action.enabled);
            press("Ctrl+K");
            tryVerify(() => window.palettePopup && window.palettePopup.opened);
            probe.typeText(window, action.text);
            const list = findChild(window.palettePopup.contentItem, "paletteList");
            let row = null;
            tryVerify(() => {
                for (let i = 0; i < list.count; ++i) {
                    const item = list.itemAtIndex(i);
                    if (item && item.title === action.text)
                        row = item;
                }
                return row !== null;
            }, 5000, data.tag + " is in the palette");
            if (one.ends)
                return; // that would end the tests too
            wait(50); // until it stands
            mouseClick(row);
            tryVerify(() => !window.palettePopup.visible);
            tryVerify(one.done, 5000, data.tag + " by mouse");
        }

        function test_everything_is_deleted_only_when_that_is_confirmed() {
            say("one");
            app.actions.trigger("history.eraseEverything");
            tryVerify(() => window.erasePopup !== null && window.erasePopup.opened);
            compare(window.erasePopup.title, "Delete 1 conversation for good?");
            const box = window.erasePopup.contentItem;
            verify(findChild(box, "cancelButton").activeFocus);
            press("Escape");
            tryVerify(() => !window.erasePopup.visible);
            compare(app.chat.conversations.count, 1);
            app.actions.trigger("history.eraseEverything");
            tryVerify(() => window.erasePopup.opened);
            wait(50);
            mouseClick(findChild(box, "confirmButton"));
            tryCompare(app.chat.conversations, "count", 0);
            compare(app.chat.conversationId, 0);
            tryVerify(() => app.history.noticeText.length > 0);
        }
    }
}
