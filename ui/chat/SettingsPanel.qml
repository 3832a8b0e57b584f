// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import Maru.App
import Maru.Ui.Components

/// How the open conversation is answered: presets, system prompt, all settings with what they do. At the right edge of
/// the page; what few people need is folded.
Popup {
    id: root

    required property ChatOptions options
    property bool showsAdvanced: false

    function reveal(item: Item) {
        if (!item || !root.opened)
            return;
        const top = item.mapToItem(column, 0, 0).y;
        if (top < 0 || top > column.height)
            return;
        if (top < flick.contentY)
            flick.contentY = Math.max(0, top - Theme.space5);
        else if (top + item.height > flick.contentY + flick.height)
            flick.contentY = top + item.height - flick.height + Theme.space5;
    }

    x: parent ? parent.width - width : 0
    width: Math.min(Math.round(Theme.unit * 130), parent ? parent.width : 0)
    height: parent ? parent.height : 0
    padding: 0
    focus: true
    onAboutToHide: prompt.finish()

    background: Rectangle {
        color: Theme.window

        Rectangle {
            width: Theme.hairline
            height: parent.height
            color: Theme.line
        }
    }
    contentItem: Item {
        Label {
            id: heading

            anchors.verticalCenter: close.verticalCenter
            x: Theme.space5
            width: parent.width - close.width - 3 * Theme.space4
            text: qsTr("This conversation")
            font.weight: Font.DemiBold
            Accessible.role: Accessible.Heading
            Accessible.name: text
        }
        IconButton {
            id: close

            objectName: "closePanel"
            anchors.right: parent.right
            anchors.rightMargin: Theme.space4
            y: Math.round((Theme.headerHeight - height) / 2)
            text: qsTr("Close")
            icon16: Icons.close
            onClicked: root.close()
        }
        Flickable {
            id: flick

            y: Theme.headerHeight
            width: parent.width
            height: parent.height - y
            contentHeight: column.height + Theme.space8
            clip: true
            boundsBehavior: Flickable.StopAtBounds
            ScrollBar.vertical: ScrollBar {}

            Column {
                id: column

                x: Theme.space5
                width: flick.width - 2 * Theme.space5
                spacing: Theme.space4

                PresetRow {
                    width: parent.width
                    options: root.options
                }
                SectionTitle { text: qsTr("System prompt") }
                Label {
                    width: parent.width
                    text: qsTr("What the model is told before everything else. It is never left out.")
                    color: Theme.muted
                    font.pixelSize: Theme.small + 1
                    wrapMode: Text.Wrap
                    elide: Text.ElideNone
                }
                PageField {
                    id: prompt

                    objectName: "systemPrompt"
                    width: parent.width
                    name: qsTr("System prompt")
                    placeholder: qsTr("You are a patient teacher. Answer in Korean.")
                    text: root.options.systemPrompt
                    onWritten: text => root.options.systemPrompt = text
                }
                SectionTitle { text: qsTr("Replies") }
                Repeater {
                    model: root.options.fields
                    delegate: GenerationRow {
                        visible: !advanced
                        onValueChosen: (row, value) => root.options.fields.setValue(row, value)
                    }
                }
                TextButton {
                    objectName: "advancedButton"
                    quiet: true
                    text: root.showsAdvanced ? qsTr("Hide the finer settings") : qsTr("Finer settings \u2026")
                    onClicked: root.showsAdvanced = !root.showsAdvanced
                }
                Repeater {
                    model: root.showsAdvanced ? root.options.fields : null
                    delegate: GenerationRow {
                        visible: advanced
                        onValueChosen: (row, value) => root.options.fields.setValue(row, value)
                    }
                }
            }
        }
    }

    Connections {
        target: root.contentItem.Window.window

        function onActiveFocusItemChanged() {
            root.reveal(root.contentItem.Window.activeFocusItem);
        }
    }
}
