// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick

/// What an empty page says: a title, one sentence what to do, and the one button that does it.
Column {
    id: root

    required property string title
    required property string sentence
    property string actionText

    signal actionRequested()

    spacing: Theme.space3

    Label {
        width: parent.width
        text: root.title
        font.pixelSize: Theme.title
        font.weight: Font.DemiBold
        horizontalAlignment: Text.AlignHCenter
        wrapMode: Text.Wrap
    }
    Label {
        width: parent.width
        text: root.sentence
        color: Theme.muted
        horizontalAlignment: Text.AlignHCenter
        wrapMode: Text.Wrap
        lineHeight: Theme.lineHeight
    }
    TextButton {
        objectName: "emptyAction"
        visible: root.actionText.length > 0
        anchors.horizontalCenter: parent.horizontalCenter
        text: root.actionText
        primary: true
        onClicked: root.actionRequested()
    }
}
