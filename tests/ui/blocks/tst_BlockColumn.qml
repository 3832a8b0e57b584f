// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtTest
import Maru.App
import Maru.Ui.Blocks

Item {
    id: root

    width: 600
    height: 600

    BlockModel { id: words }
    BlockModel { id: others }

    BlockColumn {
        id: column

        width: 500
        height: implicitHeight
        blocks: words
        viewBottom: 600
        delegate: BlockChooser { onLinkRequested: address => card.show(address) }
    }
    BlockColumn {
        id: second

        y: 500
        width: 500
        height: implicitHeight
        blocks: others
        viewBottom: 100
        delegate: BlockChooser { }
    }
    LinkCard { id: card }
    TextEdit {
        id: clipboard

        visible: false
    }
    SignalSpy {
        id: opened

        target: card
        signalName: "openRequested"
    }

    SignalSpy {
        id: heightAbove

        target: column
        signalName: "heightAboveChanged"
    }

    TestCase {
        name: "BlockColumn"
        when: windowShown

        function init() {
            words.clearSelection();
            others.clearSelection();
            card.close();
            opened.clear();
        }

        function show(text: string) {
            words.setText(text, BlockModel.Markdown);
            tryVerify(() => column.itemAt(words.count - 1) !== null && column.itemAt(words.count - 1).y + 1 > 0);
            waitForRendering(column);
        }

        function pasted(): string {
            clipboard.text = "";
            clipboard.paste();
            return clipboard.text;
        }

        function content(row: int): Item {
            return column.itemAt(row).content;
        }

        function test_a_block_that_comes_below_is_not_above_the_view() {
            show("one");
            column.viewTop = 300; // one reads something below all of this
            column.viewBottom = 900;
            waitForRendering(column);
            heightAbove.clear();
            words.setText("one\n\n# two\n\n```\nthree\nfour\n```", BlockModel.Markdown);
            tryVerify(() => column.itemAt(words.count - 1) !== null);
            compare(heightAbove.count, 0);
            column.viewTop = 0;
            column.viewBottom = 600;
        }

        function test_a_block_stands_below_the_other() {
            show("# One\n\ntwo\n\n```c\nthree\n```\n\n---\n\n| a | b |\n|---|---|\n| c | d |\n\n- e\n- f");
            compare(words.count, 7);
            for (let row = 1; row < words.count; ++row)
                compare(column.itemAt(row).y, column.itemAt(row - 1).y + column.itemAt(row - 1).height);
            verify(column.implicitHeight > 200);
        }

        function test_text_is_never_read_as_markup() {
            show("<b>x</b> &lt;i&gt; ![pic](file:///a.png) [l](javascript:1)");
            compare(content(0).getText(0, 100), "<b>x</b> <i> pic (file:///a.png) l (javascript:1)");
        }

        function test_a_drag_selects_across_blocks() {
            show("one two\n\nthree four\n\n- five six");
            const first = content(0);
            const from = first.mapToItem(column, first.positionToRectangle(4).x, 6);
            const last = content(2);
            const to = last.mapToItem(column, last.positionToRectangle(4).x, 6);
            mouseDrag(column, from.x, from.y, to.x - from.x, to.y - from.y);
            compare(words.selectedPlainText(), "two\n\nthree four\n\n- five");
            compare(first.selectedText, "two");
            compare(last.selectedText, "five");
        }

        function test_the_keyboard_selects_and_copies_all() {
            show("a **b**\n\n```c\nint x;\n```");
            column.forceActiveFocus(Qt.TabFocusReason);
            verify(column.visualFocus);
            keyClick(Qt.Key_A, Qt.ControlModifier);
            keyClick(Qt.Key_C, Qt.ControlModifier);
            compare(pasted(), "a b\n\nint x;");
            compare(words.selectedMarkdown(), "a **b**\n\n```c\nint x;\n```");
            keyClick(Qt.Key_Escape);
            verify(!words.hasSelection);
        }

        function test_a_double_click_selects_a_word() {
            show("one two three");
            const place = content(0).mapToItem(column, content(0).positionToRectangle(5).x, 6);
            mouseDoubleClickSequence(column, place.x, place.y);
            compare(words.selectedPlainText(), "two");
        }

        function test_only_one_message_has_a_selection() {
            show("one");
            others.setText("two", BlockModel.Markdown);
            words.selectAll();
            verify(words.hasSelection);
            others.selectAll();
            verify(!words.hasSelection);
        }

        function test_a_link_is_shown_before_it_is_opened() {
            show("see [here](https://example.org/page)");
            const place = content(0).mapToItem(column, content(0).positionToRectangle(6).x, 8);
            mouseClick(column, place.x, place.y);
            tryVerify(() => card.opened);
            compare(card.address, "https://example.org/page");
            compare(opened.count, 0);
            keyClick(Qt.Key_Return);
            compare(opened.signalArguments[0][0], "https://example.org/page");
        }

        function test_a_table_copies_as_markdown_and_for_spreadsheets() {
            show("| a | b |\n|---|---|\n| c | d |");
            mouseClick(findChild(column, "copyTableTsv"));
            compare(pasted(), "a\tb\nc\td");
            findChild(column, "copyTableMarkdown").forceActiveFocus(Qt.TabFocusReason);
            keyClick(Qt.Key_Space);
            compare(pasted(), "| a | b |\n| --- | --- |\n| c | d |");
        }

        function test_a_wide_table_scrolls_sideways() {
            show("|" + " averyveryverylongwordinacell |".repeat(8) + "\n|" + "---|".repeat(8) + "\n|" + " x |".repeat(8));
            const view = findChild(column, "tableView");
            verify(view.contentWidth > view.width);
        }

        function test_what_is_written_grows_at_its_end() {
            words.setText("", BlockModel.Markdown);
            words.append("one\n\ntwo");
            tryCompare(words, "count", 2);
            waitForRendering(column);
            const made = column.itemAt(0);
            words.append(" more\n\n# three");
            tryCompare(words, "count", 3);
            waitForRendering(column);
            verify(column.itemAt(0) === made, "a finished block was made again");
            compare(content(1).getText(0, 100), "two more");
            words.finish("one\n\ntwo more\n\n# three");
            verify(column.itemAt(0) === made);
        }

        function test_blocks_far_from_the_view_are_not_made() {
            words.setText("paragraph\n\n".repeat(2000), BlockModel.Markdown);
            waitForRendering(column);
            verify(column.itemAt(0) !== null);
            verify(column.itemAt(1999) === null);
            verify(column.implicitHeight > 20000);
        }
    }
}
