// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls.Basic
import Maru.App
import Maru.Ui.Components

/// What can be chosen, by section: a list of them at the left, the chosen one at the right.
FocusScope {
    id: root

    required property Settings settings
    required property bool showMenuButton

    signal menuRequested()
    signal closeRequested()

    Rectangle {
        anchors.fill: parent
        color: Theme.window
    }
    PageHeader {
        id: header

        width: parent.width
        title: qsTr("Settings")
        showMenuButton: root.showMenuButton
        onMenuRequested: root.menuRequested()
        onCloseRequested: root.closeRequested()
    }
    ScrollView {
        anchors.top: header.bottom
        anchors.bottom: parent.bottom
        width: parent.width
        contentWidth: availableWidth

        GeneralSection {
            x: Math.max(Theme.space5, Math.round((root.width - width) / 2))
            width: Math.min(Theme.columnWidth, root.width - 2 * Theme.space5)
            settings: root.settings
        }
    }
}
