// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls.Basic as Basic
import Maru.App
import Maru.Ui.Components

/// What was found, the best first. The search field moves the mark in it and opens what is marked.
ListView {
    id: root

    required property SearchModel search

    signal hitRequested(double conversationId, double messageId)

    function move(steps: int) {
        if (count > 0)
            currentIndex = Math.max(0, Math.min(count - 1, currentIndex + steps));
    }

    function openCurrent() {
        if (currentItem)
            currentItem.clicked();
    }

    objectName: "searchResults"
    model: search
    clip: true
    boundsBehavior: Flickable.StopAtBounds
    highlightMoveDuration: 0
    onCountChanged: currentIndex = count > 0 ? 0 : -1
    Basic.ScrollBar.vertical: Basic.ScrollBar {}
    Accessible.role: Accessible.List
    Accessible.name: qsTr("Found")

    delegate: SearchResult {
        required property int index

        width: root.width
        highlighted: root.currentIndex === index
        onClicked: {
            root.currentIndex = index;
            root.hitRequested(conversationId, messageId);
        }
    }
    footer: Label {
        objectName: "searchNote"
        width: root.width
        padding: Theme.space3
        visible: text.length > 0
        text: root.search.indexText.length > 0 ? root.search.indexText
            : root.count === 0 && !root.search.searching ? qsTr("Nothing was found.") : ""
        color: Theme.muted
        font.pixelSize: Theme.small + 1
        wrapMode: Text.Wrap
    }
}
