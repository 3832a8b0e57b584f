// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls.Basic as Basic
import Maru.App
import Maru.Ui.Components

/// How long a conversation should fit: every badge of the page answers for it.
Row {
    id: root

    required property FitService fit

    spacing: Theme.space3

    Label {
        anchors.verticalCenter: parent.verticalCenter
        text: qsTr("Context")
        color: Theme.muted
        font.pixelSize: Theme.small + 1
    }
    Basic.Slider {
        id: slider

        objectName: "contextSlider"
        anchors.verticalCenter: parent.verticalCenter
        width: Math.round(Theme.unit * 50)
        height: Theme.controlHeight
        from: 0
        to: root.fit.contextSteps - 1
        stepSize: 1
        snapMode: Basic.Slider.SnapAlways
        value: root.fit.contextStep
        Accessible.name: qsTr("Context of %1 tokens").arg(root.fit.context)
        onMoved: root.fit.contextStep = Math.round(value)

        background: Rectangle {
            y: Math.round((slider.height - height) / 2)
            width: slider.width
            height: Theme.space1
            radius: height / 2
            color: Theme.line

            Rectangle {
                width: slider.visualPosition * parent.width
                height: parent.height
                radius: parent.radius
                color: Theme.accent
            }
        }
        handle: Rectangle {
            x: slider.visualPosition * (slider.width - width)
            y: Math.round((slider.height - height) / 2)
            width: Theme.space4
            height: width
            radius: width / 2
            color: slider.visualFocus ? Theme.accent : Theme.surface
            border.width: Theme.hairline
            border.color: Theme.accent
        }
    }
    Label {
        objectName: "contextText"
        anchors.verticalCenter: parent.verticalCenter
        width: Math.round(Theme.unit * 24)
        text: qsTr("%1 tokens").arg(root.fit.contextText)
        font.pixelSize: Theme.small + 1
    }
}
