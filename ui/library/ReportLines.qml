// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

pragma ComponentBehavior: Bound

import QtQuick
import Maru.Ui.Components

/// Pairs of a name and a value, one a line.
Column {
    id: root

    required property string title
    required property var lines // of { name, value }

    visible: lines.length > 0
    spacing: Theme.space1

    SectionTitle {
        width: root.width
        text: root.title
    }
    Repeater {
        model: root.lines
        delegate: Row {
            id: line

            required property var modelData

            width: root.width
            spacing: Theme.space3

            Label {
                width: Math.round(root.width * 0.3)
                text: line.modelData.name
                color: Theme.muted
                font.pixelSize: Theme.small + 1
            }
            Label {
                width: Math.round(root.width * 0.7) - Theme.space3
                text: line.modelData.value
                font.pixelSize: Theme.small + 1
                wrapMode: Text.WrapAnywhere
                maximumLineCount: 3
            }
        }
    }
}
