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
    required property url url
    required property bool verifiable
    required property FitService fit
    property string name: quantization
    property bool best: false

    signal downloadRequested()

    title: quantization.length > 0 ? quantization : name
    facts: sizeText
    sentence: joined([best ? qsTr("Suits this computer best") : "", verifiable ? "" : qsTr("Its checksum is not known before")])
    question: FitQuestion {
        id: question

        service: root.fit
        byteCount: root.bytes
        url: root.url
    }

    TextButton {
        objectName: "exactButton"
        visible: !question.exact
        text: qsTr("Look closer")
        onClicked: question.exact = true
    }
    TextButton {
        objectName: "fileDownloadButton"
        text: qsTr("Download")
        onClicked: root.downloadRequested()
    }
}
