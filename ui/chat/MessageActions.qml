// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import Maru.Ui.Components

/// The line under a message: versions, copy, regenerate (on hover and focus), then status and timing.
Item {
    id: root

    required property bool alignRight
    required property bool shown
    required property bool canRegenerate
    required property int versionIndex
    required property int versionCount
    required property string statusText
    required property string statsText
    readonly property bool focusWithin: copy.activeFocus || again.activeFocus || previous.activeFocus || next.activeFocus

    signal copyRequested()
    signal regenerateRequested()
    signal versionRequested(int version)

    implicitHeight: Math.round(Theme.controlHeight * 0.8)

    Row {
        id: row

        anchors.verticalCenter: parent.verticalCenter
        x: root.alignRight ? parent.width - width : -Theme.space1
        spacing: Theme.space1

        Row {
            visible: root.versionCount > 1
            anchors.verticalCenter: parent.verticalCenter

            TextButton {
                id: previous

                objectName: "previousVersion"
                quiet: true
                text: "\u2039"
                Accessible.name: qsTr("Previous version")
                enabled: root.versionIndex > 1
                onClicked: root.versionRequested(root.versionIndex - 1)
            }
            Label {
                anchors.verticalCenter: parent.verticalCenter
                text: qsTr("%1 / %2").arg(root.versionIndex).arg(root.versionCount)
                color: Theme.muted
                font.pixelSize: Theme.small + 1
            }
            TextButton {
                id: next

                objectName: "nextVersion"
                quiet: true
                text: "\u203a"
                Accessible.name: qsTr("Next version")
                enabled: root.versionIndex < root.versionCount
                onClicked: root.versionRequested(root.versionIndex + 1)
            }
        }
        TextButton {
            id: copy

            objectName: "copyButton"
            quiet: true
            opacity: root.shown ? 1 : 0
            text: qsTr("Copy")
            onClicked: root.copyRequested()

            Behavior on opacity { NumberAnimation { duration: Theme.motion } }
        }
        TextButton {
            id: again

            objectName: "regenerateButton"
            quiet: true
            visible: root.canRegenerate
            opacity: root.shown ? 1 : 0
            text: qsTr("Regenerate")
            onClicked: root.regenerateRequested()

            Behavior on opacity { NumberAnimation { duration: Theme.motion } }
        }
    }
    Label {
        objectName: "statsText"
        anchors.verticalCenter: parent.verticalCenter
        anchors.right: parent.right
        visible: !root.alignRight
        width: Math.min(implicitWidth, parent.width - row.width)
        text: root.statusText + (root.statusText.length > 0 && root.statsText.length > 0 ? " \u00b7 " : "") + root.statsText
        color: Theme.muted
        font.pixelSize: Theme.small
    }
}
