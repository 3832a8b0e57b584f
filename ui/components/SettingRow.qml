// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick

/// A line of a settings page: what it is, in plain words what it does, and its control at the right. The control moves
/// below where there is no room beside it.
Item {
    id: root

    required property string title
    property string explanation
    default property alias control: holder.data
    readonly property bool stacked: width < Theme.unit * 110 && holder.width > Theme.unit * 20

    implicitHeight: stacked ? words.height + Theme.space2 + holder.height : Math.max(words.height, holder.height)
    width: parent ? parent.width : implicitWidth

    Column {
        id: words

        anchors.top: parent.top
        anchors.topMargin: root.stacked ? 0 : Math.max(0, Math.round((root.height - height) / 2))
        width: root.stacked ? root.width : root.width - holder.width - Theme.space5
        spacing: Theme.space1 / 2

        Label {
            width: parent.width
            text: root.title
            wrapMode: Text.Wrap
        }
        Label {
            visible: text.length > 0
            width: parent.width
            text: root.explanation
            color: Theme.muted
            font.pixelSize: Theme.small + 1
            wrapMode: Text.Wrap
        }
    }
    Item {
        id: holder

        anchors.right: root.stacked ? undefined : parent.right
        anchors.bottom: root.stacked ? parent.bottom : undefined
        anchors.verticalCenter: root.stacked ? undefined : parent.verticalCenter
        width: childrenRect.width
        height: childrenRect.height
    }
}
