// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import Maru.App
import Maru.Ui.Components

/// Language, looks, and what Maru does when its window is not in front.
Column {
    id: root

    required property Settings settings

    topPadding: Theme.space5
    bottomPadding: Theme.space5
    spacing: Theme.space4

    ThemeSwitch {
        width: parent.width
        theme: root.settings.theme
        onThemeRequested: theme => root.settings.theme = theme
    }
}
