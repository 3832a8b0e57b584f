// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

pragma Singleton

import QtQuick

/// The drawings of the window's icons: SVG path data on a 16 x 16 grid.
QtObject {
    readonly property string plus: "M8 3 V13 M3 8 H13"
    readonly property string minus: "M3 8 H13"
    readonly property string send: "M8 13 V3 M3.5 7.5 L8 3 L12.5 7.5"
    readonly property string stop: "M4.5 4.5 H11.5 V11.5 H4.5 Z"
    readonly property string menu: "M2.5 4.5 H13.5 M2.5 8 H13.5 M2.5 11.5 H13.5"
    readonly property string more: "M3.5 8 h0.01 M8 8 h0.01 M12.5 8 h0.01"
    readonly property string end: "M8 3 V13 M3.5 8.5 L8 13 L12.5 8.5"
    readonly property string up: "M3.5 10.5 L8 6 L12.5 10.5"
    readonly property string down: "M3.5 6 L8 10.5 L12.5 6"
    readonly property string close: "M4 4 L12 12 M12 4 L4 12"
    readonly property string chevron: "M6 3.5 L10.5 8 L6 12.5"
    readonly property string thought: "M8 2.5 A4.2 4.2 0 0 1 10.2 10.2 V12 H5.8 V10.2 A4.2 4.2 0 0 1 8 2.5 M6.3 14 H9.7"
    readonly property string file: "M4 2.5 H9.5 L12 5 V13.5 H4 Z M9.5 2.5 V5 H12 M6 8 H10 M6 10.5 H10"
    readonly property string pin: "M6 2.5 H10 L9.5 7 L12 9.5 H4 L6.5 7 Z M8 9.5 V14"
    readonly property string check: "M3 8.5 L6.5 12 L13 4.5"
}
