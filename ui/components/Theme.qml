// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

pragma Singleton

import QtQuick

/// Every colour, length and font of the window. Main sets `dark`, `highContrast`, `reducedMotion` and `zoom` after the
/// system or the user.
///
/// Lengths follow the system's font: `unit` is 4 pixels at a body text of 15.
QtObject {
    id: root

    property bool dark: false
    property bool highContrast: false
    property bool reducedMotion: false
    property real zoom: 1.0

    readonly property color window: shade("#F7F6F3", "#1B1A19", "#FFFFFF", "#000000")
    readonly property color panel: shade("#EFEDE8", "#232220", "#FFFFFF", "#000000")
    readonly property color surface: shade("#FFFFFF", "#262523", "#FFFFFF", "#000000")
    readonly property color code: shade("#F3F1EC", "#161514", "#F6F6F6", "#0C0C0C")
    readonly property color bubble: shade("#F0E6DC", "#3A2E25", "#F0E6DC", "#2A1D12")
    readonly property color mark: shade("#F6D98B", "#6B5312", "#FFE070", "#5C4500") // behind what was looked for
    readonly property color line: shade("#DDD9D1", "#3A3835", "#4A4640", "#B8B3AB")
    readonly property color text: shade("#1F1D1A", "#ECE9E4", "#000000", "#FFFFFF")
    readonly property color muted: shade("#66615A", "#A8A29A", "#35322E", "#DAD6D0")
    readonly property color accent: shade("#9A4A16", "#F0A868", "#6E2F06", "#FFC48A")
    readonly property color accentText: window
    readonly property color hover: shade("#E7E3DB", "#2E2C29", "#E4E4E4", "#2B2B2B")
    readonly property color veil: "#66000000" // over what a popup takes the place of

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
    readonly property real focusLine: highContrast ? 3 : 2

    readonly property real columnWidth: Math.round(190 * unit)
    readonly property real sidebarWidth: Math.round(67 * unit)
    readonly property real collapseWidth: Math.round(215 * unit)
    readonly property real headerHeight: Math.round(13 * unit)

    readonly property int motion: reducedMotion ? 0 : 140

    function shade(light: color, darkOne: color, lightStrong: color, darkStrong: color): color {
        if (highContrast)
            return dark ? darkStrong : lightStrong;
        return dark ? darkOne : light;
    }
}
