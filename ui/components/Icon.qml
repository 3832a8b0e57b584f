// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Shapes

/// A drawing of lines on a 16 x 16 grid, in any colour and size. `path` is SVG path data.
Item {
    id: root

    required property string path
    property color color: Theme.text

    implicitWidth: Theme.iconSize
    implicitHeight: Theme.iconSize

    Shape {
        anchors.centerIn: parent
        width: 16
        height: 16
        scale: root.width / 16
        layer.enabled: true
        layer.samples: 4

        ShapePath {
            strokeColor: root.color
            strokeWidth: 1.4
            fillColor: "transparent"
            capStyle: ShapePath.RoundCap
            joinStyle: ShapePath.RoundJoin

            PathSvg { path: root.path }
        }
    }
}
