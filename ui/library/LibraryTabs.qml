// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic as Basic
import Maru.Ui.Components

/// The views of the library beside each other; arrow keys go from one to the next.
FocusScope {
    id: root

    required property list<string> names
    required property int current

    signal chosen(int index)

    function step(by: int) {
        const next = Math.max(0, Math.min(root.names.length - 1, root.current + by));
        root.chosen(next);
        buttons.itemAt(next).forceActiveFocus();
    }

    implicitHeight: row.implicitHeight
    implicitWidth: row.implicitWidth
    Accessible.role: Accessible.PageTabList
    Accessible.name: qsTr("Parts of the library")
    Keys.onLeftPressed: step(-1)
    Keys.onRightPressed: step(1)

    Row {
        id: row

        spacing: Theme.space1

        Repeater {
            id: buttons

            model: root.names

            Basic.AbstractButton {
                id: button

                required property int index
                required property string modelData
                readonly property bool selected: root.current === index

                objectName: "libraryTab" + index
                implicitHeight: Theme.controlHeight
                implicitWidth: label.implicitWidth + 2 * Theme.space3
                focus: selected
                hoverEnabled: true
                Accessible.role: Accessible.PageTab
                Accessible.name: modelData
                Accessible.selected: selected
                onClicked: root.chosen(index)

                background: Rectangle {
                    radius: Theme.controlRadius
                    color: button.selected ? Theme.bubble : button.hovered ? Theme.hover : "transparent"
                    border.width: button.visualFocus ? Theme.focusLine : 0
                    border.color: Theme.accent
                }
                contentItem: Item {
                    Label {
                        id: label

                        anchors.centerIn: parent
                        text: button.modelData
                        font.pixelSize: Theme.small + 1
                        color: button.selected ? Theme.text : Theme.muted
                    }
                }
            }
        }
    }
}
