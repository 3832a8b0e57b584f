// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls.Basic as Basic
import Maru.Ui.Components

/// Chooses between the desktop's theme, light and dark: 0, 1, 2 as in Settings.
FocusScope {
    id: root

    required property int theme

    signal themeRequested(int theme)

    function step(by: int) {
        const next = Math.max(0, Math.min(2, root.theme + by));
        root.themeRequested(next);
        choices.itemAt(next).forceActiveFocus(Qt.TabFocusReason);
    }

    implicitHeight: Theme.controlHeight
    implicitWidth: row.implicitWidth
    Accessible.role: Accessible.Grouping
    Accessible.name: qsTr("Theme")
    Keys.onLeftPressed: step(-1)
    Keys.onRightPressed: step(1)

    Rectangle {
        anchors.fill: parent
        radius: Theme.controlRadius
        color: Theme.panel
        border.width: Theme.hairline
        border.color: Theme.line
    }
    Row {
        id: row

        Repeater {
            id: choices

            model: [qsTr("Desktop"), qsTr("Light"), qsTr("Dark")]

            Basic.AbstractButton {
                id: choice

                required property int index
                required property string modelData
                readonly property bool selected: root.theme === index

                objectName: "theme" + index
                width: label.implicitWidth + 2 * Theme.space3
                height: Theme.controlHeight
                focus: selected
                hoverEnabled: true
                text: modelData
                Accessible.role: Accessible.RadioButton
                Accessible.name: text
                Accessible.checked: selected
                onClicked: root.themeRequested(index)

                background: Item {
                    Rectangle {
                        anchors.fill: parent
                        anchors.margins: choice.visualFocus ? 0 : Theme.hairline * 2
                        radius: Theme.controlRadius
                        color: choice.selected ? Theme.surface : choice.hovered ? Theme.hover : "transparent"
                        border.width: choice.visualFocus ? Theme.focusLine : choice.selected ? Theme.hairline : 0
                        border.color: choice.visualFocus || choice.selected ? Theme.accent : "transparent"
                    }
                }
                contentItem: Item {
                    Label {
                        id: label

                        anchors.centerIn: parent
                        text: choice.text
                        font.pixelSize: Theme.small + 1
                        font.weight: choice.selected ? Font.DemiBold : Font.Normal
                    }
                }
            }
        }
    }
}
