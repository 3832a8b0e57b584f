// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import Maru.Ui.Components

/// A repository that the hub found.
ModelRow {
    id: root

    required property string repository
    required property string detail
    required property string licence
    required property bool gated

    signal openRequested()

    title: repository
    facts: licence
    sentence: gated ? qsTr("%1 \u00b7 wants to know who asks").arg(detail) : detail

    TextButton {
        objectName: "openRepositoryButton"
        text: qsTr("Files")
        onClicked: root.openRequested()
    }
}
