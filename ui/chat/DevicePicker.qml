// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import Maru.App
import Maru.Ui.Components

/// The devices a model can run on, with why each can or cannot be used.
Popup {
    id: root

    required property DeviceModel devices
    required property string currentSelector

    signal deviceChosen(string selector)

    width: Math.min(parent ? parent.width - Theme.space8 : 400, Math.round(Theme.columnWidth * 0.6))
    padding: Theme.space2
    focus: true
    onAboutToShow: devices.refresh()

    background: Rectangle {
        color: Theme.surface
        radius: Theme.cardRadius
        border.width: Theme.hairline
        border.color: Theme.line
    }

    contentItem: Column {
        Label {
            visible: !root.devices.ready
            width: parent.width
            padding: Theme.space3
            text: qsTr("Asking the drivers ...")
            color: Theme.muted
        }
        ListView {
            id: list

            objectName: "deviceList"
            width: parent.width
            height: Math.min(contentHeight, Theme.controlHeight * 10)
            model: root.devices
            clip: true
            delegate: PickerRow {
                required property string selector
                required property string name

                width: list.width
                title: name
                ticked: selector === root.currentSelector
                onClicked: {
                    root.deviceChosen(selector);
                    root.close();
                }
            }
        }
        Label {
            visible: root.devices.noteText.length > 0
            width: parent.width
            padding: Theme.space2
            text: root.devices.noteText
            color: Theme.muted
            wrapMode: Text.Wrap
            elide: Text.ElideNone
            font.pixelSize: Theme.small
        }
    }
}
