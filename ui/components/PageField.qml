// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls.Basic as Basic

/// A place for several lines of text, with a bar to scroll them. `written` tells what was typed when the focus leaves.
Basic.ScrollView {
    id: root

    property string name // what a screen reader calls it
    property string placeholder
    property string text // what it shows until somebody types
    property bool code: false // equal letters
    property bool readOnly: false

    signal written(string text)

    /// Tells what was typed and not told yet.
    function finish() {
        if (!root.readOnly && area.text !== root.text)
            root.written(area.text);
    }

    implicitHeight: Math.round(Theme.unit * 30)
    implicitWidth: Math.round(Theme.unit * 80)
    Basic.ScrollBar.horizontal.policy: Basic.ScrollBar.AlwaysOff
    onTextChanged: if (area.text !== text) area.text = text

    background: Rectangle {
        radius: Theme.controlRadius
        color: root.code ? Theme.code : Theme.surface
        border.width: area.activeFocus ? Theme.focusLine : Theme.hairline
        border.color: area.activeFocus ? Theme.accent : Theme.line
    }

    Basic.TextArea {
        id: area

        objectName: "pageText"
        padding: Theme.space2
        readOnly: root.readOnly
        color: Theme.text
        placeholderText: root.placeholder
        placeholderTextColor: Theme.muted
        selectionColor: Theme.accent
        selectedTextColor: Theme.accentText
        selectByMouse: true
        textFormat: TextEdit.PlainText
        wrapMode: TextEdit.Wrap
        font.pixelSize: root.code ? Theme.codeSize : Theme.small + 2
        font.family: root.code ? Theme.monospace : Qt.application.font.family
        background: null
        Accessible.name: root.name
        KeyNavigation.priority: KeyNavigation.BeforeItem
        KeyNavigation.tab: nextItemInFocusChain(true)
        KeyNavigation.backtab: nextItemInFocusChain(false)
        onActiveFocusChanged: if (!activeFocus) root.finish()
        Component.onCompleted: text = root.text
    }
}
