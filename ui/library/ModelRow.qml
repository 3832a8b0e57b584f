// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import Maru.App
import Maru.Ui.Components

/// A row of a list of models: name, a sentence, whether it runs here; what is done with it at the right.
FocusScope {
    id: root

    required property string title
    required property string sentence
    property string facts // small, beside the name: "4.7 GB"
    property string problemText
    property FitQuestion question: null
    property real progress: -1 // 0 to 1; below 0: none
    default property alias actions: buttons.data

    /// Those of `words` that say something, with dots between.
    function joined(words: var): string {
        return words.filter(word => word.length > 0).join(" \u00b7 ");
    }

    implicitHeight: column.implicitHeight + 2 * Theme.space3
    Accessible.role: Accessible.ListItem
    Accessible.name: joined([title, facts, sentence, problemText])

    Rectangle {
        visible: root.activeFocus
        anchors.fill: parent
        radius: Theme.controlRadius
        color: Theme.hover
    }
    Column {
        id: column

        anchors.verticalCenter: parent.verticalCenter
        x: Theme.space2
        width: parent.width - buttons.width - 2 * Theme.space2 - Theme.space4
        spacing: Theme.space1

        Row {
            width: parent.width
            spacing: Theme.space3

            Label {
                id: titleLabel

                objectName: "rowTitle"
                width: Math.min(implicitWidth, parent.width)
                text: root.title
                font.weight: Font.DemiBold
            }
            Label {
                id: factsLabel

                anchors.baseline: titleLabel.baseline
                width: Math.max(0, parent.width - titleLabel.width - parent.spacing)
                text: root.facts
                color: Theme.muted
                font.pixelSize: Theme.small
            }
        }
        Label {
            objectName: "rowSentence"
            visible: text.length > 0
            width: parent.width
            text: root.sentence
            font.pixelSize: Theme.small + 1
            wrapMode: Text.Wrap
            maximumLineCount: 2
        }
        Label {
            objectName: "rowProblem"
            visible: text.length > 0
            width: parent.width
            text: root.problemText
            color: Theme.accent
            font.pixelSize: Theme.small
            wrapMode: Text.Wrap
        }
        FitBadge {
            visible: root.question !== null && root.problemText.length === 0
            width: parent.width
            question: root.question
        }
        ProgressLine {
            visible: root.progress >= 0
            width: parent.width
            value: root.progress
        }
    }
    Row {
        id: buttons

        anchors.right: parent.right
        anchors.rightMargin: Theme.space2
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.space1
    }
    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.hairline
        color: Theme.line
    }
}
