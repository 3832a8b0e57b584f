// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls.Basic as Basic

/// On or off. `text` is what a screen reader says; the words beside it are the page's.
Basic.AbstractButton {
    id: root

    implicitWidth: Math.round(Theme.unit * 10)
    implicitHeight: Math.round(Theme.unit * 6)
    checkable: true
    hoverEnabled: true
    opacity: enabled ? 1 : 0.5
    Accessible.role: Accessible.CheckBox
    Accessible.name: text
    Accessible.checkable: true
    Accessible.checked: checked

    background: Rectangle {
        radius: height / 2
        color: root.checked ? Theme.accent : Theme.panel
        border.width: root.visualFocus ? Theme.focusLine : Theme.hairline
        border.color: root.visualFocus ? Theme.text : root.checked ? Theme.accent : Theme.muted
    }
    contentItem: Item {
        Rectangle {
            readonly property real gap: Math.round(Theme.unit * 0.75)

            x: root.checked ? parent.width - width - gap : gap
            y: gap
            width: parent.height - 2 * gap
            height: width
            radius: width / 2
            color: root.checked ? Theme.accentText : Theme.muted

            Behavior on x { NumberAnimation { duration: Theme.motion } }
        }
    }
}
