// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import Maru.App
import Maru.Ui.Components

/// Over the list of downloads: how all of them are going, how fast they may be, and all of them paused or resumed.
Flow {
    id: root

    required property DownloadController downloads
    required property Settings settings
    readonly property var limits: [0, 0.5, 1, 2, 5, 10, 20, 50] // MB a second; 0: none

    spacing: Theme.space2

    Label {
        objectName: "downloadSummary"
        height: Theme.controlHeight
        width: Math.min(implicitWidth, root.width)
        text: root.downloads.summaryText.length > 0 ? root.downloads.summaryText : qsTr("Nothing is being fetched now")
        color: Theme.muted
        font.pixelSize: Theme.small + 1
        verticalAlignment: Text.AlignVCenter
    }
    ChoiceBox {
        objectName: "speedLimitBox"
        width: Math.round(Theme.unit * 44)
        name: qsTr("Speed limit")
        model: root.limits.map(limit => limit === 0 ? qsTr("As fast as it goes") : qsTr("At most %1 MB/s").arg(limit.toLocaleString(Qt.locale(), "f", limit < 1 ? 1 : 0)))
        currentIndex: Math.max(0, root.limits.indexOf(root.settings.downloadLimit / 1e6))
        onActivated: index => root.settings.downloadLimit = root.limits[index] * 1e6
    }
    TextButton {
        objectName: "pauseAllButton"
        visible: root.downloads.activeCount > 0
        text: qsTr("Pause all")
        onClicked: root.downloads.pauseAll()
    }
    TextButton {
        objectName: "resumeAllButton"
        visible: root.downloads.activeCount === 0
        text: qsTr("Go on with all")
        onClicked: root.downloads.resumeAll()
    }
}
