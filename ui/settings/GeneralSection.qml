// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import Maru.App
import Maru.Ui.Components

/// Language, looks, and what Maru does when its window is not in front.
Column {
    id: root

    required property Settings settings
    required property Language language
    required property ColourScheme colourScheme

    topPadding: Theme.space3
    bottomPadding: Theme.space8
    spacing: Theme.space5

    SettingRow {
        title: qsTr("Language")
        explanation: qsTr("Of the window, dates and numbers. Models answer in the language you write in.")

        ChoiceBox {
            objectName: "languageBox"
            name: qsTr("Language")
            model: [qsTr("As the desktop"), ...root.language.names]
            currentIndex: root.language.codes.indexOf(root.settings.language) + 1
            onActivated: index => root.settings.language = index === 0 ? "" : root.language.codes[index - 1]
        }
    }
    SettingRow {
        title: qsTr("Theme")
        explanation: root.colourScheme.systemKnown
                     ? qsTr("Desktop follows light and dark as the desktop switches.")
                     : qsTr("The desktop does not say which it prefers: Desktop is light here.")

        ThemeSwitch {
            theme: root.settings.theme
            onThemeRequested: theme => root.settings.theme = theme
        }
    }
    SettingRow {
        title: qsTr("Text size")
        explanation: qsTr("Of everything in the window, in percent of the desktop's size. Also by Ctrl and plus, minus or 0.")

        NumberBox {
            objectName: "zoomBox"
            name: qsTr("Text size in percent")
            from: 50
            to: 300
            stepSize: 10
            number: Math.round(root.settings.zoom * 100)
            onNumberChosen: number => root.settings.zoom = number / 100
        }
    }
    SectionTitle {
        text: qsTr("In the background")
    }
    SettingRow {
        title: qsTr("Notify when a long reply has ended")
        explanation: qsTr("Only while you are looking at something else.")

        ToggleSwitch {
            objectName: "notifySwitch"
            text: qsTr("Notify when a long reply has ended")
            checked: root.settings.notify
            onToggled: root.settings.notify = checked
        }
    }
    SettingRow {
        title: qsTr("Icon in the tray")
        explanation: qsTr("Closing the window then leaves Maru running, ready at once, with its model in memory.")

        ToggleSwitch {
            objectName: "traySwitch"
            text: qsTr("Icon in the tray")
            checked: root.settings.tray
            onToggled: root.settings.tray = checked
        }
    }
}
