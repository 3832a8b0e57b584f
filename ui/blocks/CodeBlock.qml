// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls.Basic as Basic
import Maru.App
import Maru.Ui.Components

/// Code, coloured by its language. Long lines scroll sideways or are wrapped, long code is folded unless it is being
/// written, and all of it can be copied or saved.
Rectangle {
    id: root

    required property string language
    required property string text
    required property bool closed // false: more of it is being written
    property CodeHighlighter highlighter
    property int selectionFrom
    property int selectionTo
    property textMarks marks
    property int foldAfter: 30 // lines
    property bool wrapped: false
    property bool folded: false
    readonly property bool foldable: code.lineCount > foldAfter + 5
    readonly property bool active: hover.hovered || bar.focusWithin

    signal copyRequested()

    implicitHeight: bar.height + view.height + (fold.visible ? fold.height : 0) + 2 * Theme.space2
    radius: Theme.cardRadius
    color: Theme.code
    border.width: Theme.hairline
    border.color: Theme.line
    Accessible.role: Accessible.Grouping
    Accessible.name: language.length > 0 ? qsTr("Code in %1").arg(language) : qsTr("Code")
    Component.onCompleted: {
        folded = closed && foldable;
        edit.showSelection();
    }

    function placeAt(x: real, y: real): int {
        return edit.positionAt(x - view.x + view.contentX, y - view.y);
    }

    HoverHandler { id: hover }

    CodeBar {
        id: bar

        width: parent.width
        language: root.language
        active: root.active
        wrapped: root.wrapped
        fileName: code.fileName
        onWrapToggled: root.wrapped = !root.wrapped
        onCopyRequested: root.copyRequested()
        onSaveRequested: file => code.save(file)
    }
    Flickable {
        id: view

        readonly property real wholeHeight: edit.implicitHeight
        readonly property real foldedHeight: Math.ceil(wholeHeight * root.foldAfter / Math.max(1, code.lineCount))

        x: Theme.space3
        y: bar.height + Theme.space2
        width: parent.width - 2 * x
        height: (root.folded && root.foldable ? foldedHeight : wholeHeight) + (sideways.visible ? sideways.height : 0)
        contentWidth: root.wrapped ? width : edit.implicitWidth
        contentHeight: wholeHeight
        clip: true
        interactive: false // dragging selects

        Basic.ScrollBar.horizontal: Basic.ScrollBar {
            id: sideways

            visible: size < 1
            policy: Basic.ScrollBar.AlwaysOn
        }

        TextEdit {
            id: edit

            objectName: "codeText"
            width: root.wrapped ? view.width : implicitWidth
            readOnly: true
            selectByMouse: false
            activeFocusOnPress: false
            persistentSelection: true
            textFormat: TextEdit.PlainText
            wrapMode: root.wrapped ? TextEdit.WrapAtWordBoundaryOrAnywhere : TextEdit.NoWrap
            color: Theme.text
            selectionColor: Theme.accent
            selectedTextColor: Theme.accentText
            font.family: Theme.monospace
            font.pixelSize: Theme.codeSize
            tabStopDistance: 4 * digit.advanceWidth("0")
            Accessible.role: Accessible.StaticText
            Accessible.name: root.text

            readonly property point selected: Qt.point(root.selectionFrom, root.selectionTo)

            /// Also where the code comes after what of it is selected; a hit of a search in what is folded unfolds it.
            function showSelection() {
                edit.select(selected.x, selected.y);
                if (selected.y > selected.x && edit.positionToRectangle(selected.x).y >= view.foldedHeight)
                    root.folded = false;
            }

            onSelectedChanged: showSelection()
        }
    }
    FontMetrics {
        id: digit

        font: edit.font
    }
    CodeText {
        id: code

        document: edit.textDocument
        lineHeight: Theme.lineHeight
        dark: Theme.dark
        language: root.language
        closed: root.closed
        highlighter: root.highlighter
        code: root.text
        onCodeChanged: if (root.selectionTo > root.selectionFrom) edit.showSelection()
        onSaveFailed: text => bar.problem = text
    }
    TextMarker {
        document: edit.textDocument
        marks: root.marks
        color: Theme.mark
        textColor: Theme.text
    }
    TextButton {
        id: fold

        objectName: "foldCode"
        visible: root.foldable && root.closed
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.space1
        x: Theme.space2
        quiet: true
        text: root.folded ? qsTr("Show all %n lines", "", code.lineCount) : qsTr("Show less")
        onClicked: root.folded = !root.folded
    }
}
