// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtTest
import Maru.Ui.Chat

Item {
    id: root

    width: 700
    height: 500

    Loader {
        id: loader

        anchors.fill: parent
        active: false
        sourceComponent: FirstRun {
            library: app.library
        }
    }
    SignalSpy {
        id: library

        target: loader.item
        signalName: "libraryRequested"
    }
    TestCase {
        name: "FirstRun"
        when: windowShown

        function init() {
            verify(app.reset());
            loader.active = true;
            tryVerify(() => loader.status === Loader.Ready);
            library.clear();
        }

        function cleanup() {
            loader.active = false;
        }

        function test_the_main_button_leads_to_the_library() {
            mouseClick(findChild(loader.item, "getModelButton"));
            compare(library.count, 1);
        }

        function test_other_applications_are_looked_at_only_when_asked() {
            verify(!findChild(loader.item, "lookedText").visible);
            mouseClick(findChild(loader.item, "lookForModelsButton"));
            verify(findChild(loader.item, "lookedText").visible);
            tryVerify(() => !app.library.searching, 20000);
            verify(findChild(loader.item, "lookedText").text.length > 0);
        }
    }
}
