// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import Maru.Ui.Components

/// Chooses between the system's theme, light and dark: 0, 1, 2 as in Settings.
Item {
    id: root

    required property int theme

    signal themeRequested(int theme)

    implicitHeight: Theme.controlHeight

    Label {
        anchors.verticalCenter: parent.verticalCenter
        text: qsTr("Theme")
        font.pixelSize: Theme.small + 2
    }
    Row {
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter

        Repeater {
            model: [qsTr("System"), qsTr("Light"), qsTr("Dark")]

            TextButton {
                id: choice

                required property int index
                required property string modelData

                objectName: "theme" + index
                quiet: true
                text: modelData
                checkable: true
                checked: root.theme === index
                Accessible.role: Accessible.RadioButton
                onClicked: root.themeRequested(index)

                Rectangle {
                    visible: root.theme === choice.index
                    anchors.bottom: parent.bottom
                    anchors.horizontalCenter: parent.horizontalCenter
                    width: parent.width - Theme.space2
                    height: 2
                    color: Theme.accent
                }
            }
        }
    }
}
