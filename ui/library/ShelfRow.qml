// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

import QtQuick
import Maru.App
import Maru.Ui.Components

/// A model on the shelf.
ModelRow {
    id: root

    required property string path
    required property string name
    required property string detail
    required property bool usable
    required property bool pending
    required property bool readOnly
    required property bool fake
    required property bool referenced
    required property string licence
    required property string lastUsedText
    required property string sourceText
    required property string verifiedText
    required property string duplicateText
    required property string notes
    required property int contextLength
    required property var model // its role `problemText` has the name of a property of the row
    required property FitService fit

    signal chatRequested()
    signal menuRequested(Item anchor)

    title: name
    facts: detail
    problemText: model.problemText
    sentence: pending ? qsTr("Reading the file ...")
                      : joined([sourceText, licence, lastUsedText, verifiedText, duplicateText, notes])
    question: FitQuestion {
        service: root.fit
        path: root.usable ? root.path : ""
        contextLength: root.contextLength
    }

    TextButton {
        objectName: "chatButton"
        enabled: root.usable
        primary: root.activeFocus
        text: qsTr("Chat")
        onClicked: root.chatRequested()
    }
    IconButton {
        id: more

        objectName: "shelfMenuButton"
        text: qsTr("More about %1").arg(root.name)
        icon16: Icons.more
        onClicked: root.menuRequested(more)
    }
}
