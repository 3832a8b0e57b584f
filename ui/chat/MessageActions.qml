// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

pragma ComponentBehavior: Bound

import QtQuick
import Maru.Ui.Components

/// The line under a message: versions, pin, the usual actions and a menu of all (on hover and focus), then status and
/// timing.
Item {
    id: root

    required property bool alignRight
    required property bool shown
    required property bool canRegenerate
    required property bool canContinue
    required property bool pinned
    required property int versionIndex
    required property int versionCount
    required property string branchText
    required property string statusText
    required property string statsText
    readonly property bool focusWithin: copy.activeFocus || again.activeFocus || previous.activeFocus || next.activeFocus
                                        || edit.activeFocus || goOn.activeFocus || more.activeFocus

    signal copyRequested()
    signal regenerateRequested()
    signal continueRequested()
    signal editRequested()
    signal menuRequested(Item anchor)
    signal versionRequested(int version)

    component HoverButton: TextButton {
        quiet: true
        opacity: root.shown ? 1 : 0

        Behavior on opacity { NumberAnimation { duration: Theme.motion } }
    }

    implicitHeight: Math.round(Theme.controlHeight * 0.8)

    Row {
        id: row

        anchors.verticalCenter: parent.verticalCenter
        x: root.alignRight ? parent.width - width : -Theme.space1
        spacing: Theme.space1

        Icon {
            objectName: "pinMark"
            visible: root.pinned
            anchors.verticalCenter: parent.verticalCenter
            path: Icons.pin
            color: Theme.accent
            Accessible.role: Accessible.StaticText
            Accessible.name: qsTr("Pinned")
        }
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
                objectName: "versionText"
                anchors.verticalCenter: parent.verticalCenter
                text: root.branchText.length > 0
                      ? qsTr("%1 / %2, %3").arg(root.versionIndex).arg(root.versionCount).arg(root.branchText)
                      : qsTr("%1 / %2").arg(root.versionIndex).arg(root.versionCount)
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
            id: goOn

            objectName: "continueButton"
            quiet: true
            visible: root.canContinue
            text: qsTr("Continue")
            onClicked: root.continueRequested()
        }
        HoverButton {
            id: copy

            objectName: "copyButton"
            text: qsTr("Copy")
            onClicked: root.copyRequested()
        }
        HoverButton {
            id: again

            objectName: "regenerateButton"
            visible: root.canRegenerate
            text: qsTr("Regenerate")
            onClicked: root.regenerateRequested()
        }
        HoverButton {
            id: edit

            objectName: "editButton"
            text: qsTr("Edit")
            onClicked: root.editRequested()
        }
        HoverButton {
            id: more

            objectName: "moreButton"
            icon16: Icons.more
            Accessible.name: qsTr("All actions")
            Accessible.description: qsTr("Opens a menu")
            onClicked: root.menuRequested(more)
        }
    }
    Label {
        objectName: "statsText"
        anchors.verticalCenter: parent.verticalCenter
        anchors.right: parent.right
        visible: !root.alignRight
        width: Math.max(0, Math.min(implicitWidth, parent.width - row.width))
        text: root.statusText + (root.statusText.length > 0 && root.statsText.length > 0 ? " \u00b7 " : "") + root.statsText
        color: Theme.muted
        font.pixelSize: Theme.small
    }
}
