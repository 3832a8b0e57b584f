// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls.Basic as Basic

/// A line to type into. `name` is what a screen reader calls it.
Basic.TextField {
    id: root

    property string name

    implicitHeight: Theme.controlHeight
    implicitWidth: Math.round(Theme.unit * 50)
    leftPadding: Theme.space3
    rightPadding: Theme.space3
    color: Theme.text
    placeholderTextColor: Theme.muted
    selectionColor: Theme.accent
    selectedTextColor: Theme.accentText
    selectByMouse: true
    font.pixelSize: Theme.small + 1
    Accessible.name: name.length > 0 ? name : placeholderText

    background: Rectangle {
        radius: Theme.controlRadius
        color: Theme.surface
        border.width: root.activeFocus ? Theme.focusLine : Theme.hairline
        border.color: root.activeFocus ? Theme.accent : Theme.line
    }
}
