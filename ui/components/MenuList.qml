// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls.Basic

/// A menu in the window's colours. Fill it with MenuEntry.
Menu {
    id: root

    property real preferredWidth: Math.round(Theme.sidebarWidth * 0.8)

    padding: Theme.space1
    width: preferredWidth

    background: Rectangle {
        color: Theme.surface
        radius: Theme.cardRadius
        border.width: Theme.hairline
        border.color: Theme.line
    }
    delegate: MenuEntry {}
}
