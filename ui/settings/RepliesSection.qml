// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import Maru.App
import Maru.Ui.Components

/// How replies are written where a conversation does not say otherwise, in plain words.
Column {
    id: root

    required property Settings settings

    topPadding: Theme.space3
    bottomPadding: Theme.space8
    spacing: Theme.space5

    SettingRow {
        title: qsTr("Temperature")
        explanation: qsTr("Low is sober and repeatable, high is varied and risky. 0 always takes the likeliest word.")

        NumberBox {
            objectName: "temperatureBox"
            name: qsTr("Temperature")
            from: 0
            to: 200
            stepSize: 5
            factor: 100
            number: root.settings.temperature
            onNumberChosen: number => root.settings.temperature = number
        }
    }
    SettingRow {
        title: qsTr("Top K")
        explanation: qsTr("Only so many of the likeliest words are considered.")

        NumberBox {
            objectName: "topKBox"
            name: qsTr("Top K")
            from: 0
            to: 1000
            lowest: qsTr("All")
            number: root.settings.topK
            onNumberChosen: number => root.settings.topK = number
        }
    }
    SettingRow {
        title: qsTr("Top P")
        explanation: qsTr("Only the likeliest words that together make up this share are considered. 1 is off.")

        NumberBox {
            objectName: "topPBox"
            name: qsTr("Top P")
            from: 0
            to: 100
            stepSize: 5
            factor: 100
            number: root.settings.topP
            onNumberChosen: number => root.settings.topP = number
        }
    }
    SettingRow {
        title: qsTr("Min P")
        explanation: qsTr("Words that are less likely than this share of the likeliest one are left out. 0 is off.")

        NumberBox {
            objectName: "minPBox"
            name: qsTr("Min P")
            from: 0
            to: 100
            factor: 100
            number: root.settings.minP
            onNumberChosen: number => root.settings.minP = number
        }
    }
    SettingRow {
        title: qsTr("Repetition penalty")
        explanation: qsTr("Makes words that were just used less likely. 1 is off.")

        NumberBox {
            objectName: "repetitionBox"
            name: qsTr("Repetition penalty")
            from: 100
            to: 200
            factor: 100
            number: root.settings.repetitionPenalty
            onNumberChosen: number => root.settings.repetitionPenalty = number
        }
    }
    SettingRow {
        title: qsTr("Longest reply")
        explanation: qsTr("In tokens; a token is a short word or a part of one.")

        NumberBox {
            objectName: "maxTokensBox"
            name: qsTr("Longest reply in tokens")
            from: 0
            to: 1000000
            stepSize: 256
            lowest: qsTr("No limit")
            number: root.settings.maxTokens
            onNumberChosen: number => root.settings.maxTokens = number
        }
    }
    SettingRow {
        title: qsTr("Longest thinking")
        explanation: qsTr("After so many tokens a model that thinks first is led to its answer.")

        NumberBox {
            objectName: "thinkingBox"
            name: qsTr("Longest thinking in tokens")
            from: 0
            to: 1000000
            stepSize: 256
            lowest: qsTr("No limit")
            number: root.settings.thinkingBudget
            onNumberChosen: number => root.settings.thinkingBudget = number
        }
    }
    TextButton {
        objectName: "resetButton"
        text: qsTr("Back to the standard values")
        onClicked: root.settings.resetGeneration()
    }
}
