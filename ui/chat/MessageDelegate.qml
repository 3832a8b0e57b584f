// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

pragma ComponentBehavior: Bound

import QtQuick
import Maru.Ui.Blocks
import Maru.Ui.Components

/// One message: the user's words in a bubble to the right, the model's straight on the page; below them its actions
/// (on hover and focus) and its timing; an error block where something went wrong.
Item {
    id: root

    required property int index
    required property bool fromUser
    required property string text
    required property string thinking
    required property string thinkingTitle
    required property string unseenText
    required property bool streaming
    required property string statusText
    required property string statsText
    required property int versionIndex
    required property int versionCount
    required property string errorText
    required property string actionText
    required property bool canRegenerate
    property real columnWidth: width // of the text, in the middle
    readonly property bool active: hover.hovered || actions.focusWithin

    signal copyRequested(int row)
    signal regenerateRequested(int row)
    signal versionRequested(int row, int version)
    signal actionRequested(int row)

    implicitHeight: column.implicitHeight + Theme.space4

    HoverHandler { id: hover }

    Column {
        id: column

        x: Math.round((parent.width - width) / 2)
        width: root.columnWidth
        spacing: Theme.space2

        ThinkingBlock {
            objectName: "thinkingBlock"
            visible: root.thinkingTitle.length > 0
            width: parent.width
            title: root.thinkingTitle
            text: root.thinking
            active: root.streaming && root.text.length === 0
        }
        Rectangle {
            id: bubble

            readonly property real padding: root.fromUser ? Theme.space4 : 0
            readonly property real widest: root.fromUser ? column.width * 0.8 : column.width

            visible: root.text.length > 0
            anchors.right: parent.right
            width: root.fromUser ? Math.min(widest, Math.ceil(measure.implicitWidth) + 2 * padding + 2) : widest
            height: body.height + (root.fromUser ? 2 * Theme.space3 : 0)
            radius: Theme.bubbleRadius
            color: root.fromUser ? Theme.bubble : "transparent"

            Text {
                id: measure // the natural width of the user's words

                visible: false
                text: root.fromUser ? root.text : ""
                textFormat: Text.PlainText
                font.pixelSize: Theme.body
            }
            TextBlock {
                id: body

                objectName: "messageText"
                x: bubble.padding
                y: root.fromUser ? Theme.space3 : 0
                width: bubble.width - 2 * bubble.padding
                text: root.text
            }
        }

        Label {
            objectName: "unseenText"
            visible: root.unseenText.length > 0
            width: parent.width
            text: root.unseenText
            wrapMode: Text.Wrap
            elide: Text.ElideNone
            color: Theme.muted
            font.pixelSize: Theme.small + 1
        }
        ErrorBlock {
            visible: root.errorText.length > 0
            width: parent.width
            text: root.errorText
            actionText: root.actionText
            onActionRequested: root.actionRequested(root.index)
        }

        MessageActions {
            id: actions

            visible: !root.streaming && (root.text.length > 0 || root.thinking.length > 0)
            width: parent.width
            alignRight: root.fromUser
            shown: root.active
            canRegenerate: root.canRegenerate
            versionIndex: root.versionIndex
            versionCount: root.versionCount
            statusText: root.statusText
            statsText: root.statsText
            onCopyRequested: root.copyRequested(root.index)
            onRegenerateRequested: root.regenerateRequested(root.index)
            onVersionRequested: version => root.versionRequested(root.index, version)
        }
    }
}
