// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls.Basic as Basic
import Maru.App
import Maru.Ui.Components

/// A table that scrolls sideways where it is wider than the page, and that can be copied as Markdown or for a spreadsheet.
Item {
    id: root

    required property messageBlock block
    property InlineMath math
    property int selectionFrom
    property int selectionTo
    property textMarks marks
    property bool quiet: false

    signal copyMarkdownRequested()
    signal copyTsvRequested()
    signal linkRequested(string address)

    implicitHeight: tools.height + view.height
    Accessible.role: Accessible.Table
    Accessible.name: qsTr("Table")

    function placeAt(x: real, y: real): int {
        return filler.placeAt(x + view.contentX, y - view.y);
    }

    HoverHandler { id: hover }

    Row {
        id: tools

        anchors.right: parent.right
        spacing: Theme.space1
        opacity: hover.hovered || markdown.activeFocus || tsv.activeFocus ? 1 : 0

        TextButton {
            id: markdown

            objectName: "copyTableMarkdown"
            quiet: true
            text: qsTr("Copy as Markdown")
            onClicked: root.copyMarkdownRequested()
        }
        TextButton {
            id: tsv

            objectName: "copyTableTsv"
            quiet: true
            text: qsTr("Copy for a spreadsheet")
            onClicked: root.copyTsvRequested()
        }
    }
    Flickable {
        id: view

        objectName: "tableView"
        y: tools.height
        width: parent.width
        height: contentHeight + (bar.size < 1 ? bar.height : 0)
        contentWidth: Math.max(edit.contentWidth, 1)
        contentHeight: edit.height
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        interactive: false // dragging selects

        WheelHandler {
            orientation: Qt.Horizontal
            onWheel: event => bar.position = Math.max(0, Math.min(1 - bar.size, bar.position - event.angleDelta.x / (4 * view.contentWidth)))
        }

        Basic.ScrollBar.horizontal: Basic.ScrollBar {
            id: bar

            policy: size < 1 ? Basic.ScrollBar.AlwaysOn : Basic.ScrollBar.AlwaysOff
        }

        TextEdit {
            id: edit

            objectName: "tableText"
            width: view.width
            readOnly: true
            selectByMouse: false
            activeFocusOnPress: false
            persistentSelection: true
            textFormat: TextEdit.PlainText
            wrapMode: TextEdit.WordWrap
            color: root.quiet ? Theme.muted : Theme.text
            selectionColor: Theme.accent
            selectedTextColor: Theme.accentText
            font.pixelSize: Theme.small + 2
            onLinkActivated: link => root.linkRequested(link)

            BlockText {
                id: filler

                target: edit
                block: root.block
                math: root.math
                fontSize: edit.font.pixelSize
                lineHeight: Theme.lineHeight
                cellPadding: Theme.space2
                monospace: Theme.monospace
                textColor: edit.color
                linkColor: Theme.accent
                codeBackground: Theme.code
                mutedColor: Theme.muted
                lineColor: Theme.line
                selectionFrom: root.selectionFrom
                selectionTo: root.selectionTo
            }
            TextMarker {
                document: edit.textDocument
                places: filler
                marks: root.marks
                color: Theme.mark
                textColor: Theme.text
            }
        }
    }
}
