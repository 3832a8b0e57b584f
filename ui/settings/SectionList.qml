// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls.Basic as Basic
import Maru.Ui.Components

/// The names of the sections, below or beside each other; one is chosen. Arrow keys go from one to the next.
FocusScope {
    id: root

    required property var names
    required property int current
    required property bool vertical

    signal chosen(int index)

    function step(by: int) {
        const next = Math.max(0, Math.min(root.names.length - 1, root.current + by));
        root.chosen(next);
        buttons.itemAt(next).forceActiveFocus();
    }

    implicitHeight: flow.implicitHeight
    Accessible.role: Accessible.PageTabList
    Accessible.name: qsTr("Sections")
    Keys.onUpPressed: step(-1)
    Keys.onDownPressed: step(1)
    Keys.onLeftPressed: step(-1)
    Keys.onRightPressed: step(1)

    Flow {
        id: flow

        width: parent.width
        spacing: Theme.space1

        Repeater {
            id: buttons

            model: root.names

            Basic.AbstractButton {
                id: button

                required property int index
                required property string modelData
                readonly property bool selected: root.current === index

                objectName: "section" + index
                focus: selected
                focusPolicy: selected ? Qt.StrongFocus : Qt.ClickFocus
                width: root.vertical ? root.width : label.implicitWidth + 2 * Theme.space3
                height: Theme.controlHeight
                hoverEnabled: true
                text: modelData
                Accessible.role: Accessible.PageTab
                Accessible.name: text
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

                        x: Theme.space3
                        height: parent.height
                        text: button.text
                        font.pixelSize: Theme.small + 2
                    }
                }
            }
        }
    }
}
