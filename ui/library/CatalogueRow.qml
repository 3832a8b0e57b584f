// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import Maru.App
import Maru.Ui.Components

/// A model of the catalogue.
ModelRow {
    id: root

    required property string modelId
    required property string name
    required property string maker
    required property string licence
    required property string languagesText
    required property string parametersText
    required property string bestSizeText
    required property string bestQuantization
    required property double bestBytes
    required property int layers
    required property double kvBytesPerToken
    required property int contextLength
    required property bool installed
    required property var model // its role `sentence` has the name of a property of the row
    required property FitService fit

    signal downloadRequested()
    signal openRequested()

    title: name
    facts: joined([parametersText, bestQuantization, bestSizeText, licence, languagesText])
    sentence: model.sentence
    question: FitQuestion {
        service: root.fit
        byteCount: root.bestBytes
        layers: root.layers
        kvBytesPerToken: root.kvBytesPerToken
        contextLength: root.contextLength
    }

    TextButton {
        objectName: "detailsButton"
        text: qsTr("Details")
        onClicked: root.openRequested()
    }
    TextButton {
        objectName: "downloadButton"
        enabled: !root.installed
        text: root.installed ? qsTr("On the shelf") : qsTr("Download")
        onClicked: root.downloadRequested()
    }
}
