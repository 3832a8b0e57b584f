// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

pragma ComponentBehavior: Bound

import QtQuick
import Maru.App
import Maru.Ui.Components

/// One setting of replies: a row of SettingList with the control that fits its kind.
SettingRow {
    id: root

    required property int index
    required property string key
    required explanation
    required property int kind
    required property var value
    required property real from
    required property real to
    required property real step
    required property int digits
    required property var choices
    required property string specialText
    required property bool advanced

    signal valueChosen(int row, var value)

    objectName: "setting_" + key
    width: parent ? parent.width : implicitWidth

    // One of these is there. (Qt 6.4's Loader takes no bound component.)
    Repeater {
        model: root.kind === SettingList.Number ? 1 : 0
        delegate: NumberBox {
            name: root.title
            factor: root.digits > 0 ? 100 : 1
            from: Math.round(root.from * factor)
            to: Math.round(root.to * factor)
            stepSize: Math.round(root.step * factor)
            number: root.value
            lowest: root.specialText
            onNumberChosen: number => root.valueChosen(root.index, number)
        }
    }
    Repeater {
        model: root.kind === SettingList.Switch ? 1 : 0
        delegate: ToggleSwitch {
            text: root.title
            checked: root.value
            onToggled: root.valueChosen(root.index, checked)
        }
    }
    Repeater {
        model: root.kind === SettingList.Choice ? 1 : 0
        delegate: ChoiceBox {
            name: root.title
            model: root.choices
            currentIndex: root.value
            onActivated: index => root.valueChosen(root.index, index)
        }
    }
    Repeater {
        model: root.kind === SettingList.Text ? 1 : 0
        delegate: LineField {
            name: root.title
            text: root.value
            placeholderText: qsTr("random")
            onEditingFinished: if (text !== root.value) root.valueChosen(root.index, text)
        }
    }
    Repeater {
        model: root.kind === SettingList.LongText ? 1 : 0
        delegate: PageField {
            name: root.title
            code: true
            text: root.value
            onWritten: text => root.valueChosen(root.index, text)
        }
    }
}
