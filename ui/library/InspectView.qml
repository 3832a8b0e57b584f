// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls.Basic as Basic
import Maru.App
import Maru.Ui.Components

/// What is inside a model file, before anybody trusts it.
Basic.ScrollView {
    id: root

    required property InspectController inspector

    contentWidth: availableWidth

    Column {
        width: root.availableWidth
        bottomPadding: Theme.space5
        spacing: Theme.space3

        Label {
            objectName: "verdictText"
            width: parent.width
            text: root.inspector.reading ? qsTr("Reading the file ...") : root.inspector.verdictText
            color: root.inspector.refused ? Theme.accent : Theme.text
            wrapMode: Text.Wrap
            elide: Text.ElideNone
        }
        TextButton {
            objectName: "copyReportButton"
            visible: !root.inspector.reading
            text: qsTr("Copy the report")
            onClicked: root.inspector.copy()
        }
        ReportLines {
            width: parent.width
            title: qsTr("Model")
            lines: root.inspector.facts
        }
        ReportLines {
            width: parent.width
            title: qsTr("Tensors")
            lines: root.inspector.tensors
        }
        ReportLines {
            width: parent.width
            title: qsTr("Tokens with a meaning of their own")
            lines: root.inspector.specialTokens
        }
        SectionTitle {
            visible: root.inspector.templateSource.length > 0 || root.inspector.templateProblem.length > 0
            text: qsTr("Chat template")
        }
        Label {
            visible: text.length > 0
            width: parent.width
            text: root.inspector.templateProblem
            color: Theme.accent
            wrapMode: Text.Wrap
            elide: Text.ElideNone
        }
        Label {
            visible: root.inspector.templateSample.length > 0
            width: parent.width
            text: qsTr("A short conversation, as the model gets it:")
            color: Theme.muted
            font.pixelSize: Theme.small + 1
        }
        PageField {
            objectName: "templateSample"
            visible: text.length > 0
            width: parent.width
            name: qsTr("What the template makes")
            code: true
            readOnly: true
            text: root.inspector.templateSample
        }
        Label {
            visible: root.inspector.templateSource.length > 0
            width: parent.width
            text: qsTr("The template itself:")
            color: Theme.muted
            font.pixelSize: Theme.small + 1
        }
        PageField {
            objectName: "templateSource"
            visible: text.length > 0
            width: parent.width
            name: qsTr("Template")
            code: true
            readOnly: true
            text: root.inspector.templateSource
        }
    }
}
