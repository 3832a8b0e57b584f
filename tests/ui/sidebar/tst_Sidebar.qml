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
            history: app.history
            settings: app.settings
        }
    }

    SignalSpy {
        id: pages

        target: loader.item
        signalName: "pageRequested"
    }
    SignalSpy {
        id: shown

        target: app.chat
        signalName: "messageRequested"
    }
    TestCase {
        name: "Sidebar"
        when: windowShown

        function init() {
            loader.active = false;
            verify(app.reset());
            loader.active = true;
            tryVerify(() => loader.status === Loader.Ready);
            say("A trip to Jeju");
            tryVerify(() => list().count === 1 && list().itemAtIndex(0) !== null);
        }

        function cleanup() {
            loader.active = false;
        }

        function list() {
            return findChild(loader.item, "conversationList");
        }

        function say(words) {
            verify(app.chat.send(words));
            tryVerify(() => app.chat.state === ChatController.Idle, 20000);
        }

        function sayNew(words) {
            app.chat.newConversation();
            say(words);
            tryVerify(() => rowTitled(words) !== null);
        }

        function rowTitled(title) {
            for (let i = 0; i < list().count; ++i) {
                const row = list().itemAtIndex(i);
                if (row && row.title === title)
                    return row;
            }
            return null;
        }

        /// The headings in sight, from top to bottom.
        function headings() {
            const found = [];
            const items = list().contentItem.children;
            for (let i = 0; i < items.length; ++i) {
                if (items[i].visible && items[i].text !== undefined && items[i].conversationId === undefined)
                    found.push(items[i]);
            }
            return found.sort((one, other) => one.y - other.y).map(item => item.text);
        }

        /// Opens a row's menu by the keyboard and picks the entry that is `steps` down.
        function pick(row, menuName, entryName) {
            row.forceActiveFocus();
            keyClick(Qt.Key_Menu);
            const menu = findChild(loader.item, menuName);
            tryVerify(() => menu.opened);
            let entry = null;
            for (let i = 0; i < menu.count && entry === null; ++i) {
                keyClick(Qt.Key_Down);
                if (menu.itemAt(menu.currentIndex).objectName === entryName)
                    entry = menu.itemAt(menu.currentIndex);
            }
            verify(entry !== null);
            keyClick(Qt.Key_Return);
            tryVerify(() => !menu.opened);
        }

        function search(words) {
            const field = findChild(loader.item, "searchField");
            mouseClick(field);
            verify(field.activeFocus);
            for (const letter of words)
                keyClick(letter);
            return findChild(loader.item, "searchResults");
        }

        function test_a_conversation_is_named_after_its_first_words() {
            verify(list().itemAtIndex(0).title.startsWith("A trip to Jeju"));
        }

        function test_a_temporary_chat_is_begun_from_the_menu_and_kept_from_its_own_data() {
            return [{ tag: "by mouse", mouse: true }, { tag: "by keyboard", mouse: false }];
        }

        function test_a_temporary_chat_is_begun_from_the_menu_and_kept_from_its_own(data) {
            const button = findChild(loader.item, "sidebarMenuButton");
            const menu = findChild(loader.item, "sidebarMenu");
            if (data.mouse) {
                mouseClick(button);
                tryVerify(() => menu.opened);
                wait(50); // it stands where it is clicked
                mouseClick(findChild(menu.contentItem, "newTemporaryEntry"));
            } else {
                button.forceActiveFocus();
                keyClick(Qt.Key_Space);
                tryVerify(() => menu.opened);
                for (let i = 0; i < 5; ++i)
                    keyClick(Qt.Key_Down);
                compare(menu.itemAt(menu.currentIndex).objectName, "newTemporaryEntry");
                keyClick(Qt.Key_Return);
            }
            tryVerify(() => app.chat.temporary);
            say("Between us");
            tryVerify(() => rowTitled("Between us") !== null);
            compare(rowTitled("Between us").section, "Temporary");
            const row = rowTitled("Between us");
            const own = findChild(loader.item, "conversationMenu");
            if (data.mouse) {
                mouseClick(row, row.width / 2, row.height / 2, Qt.RightButton);
                tryVerify(() => own.opened);
                wait(50);
                verify(!findChild(own.contentItem, "pinEntry").enabled);
                mouseClick(findChild(own.contentItem, "keepEntry"));
            } else {
                pick(row, "conversationMenu", "keepEntry");
            }
            tryVerify(() => !app.chat.temporary);
            tryVerify(() => rowTitled("Between us") !== null && rowTitled("Between us").section === "Today");
        }

        function test_f2_renames() {
            const row = list().itemAtIndex(0);
            row.forceActiveFocus();
            keyClick(Qt.Key_F2);
            const editor = findChild(row, "renameField");
            verify(editor.visible);
            keyClick("Z");
            keyClick(Qt.Key_Return);
            tryVerify(() => rowTitled("Z") !== null);
        }

        function test_a_title_given_by_hand_stays() {
            app.chat.rename(app.chat.conversationId, "Mine");
            say("More words");
            tryVerify(() => rowTitled("Mine") !== null);
        }

        function test_arrows_move_and_enter_opens() {
            const first = app.chat.conversationId;
            sayNew("Another");
            compare(list().count, 2);
            list().forceActiveFocus();
            tryVerify(() => list().currentItem !== null && list().currentItem.activeFocus);
            compare(list().currentItem.title, "Another");
            keyClick(Qt.Key_Down);
            tryVerify(() => list().currentItem.activeFocus && list().currentIndex === 1);
            keyClick(Qt.Key_Return);
            tryVerify(() => app.chat.conversationId === first);
        }

        function test_delete_can_be_undone() {
            const row = list().itemAtIndex(0);
            row.forceActiveFocus();
            keyClick(Qt.Key_Delete);
            tryCompare(list(), "count", 0);
            const banner = findChild(loader.item, "undoBanner");
            tryVerify(() => banner.visible);
            wait(200); // until it stands
            mouseClick(findChild(banner, "bannerAction"));
            tryCompare(list(), "count", 1);
            verify(!banner.visible);
        }

        function test_the_trash_gives_back_and_deletes_for_good() {
            sayNew("Second");
            app.chat.remove(app.chat.conversationId);
            tryCompare(list(), "count", 1);
            mouseClick(findChild(loader.item, "sidebarMenuButton"));
            const menu = findChild(loader.item, "sidebarMenu");
            tryVerify(() => menu.opened);
            keyClick(Qt.Key_Down); // the archive
            keyClick(Qt.Key_Down);
            keyClick(Qt.Key_Return);
            tryVerify(() => list().count === 1 && list().itemAtIndex(0) && list().itemAtIndex(0).title === "Second");
            pick(list().itemAtIndex(0), "trashMenu", "restoreEntry");
            tryCompare(list(), "count", 0);
            tryVerify(() => findChild(loader.item, "emptyView").visible);
            mouseClick(findChild(loader.item, "viewBackButton"));
            tryCompare(list(), "count", 2);
            app.chat.remove(app.chat.conversations.data(app.chat.conversations.index(0, 0), 257));
            app.history.view = SidebarModel.Trash;
            tryCompare(list(), "count", 1);
            const empty = findChild(loader.item, "emptyTrashButton");
            tryVerify(() => empty.visible);
            mouseClick(empty);
            compare(list().count, 1); // asks once more
            mouseClick(empty);
            tryCompare(list(), "count", 0);
            app.history.view = SidebarModel.All;
            tryCompare(list(), "count", 1);
        }

        function test_what_is_pinned_stands_on_top() {
            sayNew("Second");
            tryVerify(() => list().itemAtIndex(0) && list().itemAtIndex(0).title === "Second");
            pick(rowTitled("A trip to Jeju"), "conversationMenu", "pinEntry");
            tryVerify(() => list().itemAtIndex(0) && list().itemAtIndex(0).title === "A trip to Jeju");
            compare(list().itemAtIndex(0).section, "Pinned");
            verify(list().itemAtIndex(0).pinned);
            tryVerify(() => headings().join(" ") === "PINNED TODAY", 2000, headings().join(" "));
            app.history.moveToNewFolder(app.chat.conversationId, "Work");
            tryVerify(() => headings().join(" ") === "PINNED FOLDERS", 2000, headings().join(" "));
            app.history.moveToFolder(app.chat.conversationId, 0);
            app.history.removeFolder(app.history.folders[0].folderId);
            tryVerify(() => headings().join(" ") === "PINNED TODAY", 2000, headings().join(" "));
            pick(list().itemAtIndex(0), "conversationMenu", "pinEntry");
            tryVerify(() => list().itemAtIndex(0) && list().itemAtIndex(0).title === "Second");
            tryVerify(() => headings().join(" ") === "TODAY", 2000, headings().join(" "));
        }

        function test_the_archive_is_out_of_the_way() {
            pick(list().itemAtIndex(0), "conversationMenu", "archiveEntry");
            tryCompare(list(), "count", 0);
            app.history.view = SidebarModel.Archive;
            tryCompare(list(), "count", 1);
            pick(list().itemAtIndex(0), "conversationMenu", "archiveEntry");
            tryCompare(list(), "count", 0);
            app.history.view = SidebarModel.All;
            tryCompare(list(), "count", 1);
        }

        function test_a_folder_is_made_folded_renamed_and_removed() {
            sayNew("Second");
            app.history.moveToNewFolder(app.chat.conversationId, "Work");
            tryCompare(list(), "count", 3);
            tryVerify(() => rowTitled("Work") !== null);
            const folder = rowTitled("Work");
            verify(folder.isFolder);
            tryVerify(() => rowTitled("Work").count === 1);
            mouseClick(folder);
            tryCompare(list(), "count", 2);
            mouseClick(rowTitled("Work"));
            tryCompare(list(), "count", 3);
            rowTitled("Work").forceActiveFocus();
            keyClick(Qt.Key_F2);
            keyClick("J");
            keyClick(Qt.Key_Return);
            tryVerify(() => rowTitled("J") !== null);
            loader.active = false;
            verify(app.restart());
            loader.active = true;
            tryVerify(() => rowTitled("J") !== null, 5000);
            pick(rowTitled("J"), "folderRowMenu", "removeFolderEntry");
            tryCompare(list(), "count", 2);
        }

        function test_a_new_folder_is_named_in_a_box() {
            const box = findChild(loader.item, "folderNameBox");
            list().newFolderRequested(app.chat.conversationId);
            tryVerify(() => box.opened);
            keyClick("W");
            keyClick(Qt.Key_Return);
            tryVerify(() => rowTitled("W") !== null);
        }

        function test_several_are_selected_and_deleted_together() {
            sayNew("Second");
            sayNew("Third");
            tryCompare(list(), "count", 3);
            for (const title of ["Second", "Third"]) {
                rowTitled(title).forceActiveFocus();
                keyClick(Qt.Key_Space, Qt.ControlModifier);
            }
            compare(app.history.selectedCount, 2);
            const button = findChild(loader.item, "removeSelectedButton");
            tryVerify(() => button.visible);
            mouseClick(button);
            tryCompare(list(), "count", 1);
            compare(app.history.selectedCount, 0);
        }

        function test_words_are_found_while_they_are_typed() {
            const first = app.chat.conversationId;
            sayNew("Kimchi for dinner");
            const results = search("jeju");
            tryVerify(() => results.count > 0, 5000);
            verify(results.visible);
            verify(!list().visible);
            keyClick(Qt.Key_Return);
            tryVerify(() => results.currentIndex >= 0);
            tryVerify(() => app.chat.conversationId === first);
            const field = findChild(loader.item, "searchField");
            field.forceActiveFocus();
            keyClick(Qt.Key_Escape);
            verify(list().visible);
        }

        function test_a_hit_is_shown_in_its_branch() {
            app.chat.regenerate(1); // another version of the reply
            tryVerify(() => app.chat.state === ChatController.Idle, 20000);
            sayNew("Second");
            shown.clear();
            const results = search("jeju");
            tryVerify(() => results.count > 1, 5000);
            compare(results.currentIndex, 0);
            keyClick(Qt.Key_Down);
            compare(results.currentIndex, 1);
            keyClick(Qt.Key_Return);
            tryVerify(() => app.chat.title.startsWith("A trip"));
            tryVerify(() => shown.count > 0);
        }

        function test_nothing_found_is_said() {
            const results = search("qqqq");
            tryVerify(() => findChild(results, "searchNote").text.length > 0);
            compare(results.count, 0);
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
