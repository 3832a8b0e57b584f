// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls.Basic
import Maru.App
import Maru.Ui.Blocks
import Maru.Ui.Components

// No ComponentBehavior: Bound here: Qt 6.4 cannot make the footer of a list with it.

/// The messages of a conversation in their column. Follows the growing reply only while the end is in sight; reading
/// further up holds its place, and a button leads back.
Item {
    id: root

    required property MessageModel messages
    required property string waitingText // what happens before the first word of a reply; empty: nothing

    signal copyRequested(int row)
    signal regenerateRequested(int row)
    signal versionRequested(int row, int version)
    signal actionRequested(int row)
    signal editRequested(int row)
    signal continueRequested(int row)
    signal menuRequested(MessageDelegate message, Item anchor)
    signal attachmentOpened(int row, int attachment)

    function follow() {
        list.following = true;
        list.positionViewAtEnd();
    }

    ListView {
        id: list

        property bool following: true
        function keepPlace(difference: real) {
            if (!following)
                contentY += difference;
        }

        readonly property bool atEnd: contentY + height >= contentHeight + originY - Theme.space5

        objectName: "messageList"
        anchors.fill: parent
        model: root.messages
        clip: true
        reuseItems: false
        cacheBuffer: 2000
        boundsBehavior: Flickable.StopAtBounds
        topMargin: Theme.space5
        bottomMargin: Theme.space3
        activeFocusOnTab: true
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Messages")

        onMovementEnded: following = atEnd
        onContentHeightChanged: if (following) Qt.callLater(positionViewAtEnd)
        onHeightChanged: if (following) Qt.callLater(positionViewAtEnd)
        Keys.onPressed: event => {
            const step = { [Qt.Key_PageUp]: -height * 0.9, [Qt.Key_PageDown]: height * 0.9, [Qt.Key_Up]: -60, [Qt.Key_Down]: 60 }[event.key];
            if (step !== undefined)
                root.scrollBy(step);
        }

        ScrollBar.vertical: ScrollBar {
            onActiveChanged: if (!active) list.following = list.atEnd
            onPressedChanged: list.following = list.atEnd
        }
        WheelHandler {
            onWheel: event => {
                root.scrollBy(event.pixelDelta.y !== 0 ? -event.pixelDelta.y : -event.angleDelta.y * 0.8);
            }
        }

        delegate: MessageDelegate {
            id: message

            // As wide as the list: newer versions of Qt Quick set x themselves.
            width: list.width
            columnWidth: Math.min(Theme.columnWidth, list.width - 2 * Theme.space5)
            thinkingBlocks: message.thinkingOpen ? root.messages.thinkingBlocks(message.index) : null
            onCopyRequested: row => root.copyRequested(row)
            onRegenerateRequested: row => root.regenerateRequested(row)
            onVersionRequested: (row, version) => root.versionRequested(row, version)
            onActionRequested: row => root.actionRequested(row)
            onEditRequested: row => root.editRequested(row)
            onContinueRequested: row => root.continueRequested(row)
            onMenuRequested: (row, anchor) => root.menuRequested(message, anchor)
            onAttachmentOpened: (row, attachment) => root.attachmentOpened(row, attachment)
            viewTop: list.contentY - y
            viewBottom: list.contentY - y + list.height
            onLinkRequested: address => linkCard.show(address)
            onHeightAboveChanged: difference => list.keepPlace(difference)
            onScrollRequested: distance => root.scrollBy(distance)
        }
        footer: Item {
            width: list.width
            height: root.waitingText.length > 0 ? waiting.implicitHeight + Theme.space4 : 0

            Label {
                id: waiting

                objectName: "waitingText"
                visible: root.waitingText.length > 0
                x: Math.round((parent.width - width) / 2)
                width: Math.min(Theme.columnWidth, parent.width - 2 * Theme.space5)
                text: root.waitingText
                color: Theme.muted
                font.pixelSize: Theme.small + 1
            }
        }
    }

    function scrollBy(distance: real) {
        const lowest = list.originY - list.topMargin;
        const highest = Math.max(lowest, list.originY + list.contentHeight + list.bottomMargin - list.height);
        list.contentY = Math.max(lowest, Math.min(highest, list.contentY + distance));
        list.following = list.atEnd;
    }

    // What a screen reader speaks while a reply is written.
    Item {
        id: speaker

        Accessible.role: Accessible.AlertMessage
        Accessible.name: announcer.sentence

        ReplyAnnouncer {
            id: announcer

            messages: root.messages
            speaker: speaker
        }
    }
    LinkCard {
        id: linkCard

        objectName: "linkCard"
        onOpenRequested: address => Qt.openUrlExternally(address)
    }
    /// Brings the message in `row` to the top of the view.
    function showMessage(row: int) {
        list.following = false;
        // After what a new conversation has put off, which would lead to its end.
        Qt.callLater(() => list.positionViewAtIndex(row, ListView.Beginning));
    }

    /// Brings a hit into view, `share` of the way down in its block.
    function showHit(row: int, thinking: bool, block: int, share: real) {
        list.following = false;
        list.positionViewAtIndex(row, ListView.Contain);
        const message = list.itemAtIndex(row) as MessageDelegate;
        if (!message)
            return;
        if (thinking && !message.thinkingOpen) {
            message.openThinking();
            Qt.callLater(root.showHit, row, thinking, block, share); // again, once the list knows how high it has become
        }
        root.scrollBy(message.y + message.yIn(thinking, block, share) - list.height / 3 - list.contentY);
    }

    IconButton {
        objectName: "toEndButton"
        visible: !list.following && !list.atEnd
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.space2
        anchors.horizontalCenter: parent.horizontalCenter
        text: qsTr("To the end")
        icon16: Icons.end
        onClicked: root.follow()

        Rectangle {
            z: -1
            anchors.fill: parent
            radius: height / 2
            color: Theme.surface
            border.width: Theme.hairline
            border.color: Theme.line
        }
    }
}
