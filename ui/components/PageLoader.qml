// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick

/// A page of the window: made when it is first shown, kept from then on, and given the focus whenever it is shown.
///
///     PageLoader { name: "library"; current: root.current; sourceComponent: LibraryPage { ... } }
Loader {
    id: root

    required property string name
    required property string current
    readonly property bool shown: name === current

    function takeFocus() {
        if (root.shown && root.item)
            root.item.forceActiveFocus();
    }

    anchors.fill: parent
    active: false
    visible: shown
    focus: shown
    onShownChanged: {
        root.active = root.active || root.shown;
        root.takeFocus();
    }
    onLoaded: takeFocus()
    Component.onCompleted: active = shown
}
