// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import Maru.App
import Maru.Ui.Components

/// A file that can be fetched: one format of a model. Opened, its header is read, and the answer is exact.
ModelRow {
    id: root

    required property string quantization
    required property string sizeText
    required property double bytes
    required property list<url> urls
    required property bool verifiable
    required property FitService fit
    property string name: quantization
    property bool best: false
    property int partCount: 1
    property int layers: 0 // with the two below: what is known without the file's header
    property double kvBytesPerToken: 0
    property int contextLength: 0

    signal downloadRequested()

    title: quantization.length > 0 ? quantization : name
    facts: sizeText
    sentence: joined([partCount > 1 ? qsTr("In %n file(s)", "", partCount) : "", best ? qsTr("Suits this computer best") : "", verifiable ? "" : qsTr("Its checksum is not known before")])
    question: FitQuestion {
        id: question

        service: root.fit
        byteCount: root.bytes
        urls: root.urls
        layers: root.layers
        kvBytesPerToken: root.kvBytesPerToken
        contextLength: root.contextLength
    }

    TextButton {
        objectName: "exactButton"
        visible: !question.exact && root.urls.length > 0
        text: qsTr("Look closer")
        onClicked: question.exact = true
    }
    TextButton {
        objectName: "fileDownloadButton"
        text: qsTr("Download")
        onClicked: root.downloadRequested()
    }
}
