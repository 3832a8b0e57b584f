// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic as Basic
import Maru.App
import Maru.Ui.Components

/// The chosen list of models, and over it the page of the one that is opened.
FocusScope {
    id: root

    required property CatalogueController catalogue
    required property FitService fit
    required property Settings settings
    readonly property bool opened: catalogue.details.modelId.length > 0

    function open(modelId: string) {
        root.catalogue.open(modelId);
        page.forceActiveFocus();
    }

    function close() {
        root.catalogue.close();
        list.forceActiveFocus();
    }

    onVisibleChanged: if (visible) root.catalogue.shown()

    CatalogueFilters {
        id: filters

        visible: !root.opened
        width: parent.width
        models: root.catalogue.models
    }
    Banner {
        id: problem

        objectName: "catalogueError"
        visible: root.catalogue.errorText.length > 0
        anchors.top: root.opened ? parent.top : filters.bottom
        anchors.topMargin: visible && !root.opened ? Theme.space2 : 0
        width: parent.width
        height: visible ? implicitHeight : 0
        text: root.catalogue.errorText
        onCloseRequested: root.catalogue.dismissError()
    }
    ListView {
        id: list

        objectName: "catalogueList"
        visible: !root.opened
        anchors.top: problem.bottom
        anchors.topMargin: Theme.space2
        anchors.bottom: source.top
        width: parent.width
        model: root.catalogue.models
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        activeFocusOnTab: true
        keyNavigationEnabled: true
        Basic.ScrollBar.vertical: Basic.ScrollBar {}
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Catalogue")
        delegate: CatalogueRow {
            width: list.width
            fit: root.fit
            Keys.onReturnPressed: root.open(modelId)
            Keys.onEnterPressed: root.open(modelId)
            onDownloadRequested: root.catalogue.download(modelId)
            onOpenRequested: root.open(modelId)
        }
    }
    EmptyState {
        objectName: "noneFound"
        visible: !root.opened && list.count === 0
        anchors.centerIn: list
        width: Math.min(parent.width - Theme.space8, Theme.columnWidth * 0.6)
        title: qsTr("Nothing of the list fits these filters")
        sentence: qsTr("Allow more, or search the hub.")
        actionText: qsTr("Show all")
        onActionRequested: root.catalogue.models.clearFilters()
    }
    Column {
        id: source

        visible: !root.opened
        anchors.bottom: parent.bottom
        width: parent.width
        bottomPadding: Theme.space2

        Row {
            width: parent.width
            spacing: Theme.space2

            AddressLine {
                id: address

                objectName: "catalogueAddress"
                width: parent.width - (newer.visible ? newer.width + parent.spacing : 0)
                sentence: root.catalogue.hasAddress
                          ? qsTr("%1. Newer lists come from %2.").arg(root.catalogue.stateText).arg(root.settings.catalogueAddress)
                          : qsTr("%1. No address for newer lists is set.").arg(root.catalogue.stateText)
                address: root.settings.catalogueAddress
                changeText: root.catalogue.hasAddress ? qsTr("Change the address") : qsTr("Set an address")
                onKept: address => root.settings.catalogueAddress = address
            }
            TextButton {
                id: newer

                objectName: "refreshCatalogueButton"
                visible: root.catalogue.hasAddress && !address.editing
                enabled: root.catalogue.canRefresh
                text: root.catalogue.refreshing ? qsTr("Looking ...") : qsTr("Look for a newer list")
                onClicked: root.catalogue.refresh()
            }
        }
    }
    CatalogueDetailsView {
        id: page

        objectName: "catalogueDetails"
        visible: root.opened
        anchors.top: problem.bottom
        anchors.topMargin: problem.visible ? Theme.space2 : 0
        anchors.bottom: parent.bottom
        width: parent.width
        catalogue: root.catalogue
        fit: root.fit
        onCloseRequested: root.close()
    }
}
