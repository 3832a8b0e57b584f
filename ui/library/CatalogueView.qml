// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic as Basic
import Maru.App
import Maru.Ui.Components

/// The chosen list of models; one opened shows its files.
Item {
    id: root

    required property CatalogueController catalogue
    required property FitService fit
    property string openedName

    onVisibleChanged: if (visible) root.catalogue.shown()

    Row {
        id: tools

        width: parent.width
        spacing: Theme.space3

        TextButton {
            objectName: "catalogueBackButton"
            visible: root.openedName.length > 0
            text: qsTr("Back to the list")
            onClicked: root.openedName = ""
        }
        Label {
            visible: root.openedName.length > 0
            anchors.verticalCenter: parent.verticalCenter
            text: root.openedName
            font.weight: Font.DemiBold
        }
        LineField {
            id: search

            objectName: "catalogueSearch"
            visible: root.openedName.length === 0
            placeholderText: qsTr("Find in the catalogue")
            onTextChanged: root.catalogue.models.searchText = text
        }
        Basic.AbstractButton {
            visible: root.openedName.length === 0
            anchors.verticalCenter: parent.verticalCenter
            implicitWidth: fitting.width + Theme.space2 + onlyLabel.implicitWidth
            implicitHeight: Theme.controlHeight
            onClicked: root.catalogue.models.onlyFitting = !root.catalogue.models.onlyFitting

            ToggleSwitch {
                id: fitting

                objectName: "onlyFitting"
                anchors.verticalCenter: parent.verticalCenter
                text: onlyLabel.text
                checked: root.catalogue.models.onlyFitting
                onToggled: root.catalogue.models.onlyFitting = checked
            }
            Label {
                id: onlyLabel

                anchors.left: fitting.right
                anchors.leftMargin: Theme.space2
                anchors.verticalCenter: parent.verticalCenter
                text: qsTr("Only what runs here")
                font.pixelSize: Theme.small + 1
            }
        }
    }
    Banner {
        id: problem

        visible: root.catalogue.errorText.length > 0
        anchors.top: tools.bottom
        anchors.topMargin: visible ? Theme.space2 : 0
        width: parent.width
        height: visible ? implicitHeight : 0
        text: root.catalogue.errorText
        onCloseRequested: root.catalogue.dismissError()
    }
    ListView {
        id: list

        objectName: "catalogueList"
        visible: root.openedName.length === 0
        anchors.top: problem.bottom
        anchors.topMargin: Theme.space2
        anchors.bottom: parent.bottom
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
            Keys.onReturnPressed: if (!installed) root.catalogue.download(modelId)
            onDownloadRequested: root.catalogue.download(modelId)
            onFilesRequested: {
                root.catalogue.open(modelId);
                root.openedName = name;
            }
        }
    }
    ListView {
        id: files

        objectName: "catalogueFiles"
        visible: root.openedName.length > 0
        anchors.fill: list
        model: visible ? root.catalogue.files : null
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        activeFocusOnTab: true
        keyNavigationEnabled: true
        Basic.ScrollBar.vertical: Basic.ScrollBar {}
        delegate: FileRow {
            required property int index

            width: files.width
            fit: root.fit
            onDownloadRequested: root.catalogue.download(root.catalogue.openedId, index)
        }
    }
}
