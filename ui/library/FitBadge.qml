// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import Maru.App
import Maru.Ui.Components

/// Whether a model runs here, in words: a badge, and the sentence behind it.
Row {
    id: root

    property FitQuestion question: null
    readonly property int verdict: question ? question.verdict : FitQuestion.Unknown
    readonly property string badgeText: question ? question.badge : ""
    readonly property string sentence: question ? question.text : ""

    spacing: Theme.space2
    Accessible.role: Accessible.StaticText
    Accessible.name: sentence

    Rectangle {
        id: badge

        visible: root.badgeText.length > 0
        anchors.verticalCenter: parent.verticalCenter
        width: words.implicitWidth + Theme.space3
        height: words.implicitHeight + Theme.space1
        radius: height / 2
        color: root.verdict === FitQuestion.TooLarge ? "transparent" : Theme.bubble
        border.width: Theme.hairline
        border.color: root.verdict === FitQuestion.TooLarge ? Theme.line : Theme.bubble

        Label {
            id: words

            objectName: "fitBadge"
            anchors.centerIn: parent
            text: root.badgeText
            font.pixelSize: Theme.small
            color: root.verdict === FitQuestion.Fits || root.verdict === FitQuestion.OnProcessor
                   ? Theme.accent : Theme.muted
        }
    }
    Label {
        objectName: "fitText"
        anchors.verticalCenter: parent.verticalCenter
        width: root.width - (badge.visible ? badge.width + root.spacing : 0)
        text: root.question && root.question.reading ? qsTr("Finding out whether it runs here ...") : root.sentence
        color: Theme.muted
        font.pixelSize: Theme.small
    }
}
