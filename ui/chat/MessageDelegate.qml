// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

pragma ComponentBehavior: Bound

import QtQuick
import Maru.App
import Maru.Ui.Blocks
import Maru.Ui.Components

/// One message: the user's words in a bubble to the right, the model's straight on the page; below them its actions
/// (on hover and focus) and its timing; an error block where something went wrong.
Item {
    id: root

    required property int index
    required property bool fromUser
    required property string text
    required property BlockModel blocks
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
    required property bool canContinue
    required property bool pinned
    required property bool leftOut
    required property bool leftOutEnd
    required property var attachments
    required property string branchText
    property BlockModel thinkingBlocks: null // wanted while thinkingOpen
    readonly property bool thinkingOpen: thinkingBlock.open
    property real columnWidth: width // of the text, in the middle
    property real viewTop // what of the message is in sight
    property real viewBottom: height
    readonly property bool active: hover.hovered || actions.focusWithin || body.visualFocus || thinkingBlock.visualFocus

    signal copyRequested(int row)
    signal regenerateRequested(int row)
    signal versionRequested(int row, int version)
    signal actionRequested(int row)
    signal editRequested(int row)
    signal continueRequested(int row)
    signal menuRequested(int row, Item anchor)
    signal attachmentOpened(int row, int attachment)
    signal linkRequested(string address)
    signal heightAboveChanged(real difference) // of what is above the view
    signal scrollRequested(real distance)

    function openThinking() {
        thinkingBlock.open = true;
    }

    /// Where `share` of the way down in a block is, of the text or of what was thought.
    function yIn(thinking: bool, block: int, share: real): real {
        return thinking ? column.y + thinkingBlock.y + thinkingBlock.yIn(block, share)
                        : column.y + bubble.y + body.y + body.yIn(block, share);
    }

    implicitHeight: column.implicitHeight + Theme.space4

    HoverHandler { id: hover }

    Column {
        id: column

        x: Math.round((parent.width - width) / 2)
        width: root.columnWidth
        spacing: Theme.space2
        opacity: root.leftOut ? 0.55 : 1

        ThinkingBlock {
            id: thinkingBlock

            objectName: "thinkingBlock"
            visible: root.thinkingTitle.length > 0
            width: parent.width
            title: root.thinkingTitle
            blocks: root.thinkingBlocks
            active: root.streaming && root.text.length === 0
            viewTop: root.viewTop - column.y - y
            viewBottom: root.viewBottom - column.y - y
            onLinkRequested: address => root.linkRequested(address)
            onHeightAboveChanged: difference => root.heightAboveChanged(difference)
            onScrollRequested: distance => root.scrollRequested(distance)
        }
        Flow {
            visible: root.attachments.length > 0
            width: parent.width
            layoutDirection: root.fromUser ? Qt.RightToLeft : Qt.LeftToRight
            spacing: Theme.space2

            Repeater {
                model: root.attachments
                delegate: AttachmentChip {
                    id: chip

                    required property int index
                    required property var modelData

                    objectName: "messageChip"
                    name: modelData.name
                    detail: modelData.detail
                    onClicked: root.attachmentOpened(root.index, chip.index)
                }
            }
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
            BlockColumn {
                id: body

                objectName: "messageText"
                x: bubble.padding
                y: root.fromUser ? Theme.space3 : 0
                width: bubble.width - 2 * bubble.padding
                height: implicitHeight
                blocks: root.blocks
                fontSize: Theme.body
                viewTop: root.viewTop - column.y - bubble.y - y
                viewBottom: root.viewBottom - column.y - bubble.y - y
                delegate: BlockChooser { onLinkRequested: address => root.linkRequested(address) }
                Accessible.role: Accessible.Pane
                Accessible.name: root.fromUser ? qsTr("Your message") : qsTr("Reply")
                onHeightAboveChanged: difference => root.heightAboveChanged(difference)
                onScrollRequested: distance => root.scrollRequested(distance)
            }
            Rectangle {
                visible: body.visualFocus
                anchors.fill: parent
                anchors.margins: -Theme.space2
                radius: Theme.bubbleRadius
                color: "transparent"
                border.width: Theme.focusLine
                border.color: Theme.accent
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

            visible: !root.streaming && (root.text.length > 0 || root.thinking.length > 0 || root.attachments.length > 0)
            width: parent.width
            alignRight: root.fromUser
            shown: root.active
            canRegenerate: root.canRegenerate
            canContinue: root.canContinue
            pinned: root.pinned
            branchText: root.branchText
            versionIndex: root.versionIndex
            versionCount: root.versionCount
            statusText: root.statusText
            statsText: root.statsText
            onCopyRequested: root.copyRequested(root.index)
            onRegenerateRequested: root.regenerateRequested(root.index)
            onVersionRequested: version => root.versionRequested(root.index, version)
            onEditRequested: root.editRequested(root.index)
            onContinueRequested: root.continueRequested(root.index)
            onMenuRequested: anchor => root.menuRequested(root.index, anchor)
        }
        LeftOutLine {
            objectName: "leftOutLine"
            visible: root.leftOutEnd
            width: parent.width
        }
    }
}
