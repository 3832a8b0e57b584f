// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick

/// The heading of a group of lines on a page.
Label {
    width: parent ? parent.width : implicitWidth
    topPadding: Theme.space3
    color: Theme.accent
    font.pixelSize: Theme.small + 1
    font.weight: Font.DemiBold
    Accessible.role: Accessible.Heading
    Accessible.name: text
}
