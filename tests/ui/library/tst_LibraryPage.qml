// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtTest
import Maru.App
import Maru.Ui.Components
import Maru.Ui.Library

Item {
    id: root

    width: 1000
    height: 700

    Loader {
        id: loader

        anchors.fill: parent
        active: false
        sourceComponent: LibraryPage {
            library: app.library
            downloads: app.downloads
            catalogue: app.catalogue
            hub: app.hub
            fit: app.fit
            deviceCheck: app.deviceCheck
            inspector: app.inspector
            quantizer: app.quantizer
            settings: app.settings
            showMenuButton: false
            onChatRequested: path => root.chosen = path
            onDeviceChosen: selector => root.device = selector
        }
    }

    property string chosen: ""
    property string device: ""

    TestCase {
        name: "LibraryPage"
        when: windowShown

        function init() {
            loader.active = false;
            verify(app.reset());
            root.chosen = root.device = "";
            loader.active = true;
            tryVerify(() => find("shelfList").count === 1);
        }

        function find(name) { return findChild(loader.item, name); }
        function row() { return find("shelfList").itemAtIndex(0); }
        function tab(index) { mouseClick(find("libraryTab" + index)); }

        function test_a_row_says_whether_the_model_runs_here_and_the_slider_changes_it() {
            tryVerify(() => findChild(row(), "fitText") !== null && findChild(row(), "fitText").text.indexOf("Runs on Fake device with 4k context") === 0);
            compare(findChild(row(), "fitBadge").text, "Fits");
            const slider = find("contextSlider");
            slider.forceActiveFocus();
            const before = app.fit.context;
            keyClick(Qt.Key_Right);
            verify(app.fit.context > before);
            keyClick(Qt.Key_Left);
            compare(app.fit.context, before);
        }

        function test_chat_picks_the_model() {
            tryVerify(() => findChild(row(), "chatButton").enabled);
            mouseClick(findChild(row(), "chatButton"));
            compare(root.chosen, "fake:model");
        }

        function test_the_keyboard_picks_the_model_too() {
            tryVerify(() => findChild(row(), "chatButton").enabled);
            find("shelfList").forceActiveFocus();
            find("shelfList").currentIndex = 0;
            keyClick(Qt.Key_Return);
            compare(root.chosen, "fake:model");
        }

        function test_arrows_go_from_tab_to_tab() {
            find("libraryTab0").forceActiveFocus();
            keyClick(Qt.Key_Right);
            compare(loader.item.tab, 1);
            tryVerify(() => find("catalogueList") !== null && find("catalogueList").count > 0);
            keyClick(Qt.Key_Right);
            compare(loader.item.tab, 2);
            keyClick(Qt.Key_Left);
            keyClick(Qt.Key_Left);
            compare(loader.item.tab, 0);
        }

        function openCatalogue() {
            tab(1);
            tryVerify(() => find("catalogueList") !== null && find("catalogueList").count > 20);
            app.settings.offline = true; // nothing is asked for
        }

        function test_enter_opens_a_model_of_the_catalogue_and_escape_goes_back() {
            openCatalogue();
            const list = find("catalogueList");
            list.forceActiveFocus();
            list.currentIndex = 2;
            tryVerify(() => list.currentItem !== null && list.currentItem.activeFocus);
            const name = list.currentItem.name;
            keyClick(Qt.Key_Return);
            tryVerify(() => find("catalogueDetails").visible);
            compare(find("detailsName").text, name);
            verify(find("detailsSentence").text.length > 10);
            tryVerify(() => find("detailsFacts").lines.length >= 9);
            const memory = find("detailsMemory").text;
            verify(memory.length > 10);
            app.fit.contextStep = app.fit.contextStep + 1;
            verify(find("detailsMemory").text !== memory);
            app.fit.contextStep = app.fit.contextStep - 1;
            const files = find("catalogueFiles");
            verify(files.count >= 1);
            tryVerify(() => findChild(files.itemAt(0), "fitText").text.length > 0);
            verify(findChild(files.itemAt(0), "fileDownloadButton").visible);
            keyClick(Qt.Key_Escape);
            tryVerify(() => !find("catalogueDetails").visible);
            verify(list.visible);
            tryVerify(() => list.activeFocus);
        }

        function test_the_catalogue_is_filtered_by_language_size_and_what_runs_well() {
            openCatalogue();
            const list = find("catalogueList");
            const all = list.count;
            const language = find("languageBox");
            verify(language.visible && language.count > 5);
            const korean = app.catalogue.models.languages.indexOf("ko") + 1;
            language.currentIndex = korean;
            language.activated(korean);
            verify(list.count > 3 && list.count < all);
            const size = find("sizeBox");
            size.activated(1);
            const small = list.count;
            verify(small < all);
            size.activated(0);
            language.activated(0);
            compare(list.count, all);
            mouseClick(find("onlyFitting"));
            tryVerify(() => list.count < all && list.count > 5);
            find("catalogueSearch").forceActiveFocus();
            for (const letter of "zzz")
                keyClick(letter);
            compare(list.count, 0);
            tryVerify(() => find("noneFound").visible);
            mouseClick(findChild(find("noneFound"), "emptyAction"));
            compare(list.count, all);
            compare(find("catalogueSearch").text, "");
        }

        function test_where_lists_and_models_come_from_is_said_and_can_be_changed() {
            openCatalogue();
            const lists = find("catalogueAddress");
            verify(findChild(lists, "addressSentence").text.indexOf("No address for newer lists is set") > 0);
            verify(!find("refreshCatalogueButton").visible);
            mouseClick(findChild(lists, "changeAddressButton"));
            tryVerify(() => findChild(lists, "addressField").activeFocus);
            findChild(lists, "addressField").text = "https://lists.example/maru";
            keyClick(Qt.Key_Return);
            compare(app.settings.catalogueAddress, "https://lists.example/maru");
            tryVerify(() => find("refreshCatalogueButton").visible);
            tab(2);
            const hub = find("hubAddress");
            tryVerify(() => hub.visible);
            mouseClick(findChild(hub, "changeAddressButton"));
            findChild(hub, "addressField").text = "https://hub.example";
            wait(100); // until the buttons stand
            mouseClick(findChild(hub, "keepAddressButton"));
            compare(app.hub.address, "https://hub.example");
            verify(findChild(hub, "addressSentence").text.indexOf("hub.example") > 0);
        }

        function test_a_model_is_looked_into() {
            mouseClick(findChild(row(), "shelfMenuButton"));
            const menu = find("modelMenu");
            tryVerify(() => menu.opened);
            menu.close();
            loader.item.inspector.open("fake:model");
            loader.item.view = "inspect";
            tryVerify(() => find("verdictText") !== null && find("verdictText").text.indexOf("can run this model") > 0);
            compare(find("templateSample").text, "What is Maru?");
            mouseClick(find("viewBackButton"));
            compare(loader.item.view, "");
        }

        function test_a_smaller_model_is_made_paused_and_measured() {
            mouseClick(findChild(row(), "shelfMenuButton"));
            const menu = find("modelMenu");
            tryVerify(() => menu.opened);
            keyClick(Qt.Key_Down);
            keyClick(Qt.Key_Return);
            tryCompare(loader.item, "view", "shrink");
            tryVerify(() => find("target0") !== null && app.quantizer.chosen >= 0);
            wait(200); // until the rows stand
            mouseClick(find("target2"));
            compare(app.quantizer.chosen, 2);
            mouseClick(find("startQuantizeButton"));
            compare(app.quantizer.state, QuantizeController.Shrinking);
            wait(50);
            mouseClick(find("pauseQuantizeButton"));
            verify(app.quantizer.paused);
            const at = app.quantizer.progress;
            wait(150);
            verify(app.quantizer.progress - at < 0.2);
            mouseClick(find("pauseQuantizeButton"));
            tryCompare(app.quantizer, "state", QuantizeController.Done, 5000);
            verify(app.quantizer.resultPath.indexOf("Q4_K_M") > 0);
            app.quantizer.measure("some text");
            tryVerify(() => app.quantizer.lossText.length > 0, 5000);
        }

        function test_a_device_is_checked_and_chosen() {
            tab(4);
            tryVerify(() => find("deviceCheckList") !== null && find("deviceCheckList").count === 3);
            const gpu = find("deviceCheckList").itemAtIndex(1);
            verify(findChild(gpu, "deviceLine3").text.indexOf("Not checked yet") === 0);
            mouseClick(findChild(gpu, "checkDeviceButton"));
            tryVerify(() => app.deviceCheck.checking);
            tryVerify(() => !app.deviceCheck.checking, 5000);
            tryVerify(() => findChild(find("deviceCheckList").itemAtIndex(1), "deviceLine3").text.indexOf("compute right") > 0);
            mouseClick(findChild(gpu, "useDeviceButton"));
            compare(root.device, "vulkan:0");
            const weak = find("deviceCheckList").itemAtIndex(2);
            mouseClick(findChild(weak, "checkDeviceButton"));
            tryVerify(() => findChild(find("deviceCheckList").itemAtIndex(2), "deviceLine1").text.indexOf("computes wrong numbers") > 0, 5000);
        }

        function test_other_applications_are_looked_for_when_asked() {
            tab(3);
            tryVerify(() => find("findFoldersButton") !== null);
            mouseClick(find("findFoldersButton"));
            tryVerify(() => !app.library.searching, 5000);
        }
    }
}
