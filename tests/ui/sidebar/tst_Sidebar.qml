// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtTest
import Maru.App
import Maru.Ui.Sidebar

Item {
    id: root

    width: 300
    height: 600

    Loader {
        id: loader

        anchors.fill: parent
        active: false
        sourceComponent: Sidebar {
            chat: app.chat
            settings: app.settings
        }
    }

    SignalSpy {
        id: pages

        target: loader.item
        signalName: "pageRequested"
    }
    TestCase {
        name: "Sidebar"
        when: windowShown

        function init() {
            loader.active = false;
            verify(app.reset());
            loader.active = true;
            tryVerify(() => loader.status === Loader.Ready);
            verify(app.chat.send("A trip to Jeju"));
            tryVerify(() => app.chat.state === ChatController.Idle, 20000);
            tryVerify(() => list().count === 1);
        }

        function cleanup() {
            loader.active = false;
        }

        function list() {
            return findChild(loader.item, "conversationList");
        }

        function test_a_conversation_is_named_after_its_first_words() {
            verify(list().itemAtIndex(0).title.startsWith("A trip to Jeju"));
        }

        function test_f2_renames() {
            const row = list().itemAtIndex(0);
            row.forceActiveFocus();
            keyClick(Qt.Key_F2);
            const editor = findChild(row, "renameField");
            verify(editor.visible);
            keyClick("Z");
            keyClick(Qt.Key_Return);
            tryCompare(list().itemAtIndex(0), "title", "Z");
        }

        function test_delete_can_be_undone() {
            const row = list().itemAtIndex(0);
            row.forceActiveFocus();
            keyClick(Qt.Key_Delete);
            tryCompare(list(), "count", 0);
            const banner = findChild(loader.item, "undoBanner");
            tryVerify(() => banner.visible);
            mouseClick(findChild(banner, "bannerAction"));
            tryCompare(list(), "count", 1);
            verify(!banner.visible);
        }

        function test_conversations_are_there_after_a_restart() {
            loader.active = false;
            verify(app.restart());
            loader.active = true;
            tryVerify(() => loader.status === Loader.Ready);
            tryVerify(() => list().count === 1, 5000);
            verify(list().itemAtIndex(0).title.startsWith("A trip to Jeju"));
        }

        function test_the_foot_leads_to_the_pages() {
            pages.clear();
            mouseClick(findChild(loader.item, "settingsEntry"));
            compare(pages.count, 1);
            compare(pages.signalArguments[0][0], "settings");
            findChild(loader.item, "libraryEntry").forceActiveFocus();
            keyClick(Qt.Key_Space);
            compare(pages.signalArguments[1][0], "library");
        }
    }
}
