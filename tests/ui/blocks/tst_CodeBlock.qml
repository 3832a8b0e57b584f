// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtTest
import Maru.Ui.Blocks
import Maru.Ui.Components

Item {
    id: root

    width: 500
    height: 900

    CodeBlock {
        id: block

        width: 400
        language: "python"
        text: "def f():\n    return 1"
        closed: true
    }
    SignalSpy { id: copies; target: block; signalName: "copyRequested" }

    TestCase {
        name: "CodeBlock"
        when: windowShown

        readonly property TextEdit edit: findChild(block, "codeText")

        function lines(count: int): string {
            return "x = 1\n".repeat(count - 1) + "x = 1";
        }

        function init() {
            copies.clear();
            block.closed = true;
            block.folded = false;
            block.wrapped = false;
            block.text = "def f():\n    return 1";
        }

        function test_the_code_stands_there_as_it_was_written() {
            compare(edit.getText(0, edit.length).replace(/\u2029/g, "\n"), block.text);
            compare(findChild(block, "codeLanguage").text, "python");
        }

        function test_markup_in_code_is_code() {
            block.text = "<b>x</b> <img src=\"http://127.0.0.1/a.png\"> **y**";
            compare(edit.getText(0, edit.length), block.text);
        }

        function test_growing_code_grows() {
            block.closed = false;
            let text = "";
            for (let i = 0; i < 100; ++i) {
                text += "line " + i + "\n";
                block.text = text;
            }
            compare(edit.getText(0, edit.length).replace(/\u2029/g, "\n"), text);
            verify(!findChild(block, "foldCode").visible); // not while it is being written
        }

        function test_the_copy_button_asks_for_a_copy_by_mouse_and_keyboard() {
            const button = findChild(block, "copyCode");
            mouseClick(button);
            compare(copies.count, 1);
            button.forceActiveFocus(Qt.TabFocusReason);
            keyClick(Qt.Key_Space);
            compare(copies.count, 2);
        }

        function test_buttons_show_when_the_keyboard_reaches_them() {
            mouseMove(root, 480, 880);
            const wrap = findChild(block, "wrapCode");
            root.forceActiveFocus();
            tryCompare(wrap, "opacity", 0);
            wrap.forceActiveFocus(Qt.TabFocusReason);
            tryCompare(wrap, "opacity", 1);
            keyClick(Qt.Key_Space);
            verify(block.wrapped);
        }

        function test_wrapped_code_is_higher_and_not_wider() {
            block.text = "word ".repeat(200);
            const high = block.height;
            verify(edit.width > block.width);
            block.wrapped = true;
            verify(edit.width < block.width);
            verify(block.height > 2 * high);
        }

        function test_long_code_is_folded_and_unfolded() {
            block.text = lines(200);
            const whole = block.height;
            const fold = findChild(block, "foldCode");
            verify(fold.visible);
            block.folded = true;
            verify(block.height < whole / 3);
            mouseClick(fold);
            compare(block.height, whole);
            compare(edit.getText(0, edit.length).length, block.text.length);
        }

        function test_short_code_has_nothing_to_fold() {
            verify(!findChild(block, "foldCode").visible);
        }

        function test_a_selection_is_shown_and_places_are_told() {
            block.selectionFrom = 4;
            block.selectionTo = 8;
            compare(edit.selectedText, "f():");
            block.selectionFrom = 0;
            block.selectionTo = 0;
            const middle = edit.mapToItem(block, edit.positionToRectangle(11).x, edit.positionToRectangle(11).y + 2);
            compare(block.placeAt(middle.x, middle.y), 11);
        }

        function test_it_follows_the_theme() {
            const light = edit.color.toString(); // a colour would follow
            Theme.dark = true;
            verify(!Qt.colorEqual(edit.color, light));
            Theme.dark = false;
        }
    }
}
