// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtTest
import Maru.App
import Maru.Ui.Components
import Maru.Ui.Settings

/// Every control of the settings, by keyboard and by mouse.
Item {
    id: root

    width: Math.round(Theme.unit * 240)
    height: Math.round(Theme.unit * 200)

    Loader {
        id: loader

        anchors.fill: parent
        active: false
        sourceComponent: SettingsPage {
            settings: app.settings
            language: app.language
            colourScheme: app.colourScheme
            chat: app.chat
            devices: app.devices
            library: app.library
            history: app.history
            requests: app.properties().requests
            hub: app.hub
            showMenuButton: false
        }
    }
    SignalSpy { id: exported; target: loader.item; signalName: "exportRequested" }
    SignalSpy { id: imported; target: loader.item; signalName: "importRequested" }
    SignalSpy { id: pages; target: loader.item; signalName: "pageRequested" }
    SignalSpy { id: asked; target: app.history; signalName: "eraseEverythingAsked" }

    TestCase {
        name: "SettingsPage"
        when: windowShown

        readonly property var sections: ["General", "Models", "Replies", "Privacy", "Data", "About"]

        function init() {
            loader.active = false;
            verify(app.reset());
            loader.active = true;
            tryVerify(() => loader.status === Loader.Ready);
            for (const spy of [exported, imported, pages, asked])
                spy.clear();
        }

        function cleanup() {
            app.settings.language = "en";
            loader.active = false;
        }

        function find(name) {
            return findChild(loader.item, name);
        }

        /// Opens a section, and brings one of its controls into view.
        function open(section, name) {
            mouseClick(find("section" + sections.indexOf(section)));
            tryVerify(() => find(name) !== null && find(name).visible, 2000, name);
            const view = find("settingsView");
            const control = find(name);
            view.contentY = Math.max(0, Math.min(view.contentHeight - view.height, control.mapToItem(view.contentItem, 0, 0).y - view.height / 2));
            wait(30);
            return control;
        }

        function test_arrows_go_from_section_to_section() {
            find("section0").forceActiveFocus();
            for (let i = 1; i < sections.length; ++i) {
                keyClick(Qt.Key_Down);
                compare(loader.item.section, i);
            }
            keyClick(Qt.Key_Up);
            compare(loader.item.section, sections.length - 2);
        }

        function test_a_number_changes_by_key_and_by_mouse_data() {
            return [
                { tag: "zoomBox", section: "General", property: "zoom", more: 1.1, less: 1 },
                { tag: "layersBox", section: "Models", property: "gpuLayers", more: 0, less: -1 },
                { tag: "threadsBox", section: "Models", property: "threads", more: 1, less: 0 },
                { tag: "temperatureBox", section: "Replies", property: "temperature", more: 0.85, less: 0.8 },
                { tag: "topKBox", section: "Replies", property: "topK", more: 41, less: 40 },
                { tag: "topPBox", section: "Replies", property: "topP", more: 1, less: 0.95 },
                { tag: "minPBox", section: "Replies", property: "minP", more: 0.06, less: 0.05 },
                { tag: "repetitionBox", section: "Replies", property: "repetitionPenalty", more: 1.01, less: 1 },
                { tag: "maxTokensBox", section: "Replies", property: "maxTokens", more: 256, less: 0 },
                { tag: "thinkingBox", section: "Replies", property: "thinkingBudget", more: 256, less: 0 }
            ];
        }

        function test_a_number_changes_by_key_and_by_mouse(data) {
            const box = open(data.section, data.tag);
            box.forceActiveFocus();
            keyClick(Qt.Key_Up);
            fuzzyCompare(app.settings[data.property], data.more, 0.0001);
            keyClick(Qt.Key_Down);
            fuzzyCompare(app.settings[data.property], data.less, 0.0001);
            mouseClick(box.up.indicator);
            fuzzyCompare(app.settings[data.property], data.more, 0.0001);
        }

        function test_one_of_several_is_chosen_by_key_and_by_mouse_data() {
            return [
                { tag: "languageBox", section: "General", property: "language" },
                { tag: "contextBox", section: "Models", property: "contextLength" },
                { tag: "idleBox", section: "Models", property: "idleMinutes" },
                { tag: "trashBox", section: "Privacy", property: "trashDays" }
            ];
        }

        function test_one_of_several_is_chosen_by_key_and_by_mouse(data) {
            const box = open(data.section, data.tag);
            const before = app.settings[data.property];
            box.forceActiveFocus();
            keyClick(Qt.Key_Down);
            const next = app.settings[data.property];
            verify(next !== before, "the keyboard changes " + data.property);
            mouseClick(box);
            tryVerify(() => box.popup.opened);
            const list = box.popup.contentItem;
            list.positionViewAtIndex(0, ListView.Beginning);
            tryVerify(() => list.itemAtIndex(0) !== null);
            mouseClick(list.itemAtIndex(0));
            tryVerify(() => !box.popup.visible);
            verify(app.settings[data.property] !== next, "the mouse changes " + data.property);
        }

        function test_a_switch_turns_by_key_and_by_mouse_data() {
            return [
                { tag: "notifySwitch", section: "General", property: "notify" },
                { tag: "traySwitch", section: "General", property: "tray" },
                { tag: "offlineSwitch", section: "Privacy", property: "offline" }
            ];
        }

        function test_a_switch_turns_by_key_and_by_mouse(data) {
            const control = open(data.section, data.tag);
            const before = app.settings[data.property];
            control.forceActiveFocus();
            keyClick(Qt.Key_Space);
            compare(app.settings[data.property], !before);
            mouseClick(control);
            compare(app.settings[data.property], before);
        }

        function test_the_theme_is_chosen_by_key_and_by_mouse() {
            const light = open("General", "theme1");
            mouseClick(light);
            compare(app.settings.theme, Settings.Light);
            light.forceActiveFocus();
            keyClick(Qt.Key_Right);
            compare(app.settings.theme, Settings.Dark);
            verify(app.colourScheme.dark);
        }

        function test_the_device_is_chosen() {
            const box = open("Models", "deviceBox");
            tryVerify(() => box.count > 1);
            const before = app.settings.device;
            box.forceActiveFocus();
            keyClick(Qt.Key_Down);
            verify(app.settings.device !== before);
            compare(box.currentValue, app.settings.device);
        }

        function test_the_standard_values_come_back() {
            app.settings.topK = 7;
            mouseClick(open("Replies", "resetButton"));
            compare(app.settings.topK, 40);
        }

        function test_a_token_is_kept_and_forgotten() {
            const field = open("Privacy", "tokenField");
            field.forceActiveFocus();
            keyClick("a");
            keyClick("b");
            compare(field.echoMode, TextInput.Password);
            keyClick(Qt.Key_Return);
            compare(field.text, "");
            tryVerify(() => app.hub.hasToken);
        }

        function test_buttons_lead_on_by_key_and_by_mouse_data() {
            return [
                { tag: "openLibraryButton", section: "Models", spy: pages },
                { tag: "exportAllButton", section: "Data", spy: exported },
                { tag: "importButton", section: "Data", spy: imported },
                { tag: "eraseEverythingButton", section: "Data", spy: asked }
            ];
        }

        function test_buttons_lead_on_by_key_and_by_mouse(data) {
            const button = open(data.section, data.tag);
            mouseClick(button);
            tryCompare(data.spy, "count", 1);
            button.forceActiveFocus();
            keyClick(Qt.Key_Space);
            tryCompare(data.spy, "count", 2);
        }

        function test_the_trash_is_emptied_when_asked_twice() {
            verify(app.chat.send("gone"));
            tryVerify(() => app.chat.state === ChatController.Idle, 20000);
            app.chat.remove(app.chat.conversationId);
            const button = open("Data", "emptyTrashButton");
            mouseClick(button);
            compare(button.text, "Really, for good");
            mouseClick(button);
            app.history.view = SidebarModel.Trash;
            wait(200);
            compare(app.history.list.count, 0);
        }

        function test_what_maru_is_can_be_copied() {
            app.setClipboard("");
            mouseClick(open("About", "copyAboutButton"));
            verify(app.clipboard().length > 0);
        }
    }
}
