// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic as Basic
import Maru.App
import Maru.Ui.Components

/// Models: those of this computer, the catalogue, the hub, folders and devices; downloads on top of all of them.
FocusScope {
    id: root

    required property LibraryController library
    required property DownloadController downloads
    required property CatalogueController catalogue
    required property HubController hub
    required property FitService fit
    required property DevicesController deviceCheck
    required property InspectController inspector
    required property QuantizeController quantizer
    required property Settings settings
    required property bool showMenuButton
    property int tab: 0
    property string view: "" // "inspect" or "shrink": what lies over the tabs

    signal menuRequested()
    signal closeRequested()
    signal chatRequested(string path)
    signal deviceChosen(string selector)

    onVisibleChanged: if (visible) refresh()
    Component.onCompleted: refresh()

    function refresh() {
        root.library.refresh();
        root.fit.refresh();
    }

    Rectangle {
        anchors.fill: parent
        color: Theme.window
    }
    PageHeader {
        id: header

        width: parent.width
        title: root.view === "inspect" ? root.inspector.title : root.view === "shrink" ? qsTr("Make %1 smaller").arg(root.quantizer.title) : qsTr("Models")
        showMenuButton: root.showMenuButton
        onMenuRequested: root.menuRequested()
        onCloseRequested: root.closeRequested()
    }
    Column {
        id: head

        anchors.top: header.bottom
        anchors.topMargin: Theme.space4
        x: body.x
        width: body.width
        spacing: Theme.space3

        TextButton {
            objectName: "viewBackButton"
            visible: root.view.length > 0
            text: qsTr("Back to the models")
            onClicked: root.view = ""
        }
        LibraryTabs {
            objectName: "libraryTabs"
            visible: root.view.length === 0
            focus: true
            names: [qsTr("On this computer"), qsTr("Catalogue"), qsTr("Hub"), qsTr("Folders"), qsTr("Devices")]
            current: root.tab
            onChosen: index => root.tab = index
        }
        ContextSlider {
            visible: root.view === "shrink" || (root.view.length === 0 && root.tab < 3)
            fit: root.fit
        }
        Banner {
            objectName: "libraryError"
            visible: root.library.errorText.length > 0
            width: parent.width
            text: root.library.errorText
            onCloseRequested: root.library.dismissError()
        }
        Banner {
            objectName: "workBanner"
            visible: root.library.work.running
            width: parent.width
            closable: false
            text: root.library.work.text
            actionText: qsTr("Cancel")
            onActionRequested: root.library.work.cancel()
        }
        DownloadHead {
            visible: fetched.visible
            width: parent.width
            downloads: root.downloads
            settings: root.settings
        }
        ListView {
            id: fetched

            objectName: "downloadList"
            visible: count > 0 && root.view.length === 0 && root.tab < 3
            width: head.width
            height: Math.min(contentHeight, Math.round(root.height * 0.35))
            model: root.downloads.downloads
            clip: true
            boundsBehavior: Flickable.StopAtBounds
            activeFocusOnTab: true
            keyNavigationEnabled: true
            Basic.ScrollBar.vertical: Basic.ScrollBar {}
            Accessible.role: Accessible.List
            Accessible.name: qsTr("Downloads")
            delegate: DownloadRow {
                width: fetched.width
                onPreferRequested: root.downloads.prefer(downloadId)
                onPauseRequested: root.downloads.pause(downloadId)
                onResumeRequested: root.downloads.resume(downloadId)
                onCancelRequested: root.downloads.cancel(downloadId)
                onDismissRequested: root.downloads.dismiss(downloadId)
                onChatRequested: root.chatRequested(path)
            }
        }
    }
    Item {
        id: body

        anchors.top: head.bottom
        anchors.topMargin: Theme.space3
        anchors.bottom: parent.bottom
        x: Math.max(Theme.space5, Math.round((root.width - width) / 2))
        width: Math.min(Math.round(Theme.columnWidth * 1.25), root.width - 2 * Theme.space5)

        ShelfView {
            anchors.fill: parent
            visible: root.view.length === 0 && root.tab === 0
            library: root.library
            fit: root.fit
            onChatRequested: path => root.chatRequested(path)
            onCatalogueRequested: root.tab = 1
            onInspectRequested: path => {
                root.inspector.open(path);
                root.view = "inspect";
            }
            onShrinkRequested: (path, name, readOnly) => {
                root.quantizer.open(path, name, readOnly);
                root.view = "shrink";
            }
        }
        CatalogueView {
            anchors.fill: parent
            visible: root.view.length === 0 && root.tab === 1
            catalogue: root.catalogue
            fit: root.fit
            settings: root.settings
        }
        HubView {
            anchors.fill: parent
            visible: root.view.length === 0 && root.tab === 2
            hub: root.hub
            fit: root.fit
            settings: root.settings
        }
        FoldersView {
            anchors.fill: parent
            visible: root.view.length === 0 && root.tab === 3
            library: root.library
        }
        DevicesView {
            anchors.fill: parent
            visible: root.view.length === 0 && root.tab === 4
            devices: root.deviceCheck
            settings: root.settings
            onDeviceChosen: selector => root.deviceChosen(selector)
        }
        InspectView {
            anchors.fill: parent
            visible: root.view === "inspect"
            inspector: root.inspector
        }
        QuantizeView {
            anchors.fill: parent
            visible: root.view === "shrink"
            quantizer: root.quantizer
        }
    }
    DropArea {
        anchors.fill: parent
        onDropped: drop => root.library.importDropped(drop.urls)
    }
}
