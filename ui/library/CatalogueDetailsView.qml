// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic as Basic
import Maru.App
import Maru.Ui.Components

/// One model of the catalogue: what it is good for, what is known of it, and its files. Escape goes back to the list.
FocusScope {
    id: root

    required property CatalogueController catalogue
    required property FitService fit
    readonly property CatalogueDetails details: catalogue.details

    signal closeRequested()

    Keys.onShortcutOverride: event => event.accepted = event.key === Qt.Key_Escape
    Keys.onEscapePressed: root.closeRequested()
    Keys.onUpPressed: bar.decrease()
    Keys.onDownPressed: bar.increase()

    Basic.ScrollView {
        id: view

        anchors.fill: parent
        contentWidth: availableWidth
        Basic.ScrollBar.vertical: Basic.ScrollBar {
            id: bar

            parent: view
            x: view.width - width
            height: view.height
            stepSize: 0.1
        }

        Column {
            width: view.availableWidth
            bottomPadding: Theme.space5
            spacing: Theme.space3

            Row {
                spacing: Theme.space3

                TextButton {
                    objectName: "catalogueBackButton"
                    focus: true
                    text: qsTr("Back to the list")
                    onClicked: root.closeRequested()
                }
                Label {
                    objectName: "detailsName"
                    anchors.verticalCenter: parent.verticalCenter
                    text: root.details.name
                    font.pixelSize: Theme.title
                    font.weight: Font.DemiBold
                    Accessible.role: Accessible.Heading
                    Accessible.name: text
                }
            }
            Label {
                objectName: "detailsSentence"
                width: parent.width
                text: root.details.sentence
                wrapMode: Text.Wrap
                elide: Text.ElideNone
            }
            Flow {
                width: parent.width
                spacing: Theme.space2

                TextButton {
                    objectName: "modelPageButton"
                    text: qsTr("Its page")
                    Accessible.description: root.details.pageUrl
                    Basic.ToolTip.visible: hovered || visualFocus
                    Basic.ToolTip.text: root.details.pageUrl
                    onClicked: Qt.openUrlExternally(root.details.pageUrl)
                }
                TextButton {
                    objectName: "licenceButton"
                    text: qsTr("The licence")
                    Accessible.description: root.details.licenceUrl
                    Basic.ToolTip.visible: hovered || visualFocus
                    Basic.ToolTip.text: root.details.licenceUrl
                    onClicked: Qt.openUrlExternally(root.details.licenceUrl)
                }
            }
            ReportLines {
                objectName: "detailsFacts"
                width: parent.width
                title: qsTr("What is known of it")
                lines: root.details.facts
            }
            Label {
                objectName: "detailsMemory"
                visible: text.length > 0
                width: parent.width
                text: root.details.modelId.length > 0 ? root.details.memoryText(root.fit.context) : ""
                color: Theme.muted
                font.pixelSize: Theme.small + 1
                wrapMode: Text.Wrap
                elide: Text.ElideNone
            }
            Column {
                width: parent.width

                SectionTitle { text: root.catalogue.lookingUp ? qsTr("Files (asking the hub ...)") : qsTr("Files") }
                Repeater {
                    id: files

                    objectName: "catalogueFiles"
                    model: root.catalogue.files
                    delegate: FileRow {
                        required property int index

                        width: parent ? parent.width : 0
                        fit: root.fit
                        layers: root.details.layers
                        kvBytesPerToken: root.details.kvBytesPerToken
                        contextLength: root.details.contextLength
                        onDownloadRequested: root.catalogue.download(root.catalogue.openedId, index)
                    }
                }
            }
        }
    }
}
