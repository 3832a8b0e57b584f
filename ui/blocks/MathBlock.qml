// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls.Basic as Basic
import Maru.App
import Maru.Ui.Components

/// A formula on a line of its own, in the middle; a wide one scrolls sideways. Its source stands there until it is drawn,
/// and if it cannot be.
Item {
    id: root

    required property string source
    required property bool closed // false: more of it is being written
    property InlineMath math
    property int selectionFrom
    property int selectionTo
    readonly property bool drawn: picture.ready
    readonly property bool active: hover.hovered || copy.activeFocus

    signal copyRequested()

    implicitHeight: (drawn ? view.height : label.implicitHeight) + 2 * Theme.space2
    Accessible.role: Accessible.StaticText
    Accessible.name: qsTr("Formula: %1").arg(source)

    function placeAt(x: real, y: real): int {
        return x < width / 2 ? 0 : 1;
    }

    HoverHandler { id: hover }

    Rectangle {
        objectName: "formulaSelection"
        anchors.fill: parent
        visible: root.selectionTo > root.selectionFrom
        radius: Theme.controlRadius
        color: Theme.bubble
    }
    Label {
        id: label

        objectName: "formulaSource"
        visible: !root.drawn
        y: Theme.space2
        width: parent.width
        text: root.source
        wrapMode: Text.Wrap
        elide: Text.ElideNone
        horizontalAlignment: picture.failed ? Text.AlignLeft : Text.AlignHCenter
        color: picture.failed ? Theme.text : Theme.muted
        font.family: Theme.monospace
        font.pixelSize: Theme.codeSize
    }
    Flickable {
        id: view

        visible: root.drawn
        y: Theme.space2
        width: parent.width
        height: picture.implicitHeight + (sideways.visible ? sideways.height + Theme.space1 : 0)
        contentWidth: Math.max(width, picture.implicitWidth)
        contentHeight: picture.implicitHeight
        clip: contentWidth > width
        interactive: false // dragging selects

        Basic.ScrollBar.horizontal: Basic.ScrollBar {
            id: sideways

            visible: size < 1
            policy: Basic.ScrollBar.AlwaysOn
        }

        MathPicture {
            id: picture

            objectName: "formula"
            x: Math.round((view.contentWidth - implicitWidth) / 2)
            math: root.math
            source: root.closed ? root.source : ""
            display: true
            fontSize: Theme.body
            color: Theme.text
        }
    }
    Rectangle {
        anchors.fill: copy
        opacity: copy.opacity
        radius: Theme.controlRadius
        color: Theme.window
    }
    TextButton {
        id: copy

        objectName: "copyFormula"
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        opacity: root.active && root.closed ? 1 : 0
        quiet: true
        text: qsTr("Copy")
        onClicked: root.copyRequested()
        Accessible.description: qsTr("Copies the source of the formula")
    }
}
