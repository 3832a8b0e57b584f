// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import Maru.App
import Maru.Ui.Components

/// A piece of a message as plain text that can be selected and copied. Markup in it is shown as it is written, and
/// nothing it names is fetched.
TextEdit {
    id: root

    readOnly: true
    selectByMouse: true
    textFormat: TextEdit.PlainText
    wrapMode: TextEdit.Wrap
    color: Theme.text
    selectionColor: Theme.accent
    selectedTextColor: Theme.accentText
    font.pixelSize: Theme.body
    Accessible.role: Accessible.StaticText
    Accessible.name: text

    TextStyle {
        document: root.textDocument
        lineHeight: Theme.lineHeight
    }
}
