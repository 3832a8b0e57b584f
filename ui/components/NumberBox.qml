// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls.Basic as Basic

/// A number with buttons for less and more, also by arrow keys and typed. A `factor` of 100 steps in hundredths.
Basic.SpinBox {
    id: root

    property string name // what a screen reader calls it
    property real factor: 1
    property real number: 0
    property string lowest // words in place of the least value: "Automatic"

    signal numberChosen(real number)

    implicitHeight: Theme.controlHeight
    implicitWidth: Math.round(Theme.unit * 34)
    value: Math.round(number * factor)
    editable: true
    leftPadding: Theme.controlHeight
    rightPadding: Theme.controlHeight
    font.pixelSize: Theme.small + 1
    hoverEnabled: true
    Accessible.name: name
    textFromValue: (value, locale) => root.lowest.length > 0 && value === root.from
                   ? root.lowest : Number(value / root.factor).toLocaleString(locale, "f", root.factor > 1 ? 2 : 0)
    valueFromText: (text, locale) => {
        if (root.lowest.length > 0 && text === root.lowest)
            return root.from;
        try {
            return Math.round(Number.fromLocaleString(locale, text) * root.factor);
        } catch (error) {
            return root.value; // no number: what was there stays
        }
    }
    validator: null
    onValueModified: root.numberChosen(root.value / root.factor)

    background: Rectangle {
        radius: Theme.controlRadius
        color: Theme.surface
        border.width: root.activeFocus ? Theme.focusLine : Theme.hairline
        border.color: root.activeFocus ? Theme.accent : Theme.line
    }
    contentItem: TextInput {
        text: root.displayText
        font: root.font
        color: Theme.text
        selectionColor: Theme.accent
        selectedTextColor: Theme.accentText
        horizontalAlignment: Qt.AlignHCenter
        verticalAlignment: Qt.AlignVCenter
        selectByMouse: true
        inputMethodHints: Qt.ImhFormattedNumbersOnly
        Accessible.role: Accessible.EditableText
        Accessible.name: root.name
    }
    down.indicator: NumberStep {
        x: Theme.hairline
        height: root.height
        hot: root.down.hovered
        path: Icons.minus
        enabled: root.value > root.from
    }
    up.indicator: NumberStep {
        x: root.width - width - Theme.hairline
        height: root.height
        hot: root.up.hovered
        path: Icons.plus
        enabled: root.value < root.to
    }
}
