// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import Maru.App
import Maru.Ui.Components

/// Whether a model runs here, in words: a badge, and the sentence behind it.
Row {
    id: root

    required property FitQuestion question

    spacing: Theme.space2
    Accessible.role: Accessible.StaticText
    Accessible.name: question.text

    Rectangle {
        id: badge

        visible: root.question.badge.length > 0
        anchors.verticalCenter: parent.verticalCenter
        width: words.implicitWidth + Theme.space3
        height: words.implicitHeight + Theme.space1
        radius: height / 2
        color: root.question.verdict === FitQuestion.TooLarge ? "transparent" : Theme.bubble
        border.width: Theme.hairline
        border.color: root.question.verdict === FitQuestion.TooLarge ? Theme.line : Theme.bubble

        Label {
            id: words

            objectName: "fitBadge"
            anchors.centerIn: parent
            text: root.question.badge
            font.pixelSize: Theme.small
            color: root.question.verdict === FitQuestion.Fits || root.question.verdict === FitQuestion.OnProcessor
                   ? Theme.accent : Theme.muted
        }
    }
    Label {
        objectName: "fitText"
        anchors.verticalCenter: parent.verticalCenter
        width: root.width - (badge.visible ? badge.width + root.spacing : 0)
        text: root.question.reading ? qsTr("Finding out whether it runs here ...") : root.question.text
        color: Theme.muted
        font.pixelSize: Theme.small
    }
}
