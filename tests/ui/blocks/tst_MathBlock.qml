// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtTest
import Maru.App
import Maru.Ui.Blocks
import Maru.Ui.Components

Item {
    id: root

    width: 500
    height: 600

    // The renderer of the application under test, as messages get it.
    Loader {
        id: loader

        width: 400
        active: false
        sourceComponent: MathBlock {
            source: "x = \\frac{1}{2}"
            closed: true
            math: app.chat.messages.thinkingBlocks(0).math
        }
    }
    SignalSpy { id: copies; target: loader.item; signalName: "copyRequested" }

    TestCase {
        name: "MathBlock"
        when: windowShown

        function init() {
            verify(app.reset());
            verify(app.chat.send("a message that has blocks"));
            loader.active = true;
            copies.clear();
        }

        function cleanup() {
            loader.active = false;
        }

        function test_the_source_stands_there_until_the_formula_is_drawn() {
            const label = findChild(loader.item, "formulaSource");
            verify(label.visible);
            compare(label.text, "x = \\frac{1}{2}");
            tryVerify(() => loader.item.drawn, 20000);
            verify(!label.visible);
            const picture = findChild(loader.item, "formula");
            verify(picture.implicitWidth > 20 && picture.implicitHeight > Theme.body);
        }

        function test_what_cannot_be_drawn_stays_its_source() {
            loader.item.source = "\\nosuchcommand{x}";
            const picture = findChild(loader.item, "formula");
            tryVerify(() => picture.failed, 20000);
            verify(findChild(loader.item, "formulaSource").visible);
            compare(findChild(loader.item, "formulaSource").text, "\\nosuchcommand{x}");
        }

        function test_an_open_formula_is_not_drawn_yet() {
            loader.item.closed = false;
            wait(100);
            verify(!loader.item.drawn);
            loader.item.closed = true;
            tryVerify(() => loader.item.drawn, 20000);
        }

        function test_a_wide_formula_scrolls_sideways() {
            loader.item.source = "a + b + c + d = ".repeat(20) + "0";
            tryVerify(() => loader.item.drawn && findChild(loader.item, "formula").implicitWidth > 800, 20000);
            compare(findChild(loader.item, "formula").x, 0);
            verify(loader.item.width <= 400);
        }

        function test_its_source_is_copied_by_keyboard() {
            tryVerify(() => loader.item.drawn, 20000);
            const button = findChild(loader.item, "copyFormula");
            button.forceActiveFocus(Qt.TabFocusReason);
            tryCompare(button, "opacity", 1);
            keyClick(Qt.Key_Space);
            compare(copies.count, 1);
        }

        function test_a_selection_is_shown_and_places_are_told() {
            const mark = findChild(loader.item, "formulaSelection");
            verify(!mark.visible);
            loader.item.selectionTo = 1;
            verify(mark.visible);
            compare(loader.item.placeAt(1, 5), 0);
            compare(loader.item.placeAt(399, 5), 1);
        }
    }
}
