// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

pragma ComponentBehavior: Bound

import QtQuick
import QtQml
import Maru.App
import Maru.Ui.Components

/// Which settings the open conversation is answered with: the program's, a preset, or its own.
TextButton {
    id: root

    required property ChatOptions options
    property bool inPanel: false // the panel is open already

    signal panelRequested()

    text: options.name + "  \u25be"
    Accessible.name: qsTr("Settings of this conversation: %1").arg(options.name)
    Accessible.description: qsTr("Opens a menu")
    onClicked: menu.popup(0, -menu.implicitHeight - Theme.space1)

    MenuList {
        id: menu

        preferredWidth: Theme.sidebarWidth

        MenuEntry {
            objectName: "presetStandard"
            text: qsTr("Standard")
            detail: qsTr("The settings of the program")
            ticked: !root.options.own
            onTriggered: root.options.reset()
        }
        MenuEntry {
            objectName: "presetPanel"
            visible: !root.inPanel
            text: qsTr("Change \u2026")
            detail: qsTr("System prompt, temperature and all the rest")
            onTriggered: root.panelRequested()
        }
        Instantiator {
            model: root.options.presets
            delegate: MenuEntry {
                required property var modelData

                objectName: "preset"
                text: modelData.name
                ticked: root.options.presetId === modelData.presetId
                onTriggered: root.options.usePreset(modelData.presetId)
            }
            onObjectAdded: (index, object) => menu.insertItem(index + 1, object as MenuEntry)
            onObjectRemoved: (index, object) => menu.removeItem(object as MenuEntry)
        }
    }
}
