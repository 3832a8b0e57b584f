// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import Maru.App
import Maru.Ui.Components

/// A paragraph or a heading with its styles, links and formulas. The text reaches the document character by character
/// (BlockText): nothing in it is read as markup, and no image is loaded.
TextEdit {
    id: root

    required property messageBlock block
    property InlineMath math
    property int selectionFrom
    property int selectionTo
    property textMarks marks
    property bool quiet: false // smaller and muted: what was thought
    readonly property bool heading: block.kind === MessageBlock.Heading
    readonly property real scale: heading ? [1.35, 1.2, 1.1, 1, 1, 1][block.level - 1] : 1

    readOnly: true
    selectByMouse: false
    activeFocusOnPress: false
    persistentSelection: true
    textFormat: TextEdit.PlainText
    wrapMode: TextEdit.Wrap
    color: quiet ? Theme.muted : Theme.text
    selectionColor: Theme.accent
    selectedTextColor: Theme.accentText
    font.pixelSize: Math.round((quiet ? Theme.small + 2 : Theme.body) * scale)
    font.weight: heading ? Font.DemiBold : Font.Normal
    Accessible.role: heading ? Accessible.Heading : Accessible.Paragraph
    Accessible.name: getText(0, length)

    function placeAt(x: real, y: real): int {
        return filler.placeAt(x, y);
    }

    BlockText {
        id: filler

        target: root
        block: root.block
        math: root.math
        fontSize: root.font.pixelSize
        lineHeight: Theme.lineHeight
        monospace: Theme.monospace
        textColor: root.color
        linkColor: Theme.accent
        codeBackground: Theme.code
        mutedColor: Theme.muted
        selectionFrom: root.selectionFrom
        selectionTo: root.selectionTo
    }
    TextMarker {
        document: root.textDocument
        places: filler
        marks: root.marks
        color: Theme.mark
        textColor: Theme.text
    }
}
