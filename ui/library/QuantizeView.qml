// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic as Basic
import Maru.App
import Maru.Ui.Components

/// Makes a smaller model of a large one: fewer digits a weight, the same model.
Basic.ScrollView {
    id: root

    required property QuantizeController quantizer
    readonly property bool working: quantizer.state === QuantizeController.Shrinking || quantizer.state === QuantizeController.Measuring

    contentWidth: availableWidth

    Column {
        width: root.availableWidth
        bottomPadding: Theme.space5
        spacing: Theme.space3

        Label {
            width: parent.width
            text: qsTr("A smaller model keeps fewer digits of each of its numbers: it takes less memory, answers faster, and knows a little less.")
            color: Theme.muted
            wrapMode: Text.Wrap
            elide: Text.ElideNone
        }
        Label {
            objectName: "quantizeError"
            visible: text.length > 0
            width: parent.width
            text: root.quantizer.errorText
            color: Theme.accent
            wrapMode: Text.Wrap
            elide: Text.ElideNone
        }
        Label {
            visible: !root.quantizer.reading && root.quantizer.count === 0 && root.quantizer.errorText.length === 0
            text: qsTr("This model is as small as it can be made.")
        }
        TextButton {
            objectName: "fitMyGpuButton"
            visible: root.quantizer.fittingRow >= 0
            enabled: !root.working
            text: qsTr("The best that fits the graphics card")
            onClicked: root.quantizer.chosen = root.quantizer.fittingRow
        }
        Column {
            width: parent.width

            Repeater {
                model: root.quantizer
                delegate: TargetRow {
                    objectName: "target" + index
                    width: parent ? parent.width : 0
                    enabled: !root.working
                    chosen: root.quantizer.chosen === index
                    onClicked: root.quantizer.chosen = index
                }
            }
        }
        Row {
            spacing: Theme.space2

            TextButton {
                objectName: "startQuantizeButton"
                visible: !root.working
                enabled: root.quantizer.chosen >= 0
                primary: true
                text: qsTr("Make it")
                onClicked: root.quantizer.start()
            }
            TextButton {
                objectName: "pauseQuantizeButton"
                visible: root.working
                text: root.quantizer.paused ? qsTr("Go on") : qsTr("Pause")
                onClicked: root.quantizer.setPaused(!root.quantizer.paused)
            }
            TextButton {
                objectName: "cancelQuantizeButton"
                visible: root.working
                text: qsTr("Cancel")
                onClicked: root.quantizer.cancel()
            }
        }
        Label {
            objectName: "quantizeState"
            visible: text.length > 0
            width: parent.width
            text: root.quantizer.stateText
        }
        ProgressLine {
            visible: root.working
            width: parent.width
            value: root.quantizer.progress
        }
        Column {
            visible: root.quantizer.state === QuantizeController.Done
            width: parent.width
            spacing: Theme.space2

            SectionTitle { text: qsTr("What was lost") }
            Label {
                objectName: "lossText"
                width: parent.width
                text: root.quantizer.lossText.length > 0 ? root.quantizer.lossText
                      : qsTr("Let both models read a text: the smaller one guesses it a little worse. That is the loss.")
                wrapMode: Text.Wrap
                elide: Text.ElideNone
            }
            PageField {
                id: sample

                width: parent.width
                name: qsTr("A text of a page or more")
                placeholder: qsTr("Paste a text of a page or more")
                text: ""
                onWritten: text => root.quantizer.measure(text)
            }
            Row {
                spacing: Theme.space2

                TextButton {
                    objectName: "measureButton"
                    text: qsTr("Measure on this text")
                    onClicked: sample.finish()
                }
                TextButton {
                    objectName: "measureChatsButton"
                    text: qsTr("Measure on my conversations")
                    onClicked: root.quantizer.measureChats()
                }
            }
        }
    }
}
