// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtTest
import Maru.Ui.Components

/// Words of the window are plain text in the theme's colours: Qt's own Label is neither, and has the same name.
Item {
    id: root

    width: 400
    height: 200

    MenuEntry {
        id: entry

        text: "<b>not bold</b>"
    }
    TextButton {
        id: button

        text: "<b>not bold</b>"
    }

    TestCase {
        name: "MenuEntry"
        when: windowShown

        function cleanup() {
            Theme.dark = false;
        }

        function test_words_follow_the_theme() {
            for (const dark of [false, true]) {
                Theme.dark = dark;
                compare(findChild(entry, "menuTitle").color, Theme.text);
                compare(findChild(button, "buttonText").color, Theme.text);
            }
        }

        function test_words_are_plain_text() {
            compare(findChild(entry, "menuTitle").textFormat, Text.PlainText);
            compare(findChild(button, "buttonText").textFormat, Text.PlainText);
        }
    }
}
