// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import Maru.App
import Maru.Ui.Components

/// A piece of a message as plain text that can be selected and copied. Markup in it is shown as it is written, and
/// nothing it names is fetched.
TextEdit {
    id: root

    property int selectionFrom
    property int selectionTo
    property textMarks marks

    readOnly: true
    selectByMouse: true
    persistentSelection: true
    textFormat: TextEdit.PlainText
    wrapMode: TextEdit.Wrap
    color: Theme.text
    selectionColor: Theme.accent
    selectedTextColor: Theme.accentText
    font.pixelSize: Theme.body
    Accessible.role: Accessible.StaticText
    Accessible.name: text
    onSelectionFromChanged: select(selectionFrom, selectionTo)
    onSelectionToChanged: select(selectionFrom, selectionTo)
    Component.onCompleted: select(selectionFrom, selectionTo) // what is selected may have come before the text

    function placeAt(x: real, y: real): int {
        return positionAt(x, y);
    }

    TextStyle {
        document: root.textDocument
        lineHeight: Theme.lineHeight
    }
    TextMarker {
        document: root.textDocument
        marks: root.marks
        color: Theme.mark
        textColor: Theme.text
    }
}
