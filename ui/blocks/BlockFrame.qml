// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import Maru.Ui.Components

/// What stands left of a block in one quote or list: a bar, a bullet, a number or the box of a task.
Item {
    id: root

    required property string kind // one of MessageBlock.frames
    required property real gap // the room above the block
    readonly property bool quote: kind === "quote" || kind === "quoted"
    readonly property bool task: kind === "open" || kind === "done"

    Rectangle {
        visible: root.quote
        y: root.kind === "quote" ? root.gap : 0
        width: Math.max(2, Math.round(Theme.unit * 0.75))
        height: parent.height - y
        color: Theme.line
    }
    Label {
        objectName: "marker"
        visible: !root.quote && !root.task
        y: root.gap
        width: parent.width - Theme.space2
        horizontalAlignment: Text.AlignRight
        text: root.kind === "bullet" ? "\u2022" : root.kind
        color: Theme.muted
        elide: Text.ElideNone
        lineHeight: Theme.lineHeight
    }
    Rectangle {
        objectName: "taskBox"
        visible: root.task
        x: parent.width - width - Theme.space2
        y: root.gap + Math.round((Theme.body * 1.5 - height) / 2)
        width: Math.round(Theme.body * 0.93)
        height: width
        radius: Math.round(width / 5)
        color: root.kind === "done" ? Theme.accent : "transparent"
        border.width: Theme.hairline
        border.color: root.kind === "done" ? Theme.accent : Theme.muted
        Accessible.role: Accessible.CheckBox
        Accessible.name: root.kind === "done" ? qsTr("Done") : qsTr("To do")
        Accessible.checked: root.kind === "done"
        Accessible.readOnly: true

        Icon {
            visible: root.kind === "done"
            anchors.centerIn: parent
            scale: parent.width / (1.2 * Math.max(1, width))
            path: Icons.check
            color: Theme.accentText
        }
    }
}
