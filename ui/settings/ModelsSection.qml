// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import Maru.App
import Maru.Ui.Components

/// Where models run and how much they may take.
Column {
    id: root

    required property Settings settings
    required property ChatController chat
    required property DeviceModel devices
    readonly property var contextSizes: [0, 2048, 4096, 8192, 16384, 32768, 65536, 131072]
    readonly property var idleTimes: [0, 5, 15, 30, 60, 240]

    signal libraryRequested()

    topPadding: Theme.space3
    bottomPadding: Theme.space8
    spacing: Theme.space5
    Component.onCompleted: devices.refresh()

    SettingRow {
        title: qsTr("Models")
        explanation: root.chat.modelName.length > 0 ? qsTr("%1 answers now.").arg(root.chat.modelName)
                                                    : qsTr("No model is chosen yet.")

        TextButton {
            objectName: "openLibraryButton"
            text: qsTr("Open the library")
            onClicked: root.libraryRequested()
        }
    }
    SettingRow {
        title: qsTr("Device")
        explanation: root.devices.noteText.length > 0
                     ? root.devices.noteText : qsTr("Where models run. A change loads the model again.")

        ChoiceBox {
            id: deviceBox

            objectName: "deviceBox"
            name: qsTr("Device")
            implicitWidth: Math.round(Theme.unit * 64)
            model: root.devices
            textRole: "name"
            valueRole: "selector"
            onActivated: root.chat.chooseDevice(currentValue)
            onCountChanged: currentIndex = indexOfValue(root.settings.device)
            Component.onCompleted: currentIndex = indexOfValue(root.settings.device)

            Connections {
                target: root.settings

                function onDeviceChanged() {
                    deviceBox.currentIndex = deviceBox.indexOfValue(root.settings.device);
                }
            }
        }
    }
    SettingRow {
        title: qsTr("Layers on the graphics device")
        explanation: qsTr("A model that is too large for its memory is divided; the rest runs on the processor.")

        NumberBox {
            objectName: "layersBox"
            name: qsTr("Layers on the graphics device")
            from: -1
            to: 1000
            lowest: qsTr("As many as fit")
            number: root.settings.gpuLayers
            onNumberChosen: number => root.settings.gpuLayers = number
        }
    }
    SettingRow {
        title: qsTr("Threads")
        explanation: qsTr("Of the processor. More than it has cores make it no faster. A change loads the model again.")

        NumberBox {
            objectName: "threadsBox"
            name: qsTr("Threads")
            from: 0
            to: root.settings.mostThreads
            lowest: qsTr("Automatic")
            number: root.settings.threads
            onNumberChosen: number => root.settings.threads = number
        }
    }
    SettingRow {
        title: qsTr("Context")
        explanation: qsTr("How many tokens of a conversation a model keeps in sight. More takes more memory.")

        ChoiceBox {
            objectName: "contextBox"
            name: qsTr("Context")
            model: root.contextSizes.map(size => size === 0 ? qsTr("As the model and memory allow")
                                                            : Number(size).toLocaleString(Qt.locale(), "f", 0))
            currentIndex: Math.max(0, root.contextSizes.indexOf(root.settings.contextLength))
            implicitWidth: Math.round(Theme.unit * 64)
            onActivated: index => root.settings.contextLength = root.contextSizes[index]
        }
    }
    SettingRow {
        title: qsTr("Unload an unused model")
        explanation: qsTr("Gives its memory back. The next message loads it again.")

        ChoiceBox {
            objectName: "idleBox"
            name: qsTr("Unload an unused model")
            model: root.idleTimes.map(minutes => minutes === 0 ? qsTr("Never") : qsTr("After %n minute(s)", "", minutes))
            currentIndex: Math.max(0, root.idleTimes.indexOf(root.settings.idleMinutes))
            onActivated: index => root.settings.idleMinutes = root.idleTimes[index]
        }
    }
}
