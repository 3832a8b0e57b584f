// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls.Basic as Basic

/// One of several: a button with the chosen one's words, and a list below it.
Basic.ComboBox {
    id: root

    property string name // what a screen reader calls it

    implicitHeight: Theme.controlHeight
    implicitWidth: Math.round(Theme.unit * 50)
    leftPadding: Theme.space3
    rightPadding: Theme.space3
    font.pixelSize: Theme.small + 1
    hoverEnabled: true
    Accessible.name: name.length > 0 ? name + ", " + displayText : displayText

    background: Rectangle {
        radius: Theme.controlRadius
        color: root.pressed || root.hovered ? Theme.hover : Theme.surface
        border.width: root.visualFocus ? Theme.focusLine : Theme.hairline
        border.color: root.visualFocus ? Theme.accent : Theme.line
    }
    contentItem: Label {
        rightPadding: Theme.iconSize
        text: root.displayText
        font: root.font
    }
    indicator: Icon {
        x: root.width - width - Theme.space2
        y: Math.round((root.height - height) / 2)
        rotation: 90
        path: Icons.chevron
        color: Theme.muted
    }
    delegate: Basic.ItemDelegate {
        id: line

        required property var model
        required property int index

        width: ListView.view.width
        implicitHeight: Theme.controlHeight
        highlighted: root.highlightedIndex === index
        text: root.textRole.length > 0 ? line.model[root.textRole] : line.model["modelData"]
        Accessible.name: text

        background: Rectangle {
            radius: Theme.controlRadius
            color: line.highlighted ? Theme.bubble : "transparent"
        }
        contentItem: Label {
            leftPadding: Theme.space2
            text: line.text
            font.pixelSize: Theme.small + 1
        }
    }
    popup: Basic.Popup {
        y: root.height + Theme.space1
        width: root.width
        height: Math.min(contentItem.implicitHeight + 2 * padding, Theme.unit * 90)
        padding: Theme.space1

        background: Rectangle {
            color: Theme.surface
            radius: Theme.cardRadius
            border.width: Theme.hairline
            border.color: Theme.line
        }
        contentItem: ListView {
            implicitHeight: contentHeight
            clip: true
            boundsBehavior: Flickable.StopAtBounds
            model: root.delegateModel
            currentIndex: root.highlightedIndex
        }
    }
}
