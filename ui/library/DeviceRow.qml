// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

pragma ComponentBehavior: Bound

import QtQuick
import Maru.Ui.Components

/// A device: why it is used or not, what is free on it, what its check-up said.
Item {
    id: root

    required property string selector
    required property string name
    required property string detail
    required property bool usable
    required property string reasonText
    required property string memoryText
    required property double memoryShare
    required property string checkText
    required property bool checkPassed
    required property string speedText
    property bool chosen: false
    property bool checking: false
    property double checkProgress: 0
    property bool canCheck: true

    signal useRequested()
    signal checkRequested()
    signal stopRequested()

    implicitHeight: column.implicitHeight + 2 * Theme.space3

    Column {
        id: column

        anchors.verticalCenter: parent.verticalCenter
        x: Theme.space2
        width: parent.width - buttons.width - 3 * Theme.space4
        spacing: Theme.space1

        Label {
            width: parent.width
            text: root.chosen ? qsTr("%1 (in use)").arg(root.name) : root.name
            font.weight: Font.DemiBold
        }
        Repeater {
            model: [root.detail, root.reasonText, root.memoryText, root.checking ? qsTr("Checking, %1 %").arg(Math.round(root.checkProgress * 100)) : root.checkText, root.speedText]
            delegate: Label {
                required property string modelData
                required property int index

                objectName: "deviceLine" + index
                visible: modelData.length > 0
                width: column.width
                text: modelData
                color: index === 3 && !root.checkPassed ? Theme.accent : Theme.muted
                font.pixelSize: Theme.small + 1
                wrapMode: Text.Wrap
            }
        }
        ProgressLine {
            visible: root.checking || root.memoryShare >= 0
            width: Math.min(parent.width, Math.round(Theme.columnWidth * 0.4))
            value: root.checking ? root.checkProgress : root.memoryShare
        }
    }
    Row {
        id: buttons

        anchors.right: parent.right
        anchors.rightMargin: Theme.space2
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.space1

        TextButton {
            objectName: "useDeviceButton"
            visible: root.usable && !root.chosen
            text: qsTr("Use it")
            onClicked: root.useRequested()
        }
        TextButton {
            objectName: "checkDeviceButton"
            enabled: root.canCheck || root.checking
            text: root.checking ? qsTr("Stop") : qsTr("Check now")
            onClicked: root.checking ? root.stopRequested() : root.checkRequested()
        }
    }
    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.hairline
        color: Theme.line
    }
}
