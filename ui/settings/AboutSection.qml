// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import Maru.App
import Maru.Ui.Components

/// Which Maru this is, and what it is made of.
Column {
    id: root

    topPadding: Theme.space3
    bottomPadding: Theme.space8
    spacing: Theme.space4

    AboutInfo {
        id: info
    }
    Label {
        width: parent.width
        text: qsTr("Maru %1").arg(info.version)
        font.pixelSize: Theme.title
        font.weight: Font.Bold
    }
    Label {
        width: parent.width
        text: qsTr("Language models on your own computer. Free software under the MIT licence.")
        wrapMode: Text.Wrap
    }
    SettingRow {
        title: info.systemText
        explanation: qsTr("Worth adding to a report of a problem.")

        TextButton {
            objectName: "copyAboutButton"
            text: qsTr("Copy")
            onClicked: info.copy()
        }
    }
    SectionTitle {
        text: qsTr("Made with")
    }
    Repeater {
        model: info.parts

        Item {
            id: part

            required property var modelData

            width: root.width
            height: Math.round(Theme.controlHeight * 0.75)

            Label {
                width: parent.width * 0.7
                height: parent.height
                text: qsTr("%1, for %2").arg(part.modelData.name).arg(part.modelData.use)
                font.pixelSize: Theme.small + 2
            }
            Label {
                anchors.right: parent.right
                height: parent.height
                text: part.modelData.licence
                color: Theme.muted
                font.pixelSize: Theme.small + 1
            }
        }
    }
}
