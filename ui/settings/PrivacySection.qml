// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import Maru.App
import Maru.Ui.Components

/// What leaves this computer, which is nothing unless asked for, and what stays on it for how long.
Column {
    id: root

    required property Settings settings
    required property RequestListModel requests
    required property HubController hub
    readonly property var trashTimes: [0, 7, 30, 90, 365]

    topPadding: Theme.space3
    bottomPadding: Theme.space8
    spacing: Theme.space5

    SettingRow {
        title: qsTr("Offline")
        explanation: qsTr("Models answer on this computer. Only the catalogue and downloads ever use the network; this forbids them too.")

        ToggleSwitch {
            objectName: "offlineSwitch"
            text: qsTr("Offline")
            checked: root.settings.offline
            onToggled: root.settings.offline = checked
        }
    }
    TokenRow {
        hub: root.hub
    }
    SettingRow {
        title: qsTr("Deleted conversations")
        explanation: qsTr("They stay in the trash for so long; then every trace of them is removed.")

        ChoiceBox {
            objectName: "trashBox"
            name: qsTr("Deleted conversations")
            model: root.trashTimes.map(days => days === 0 ? qsTr("Remove at once") : qsTr("Keep for %n day(s)", "", days))
            currentIndex: Math.max(0, root.trashTimes.indexOf(root.settings.trashDays))
            onActivated: index => root.settings.trashDays = root.trashTimes[index]
        }
    }
    SectionTitle {
        text: qsTr("Every request ever made")
    }
    RequestList {
        width: parent.width
        requests: root.requests
    }
}
