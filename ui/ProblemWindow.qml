// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtQuick.Controls.Basic
import Maru.App
import Maru.Ui.Components

/// Stands in for the window where conversations cannot be shown: says why and what to do.
ApplicationWindow {
    id: root

    required property StartupProblem problem

    width: Math.round(Theme.unit * 150)
    height: Math.round(Theme.unit * 75)
    visible: true
    title: qsTr("Maru")
    color: Theme.window

    EmptyState {
        anchors.centerIn: parent
        width: parent.width - 2 * Theme.space8
        title: root.problem.title
        sentence: root.problem.text
        actionText: qsTr("Try again")
        onActionRequested: root.problem.retry()
    }
}
