// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import Maru.App
import Maru.Ui.Components

// No ComponentBehavior: Bound here: the Loader of Qt 6.4 cannot make the components below with it.

/// One block of a message: the file of its kind, indented in the quotes and lists it lies in.
///
/// A file of a kind has `selectionFrom`, `selectionTo` (places of MessageBlock::length()) and `placeAt(x, y): int`, and
/// takes no press of the mouse on its text: the BlockColumn selects.
Item {
    id: root

    required property messageBlock block
    required property BlockModel blocks
    required property int row
    property int selectionFrom
    property int selectionTo
    property textMarks marks // places that were looked for
    property bool quiet: false // what was thought: smaller and muted
    readonly property Item content: loader.item as Item // whose placeAt() tells where a press is
    readonly property real gap: row === 0 ? 0 : [Theme.space1, Theme.space3, Theme.space5][block.gap]
    readonly property real indent: block.frames.length * Theme.space5 * 1.25

    signal linkRequested(string address)

    implicitHeight: gap + (content ? content.implicitHeight : 0)

    Repeater {
        model: root.block.frames

        BlockFrame {
            required property int index
            required property string modelData

            x: index * width
            width: Theme.space5 * 1.25
            height: root.height
            kind: modelData
            gap: root.gap
        }
    }
    Loader {
        id: loader

        x: root.indent
        y: root.gap
        width: root.width - x
        sourceComponent: [spans, spans, code, math, table, rule, plain][root.block.kind]
    }
    Component {
        id: spans

        SpanBlock {
            block: root.block
            math: root.blocks.math
            selectionFrom: root.selectionFrom
            selectionTo: root.selectionTo
            marks: root.marks
            quiet: root.quiet
            onLinkActivated: link => root.linkRequested(link)
        }
    }
    Component {
        id: code

        CodeBlock {
            language: root.block.language
            text: root.block.text
            closed: root.block.closed
            highlighter: root.blocks.highlighter
            selectionFrom: root.selectionFrom
            selectionTo: root.selectionTo
            marks: root.marks
            onCopyRequested: root.blocks.copyText(root.block.text)
        }
    }
    Component {
        id: math

        MathBlock {
            source: root.block.text
            closed: root.block.closed
            math: root.blocks.math
            selectionFrom: root.selectionFrom
            selectionTo: root.selectionTo
            onCopyRequested: root.blocks.copyText(root.block.text)
        }
    }
    Component {
        id: table

        TableBlock {
            block: root.block
            math: root.blocks.math
            selectionFrom: root.selectionFrom
            selectionTo: root.selectionTo
            marks: root.marks
            quiet: root.quiet
            onCopyMarkdownRequested: root.blocks.copyTableAsMarkdown(root.row)
            onCopyTsvRequested: root.blocks.copyTableAsTsv(root.row)
            onLinkRequested: address => root.linkRequested(address)
        }
    }
    Component {
        id: rule

        RuleBlock {
            selectionFrom: root.selectionFrom
            selectionTo: root.selectionTo
        }
    }
    Component {
        id: plain

        TextBlock {
            text: root.block.text
            selectByMouse: false
            activeFocusOnPress: false
            selectionFrom: root.selectionFrom
            selectionTo: root.selectionTo
            marks: root.marks
        }
    }
}
