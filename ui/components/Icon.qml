// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick

/// A drawing of lines on a 16 x 16 grid, in any colour and size. `path` is SVG path data.
///
/// On a canvas, not a Shape: that one faults now and then on Qt 6.4's software backend when pages are made anew.
Canvas {
    id: root

    required property string path
    property color color: Theme.text

    function draw(context: var) {
        context.reset();
        context.scale(width / 16, height / 16);
        context.path = path;
        context.strokeStyle = color;
        context.lineWidth = 1.4;
        context.lineCap = "round";
        context.lineJoin = "round";
        context.stroke();
    }

    implicitWidth: Theme.iconSize
    implicitHeight: Theme.iconSize
    onPathChanged: requestPaint()
    onColorChanged: requestPaint()
    onPaint: draw(getContext("2d"))
}
