// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic as Basic
import Maru.App
import Maru.Ui.Components

/// Any model of a hub: found by name, its files in all formats.
Item {
    id: root

    required property HubController hub
    required property FitService fit
    required property Settings settings
    readonly property bool opened: hub.openedRepository.length > 0

    Row {
        id: tools

        width: parent.width
        spacing: Theme.space3

        TextButton {
            objectName: "hubBackButton"
            visible: root.opened
            text: qsTr("Back to the results")
            onClicked: root.hub.close()
        }
        Label {
            visible: root.opened
            anchors.verticalCenter: parent.verticalCenter
            text: root.hub.openedLicence.length > 0 ? root.hub.openedRepository + " \u00b7 " + root.hub.openedLicence : root.hub.openedRepository
            font.weight: Font.DemiBold
        }
        LineField {
            id: search

            objectName: "hubSearch"
            visible: !root.opened
            width: Math.min(parent.width - go.width - parent.spacing, Math.round(Theme.columnWidth * 0.7))
            placeholderText: qsTr("Search %1 for models").arg(root.hub.address)
            onAccepted: root.hub.search(text)
        }
        TextButton {
            id: go

            objectName: "hubSearchButton"
            visible: !root.opened
            enabled: search.text.length > 0
            text: root.hub.searching ? qsTr("Searching ...") : qsTr("Search")
            onClicked: root.hub.search(search.text)
        }
    }
    Banner {
        id: problem

        objectName: "hubError"
        visible: root.hub.errorText.length > 0
        anchors.top: tools.bottom
        anchors.topMargin: visible ? Theme.space2 : 0
        width: parent.width
        height: visible ? implicitHeight : 0
        text: root.hub.errorText
        onCloseRequested: root.hub.dismissError()
    }
    Banner {
        id: gate

        objectName: "hubTokenBanner"
        visible: root.opened && root.hub.needsToken
        anchors.top: problem.bottom
        anchors.topMargin: visible ? Theme.space2 : 0
        width: parent.width
        height: visible ? implicitHeight : 0
        closable: false
        text: qsTr("This model is given to those who have accepted its terms. Accept them on its page, make an access token there, and keep it in the settings, under Privacy.")
        actionText: qsTr("Open its page")
        onActionRequested: Qt.openUrlExternally(root.hub.pageUrl)
    }
    ListView {
        id: list

        objectName: "hubList"
        visible: !root.opened
        anchors.top: problem.bottom
        anchors.topMargin: Theme.space2
        anchors.bottom: source.top
        width: parent.width
        model: root.hub.repositories
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        activeFocusOnTab: true
        keyNavigationEnabled: true
        Basic.ScrollBar.vertical: Basic.ScrollBar {}
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Repositories")
        delegate: RepositoryRow {
            width: list.width
            Keys.onReturnPressed: root.hub.open(repository)
            onOpenRequested: root.hub.open(repository)
        }
    }
    ListView {
        id: files

        objectName: "hubFiles"
        visible: root.opened
        anchors.top: gate.bottom
        anchors.topMargin: Theme.space2
        anchors.bottom: parent.bottom
        width: parent.width
        model: root.hub.files
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        activeFocusOnTab: true
        keyNavigationEnabled: true
        Basic.ScrollBar.vertical: Basic.ScrollBar {}
        delegate: FileRow {
            required property int index

            width: files.width
            fit: root.fit
            onDownloadRequested: root.hub.download(index)
        }
    }
    AddressLine {
        id: source

        objectName: "hubAddress"
        visible: !root.opened
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.space2
        width: parent.width
        sentence: qsTr("Searched is %1.").arg(root.hub.address)
        address: root.settings.hubAddress
        changeText: qsTr("Another hub")
        onKept: address => root.settings.hubAddress = address
    }
    EmptyState {
        visible: !root.opened && list.count === 0 && !root.hub.searching && root.hub.errorText.length === 0
        anchors.centerIn: parent
        width: Math.min(parent.width - Theme.space8, Theme.columnWidth * 0.6)
        title: qsTr("Search the hub")
        sentence: qsTr("Any repository with GGUF files can be used. Type the name of a model above.")
    }
}
