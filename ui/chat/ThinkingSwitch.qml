// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

pragma ComponentBehavior: Bound

import QtQuick
import Maru.Ui.Components

/// Whether the model thinks before it answers, and for how long at most. Reports what is chosen.
TextButton {
    id: root

    required property bool on
    required property int budget // tokens; 0: no limit

    signal switched(bool on)
    signal budgetChosen(int budget)

    component BudgetEntry: MenuEntry {
        required property int tokens

        text: qsTr("Think, up to %L1 tokens").arg(tokens)
        ticked: root.on && root.budget === tokens
        onTriggered: {
            root.budgetChosen(tokens);
            root.switched(true);
        }
    }

    quiet: true
    text: !on ? qsTr("Thinking off") : budget > 0 ? qsTr("Thinking, up to %L1 tokens").arg(budget) : qsTr("Thinking on")
    icon16: Icons.thought
    Accessible.description: qsTr("Opens a menu")
    onClicked: menu.popup(0, -menu.implicitHeight - Theme.space1)

    MenuList {
        id: menu

        preferredWidth: Theme.sidebarWidth

        MenuEntry {
            objectName: "thinkingOff"
            text: qsTr("Answer at once")
            ticked: !root.on
            onTriggered: root.switched(false)
        }
        MenuEntry {
            objectName: "thinkingOn"
            text: qsTr("Think first")
            detail: qsTr("Slower, and better at hard questions")
            ticked: root.on && root.budget === 0
            onTriggered: {
                root.budgetChosen(0);
                root.switched(true);
            }
        }
        BudgetEntry { tokens: 500 }
        BudgetEntry { tokens: 2000 }
    }
}
