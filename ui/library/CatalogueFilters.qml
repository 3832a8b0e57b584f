// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls.Basic as Basic
import Maru.App
import Maru.Ui.Components

/// What of the catalogue is shown: by words, language, size, and whether it runs well on this computer.
Flow {
    id: root

    required property CatalogueModel models
    readonly property var sizes: [0, 2, 4, 8, 16, 32] // GB; 0: any

    function languageChoices(): var {
        const choices = [qsTr("Any language")];
        for (let i = 0; i < root.models.languageNames.length; ++i)
            choices.push(root.models.languageNames[i]);
        return choices;
    }

    function languageIndex(): int {
        for (let i = 0; i < root.models.languages.length; ++i) {
            if (root.models.languages[i] === root.models.language)
                return i + 1;
        }
        return 0;
    }

    spacing: Theme.space3

    LineField {
        objectName: "catalogueSearch"
        width: Math.round(Theme.unit * 46)
        placeholderText: qsTr("Find in the catalogue")
        text: root.models.searchText
        onTextEdited: root.models.searchText = text
    }
    ChoiceBox {
        objectName: "languageBox"
        width: Math.round(Theme.unit * 36)
        name: qsTr("Language")
        model: root.languageChoices()
        currentIndex: root.languageIndex()
        onActivated: index => root.models.language = index > 0 ? root.models.languages[index - 1] : ""
    }
    ChoiceBox {
        objectName: "sizeBox"
        width: Math.round(Theme.unit * 30)
        name: qsTr("Size")
        model: root.sizes.map(size => size === 0 ? qsTr("Any size") : qsTr("Up to %1 GB").arg(size))
        currentIndex: Math.max(0, root.sizes.indexOf(Math.round(root.models.largestBytes / 1e9)))
        onActivated: index => root.models.largestBytes = root.sizes[index] * 1e9
    }
    Basic.AbstractButton {
        implicitWidth: fitting.width + Theme.space2 + onlyLabel.implicitWidth
        implicitHeight: Theme.controlHeight
        focusPolicy: Qt.NoFocus
        onClicked: root.models.onlyFitting = !root.models.onlyFitting

        ToggleSwitch {
            id: fitting

            objectName: "onlyFitting"
            anchors.verticalCenter: parent.verticalCenter
            text: onlyLabel.text
            checked: root.models.onlyFitting
            onToggled: root.models.onlyFitting = checked
        }
        Label {
            id: onlyLabel

            anchors.left: fitting.right
            anchors.leftMargin: Theme.space2
            anchors.verticalCenter: parent.verticalCenter
            text: qsTr("Only what runs well here")
            font.pixelSize: Theme.small + 1
        }
    }
}
