// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtTest
import Maru.Ui.Blocks
import Maru.Ui.Components

TestCase {
    id: test

    name: "TextBlock"
    when: windowShown
    width: 400
    height: 400

    TextBlock {
        id: block

        width: 300
        text: "one\ntwo\nthree"
    }

    TextEdit {
        id: plain

        width: 300
        font: block.font
        text: block.text
        textFormat: TextEdit.PlainText
    }

    function ratio(): real {
        return block.contentHeight / plain.contentHeight;
    }

    function test_lines_stand_as_far_apart_as_the_theme_says() {
        block.text = "one\ntwo\nthree";
        fuzzyCompare(ratio(), Theme.lineHeight, 0.1);
    }

    function test_so_do_lines_that_arrive_later() {
        block.text = "one";
        for (let i = 0; i < 20; ++i)
            block.text += "\nmore";
        fuzzyCompare(ratio(), Theme.lineHeight, 0.1);
    }

    function test_markup_is_shown_as_it_is_written() {
        block.text = "<b>bold</b> ![](picture.png)";
        compare(block.getText(0, block.length), "<b>bold</b> ![](picture.png)");
    }
}
