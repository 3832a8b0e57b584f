// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic as Basic
import Maru.App
import Maru.Ui.Components

/// All devices that models could run on.
Item {
    id: root

    required property DevicesController devices
    required property Settings settings

    signal deviceChosen(string selector)

    Timer {
        interval: 3000
        repeat: true
        running: root.visible
        triggeredOnStart: true
        onTriggered: root.devices.refresh()
    }
    Row {
        id: tools

        width: parent.width
        spacing: Theme.space3

        TextButton {
            objectName: "automaticDeviceButton"
            enabled: root.settings.device !== "auto"
            text: root.settings.device === "auto" ? qsTr("Chosen automatically") : qsTr("Choose automatically")
            onClicked: root.deviceChosen("auto")
        }
        Label {
            anchors.verticalCenter: parent.verticalCenter
            width: parent.width - x
            text: root.devices.errorText
            color: Theme.accent
            font.pixelSize: Theme.small + 1
            wrapMode: Text.Wrap
        }
    }
    ListView {
        id: list

        objectName: "deviceCheckList"
        anchors.top: tools.bottom
        anchors.topMargin: Theme.space2
        anchors.bottom: parent.bottom
        width: parent.width
        model: root.devices
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        activeFocusOnTab: true
        keyNavigationEnabled: true
        Basic.ScrollBar.vertical: Basic.ScrollBar {}
        delegate: DeviceRow {
            width: list.width
            chosen: root.settings.device === selector
            checking: root.devices.checking && root.devices.checkedSelector === selector
            checkProgress: root.devices.checkProgress
            canCheck: !root.devices.checking
            onUseRequested: root.deviceChosen(selector)
            onCheckRequested: root.devices.checkUp(selector)
            onStopRequested: root.devices.stopCheckUp()
        }
    }
}
