// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

pragma Singleton

import QtQuick

/// Every colour, length and font of the window. Main sets `dark` and `reducedMotion` after the system or the user.
///
/// Lengths follow the system's font: `unit` is 4 pixels at a body text of 15.
QtObject {
    id: root

    property bool dark: false
    property bool reducedMotion: false
    property real zoom: 1.0

    readonly property color window: dark ? "#1B1A19" : "#F7F6F3"
    readonly property color panel: dark ? "#232220" : "#EFEDE8"
    readonly property color surface: dark ? "#262523" : "#FFFFFF"
    readonly property color code: dark ? "#161514" : "#F3F1EC"
    readonly property color bubble: dark ? "#3A2E25" : "#F0E6DC"
    readonly property color line: dark ? "#3A3835" : "#DDD9D1"
    readonly property color text: dark ? "#ECE9E4" : "#1F1D1A"
    readonly property color muted: dark ? "#A8A29A" : "#66615A"
    readonly property color accent: dark ? "#F0A868" : "#9A4A16"
    readonly property color accentText: window
    readonly property color hover: dark ? "#2E2C29" : "#E7E3DB"

    readonly property FontMetrics systemFont: FontMetrics {}
    readonly property real body: Math.max(15, Math.round(systemFont.height * 0.8)) * zoom
    readonly property real small: Math.round(body * 0.8)
    readonly property real title: Math.round(body * 1.35)
    readonly property real codeSize: Math.round(body * 0.9)
    readonly property real lineHeight: 1.13 // of the font's own, which is about 1.36 of its size
    readonly property string monospace: "monospace"

    readonly property real unit: body * 4 / 15
    readonly property real space1: Math.round(unit)
    readonly property real space2: Math.round(2 * unit)
    readonly property real space3: Math.round(3 * unit)
    readonly property real space4: Math.round(4 * unit)
    readonly property real space5: Math.round(5 * unit)
    readonly property real space8: Math.round(8 * unit)
    readonly property real controlHeight: Math.round(8 * unit)
    readonly property real iconSize: Math.round(4.5 * unit)

    readonly property real controlRadius: Math.round(2 * unit)
    readonly property real cardRadius: Math.round(2.5 * unit)
    readonly property real bubbleRadius: Math.round(3.5 * unit)
    readonly property real hairline: 1

    readonly property real columnWidth: Math.round(190 * unit)
    readonly property real sidebarWidth: Math.round(67 * unit)
    readonly property real collapseWidth: Math.round(215 * unit)
    readonly property real headerHeight: Math.round(13 * unit)

    readonly property int motion: reducedMotion ? 0 : 140
}
