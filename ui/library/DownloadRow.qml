// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import Maru.App
import Maru.Ui.Components

/// A model that is being fetched.
ModelRow {
    id: root

    required property string downloadId
    required property string name
    required property string stateText
    required property string errorText
    required property bool canPause
    required property bool canResume
    required property bool canCancel
    required property bool finished
    required property string path
    required property var model // its role `progress` has the name of a property of the row

    signal preferRequested()
    signal pauseRequested()
    signal resumeRequested()
    signal cancelRequested()
    signal dismissRequested()
    signal chatRequested()

    title: name
    sentence: stateText
    problemText: errorText
    progress: finished ? -1 : Math.max(0, model.progress)

    TextButton {
        objectName: "preferButton"
        visible: root.model.state === DownloadModel.Waiting
        text: qsTr("This one first")
        onClicked: root.preferRequested()
    }
    TextButton {
        objectName: "pauseButton"
        visible: root.canPause
        text: qsTr("Pause")
        onClicked: root.pauseRequested()
    }
    TextButton {
        objectName: "resumeButton"
        visible: root.canResume
        text: qsTr("Go on")
        onClicked: root.resumeRequested()
    }
    TextButton {
        objectName: "downloadedChatButton"
        visible: root.finished
        primary: true
        text: qsTr("Chat")
        onClicked: root.chatRequested()
    }
    IconButton {
        objectName: "cancelDownloadButton"
        visible: root.canCancel || root.finished
        text: root.finished ? qsTr("Take off the list") : qsTr("Cancel the download")
        icon16: Icons.close
        onClicked: root.finished ? root.dismissRequested() : root.cancelRequested()
    }
}
