// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import Maru.App
import Maru.Ui.Components

/// The page people talk on: header, messages, the field they type into.
Rectangle {
    id: root

    required property ChatController chat
    required property LibraryController library
    required property DeviceModel devices
    required property Settings settings
    required property bool showMenuButton
    readonly property bool waiting: chat.state === ChatController.Loading || chat.state === ChatController.Reading

    signal menuRequested()
    signal pageRequested(string page)

    function openPicker(picker: Popup, anchor: Item) {
        const corner = anchor.mapToItem(root, anchor.width, anchor.height);
        picker.x = Math.max(Theme.space4, corner.x - picker.width);
        picker.y = corner.y + Theme.space1;
        picker.open();
    }

    /// Ctrl+F.
    function openFind() {
        findBar.open();
    }

    function focusField() {
        promptBar.focusField();
    }

    color: Theme.window
    Component.onCompleted: promptBar.setText(chat.fieldText())

    ChatHeader {
        id: header

        width: parent.width
        title: root.chat.title
        temporary: root.chat.temporary
        keepable: root.chat.canSend && root.chat.messages.count > 0
        stateText: root.chat.stateText
        progress: root.chat.progress
        modelName: root.chat.modelName
        deviceName: root.chat.deviceName
        fakeEngine: root.chat.fakeEngine
        showMenuButton: root.showMenuButton
        onMenuRequested: root.menuRequested()
        onKeepRequested: root.chat.keepConversation(root.chat.conversationId)
        onModelRequested: anchor => root.openPicker(modelPicker, anchor)
        onDeviceRequested: anchor => root.openPicker(devicePicker, anchor)
    }
    Column {
        id: banners

        anchors.top: header.bottom
        anchors.topMargin: visibleChildren.length > 0 ? Theme.space2 : 0
        anchors.horizontalCenter: parent.horizontalCenter
        width: Math.min(Theme.columnWidth, parent.width - 2 * Theme.space5)
        spacing: Theme.space2

        Banner {
            objectName: "storageBanner"
            visible: root.chat.storageText.length > 0
            width: parent.width
            closable: false
            text: root.chat.storageText
        }
        Banner {
            property string dismissed

            objectName: "noteBanner"
            visible: root.chat.noteText.length > 0 && dismissed !== root.chat.noteText
            width: parent.width
            text: root.chat.noteText
            onCloseRequested: dismissed = root.chat.noteText
        }
    }
    MessageList {
        id: messageList

        anchors.top: banners.bottom
        anchors.bottom: promptBar.top
        anchors.bottomMargin: Theme.space2
        width: parent.width
        messages: root.chat.messages
        waitingText: root.waiting ? root.chat.stateText : ""
        onCopyRequested: row => root.chat.copy(row)
        onRegenerateRequested: row => root.chat.regenerate(row)
        onVersionRequested: (row, version) => root.chat.showVersion(row, version)
        onActionRequested: row => root.chat.runAction(row)
        onEditRequested: row => root.chat.edit(row)
        onContinueRequested: row => root.chat.continueReply(row)
        onMenuRequested: (message, anchor) => messageMenu.show(message, anchor)
        onAttachmentOpened: (row, attachment) => attachmentView.show(
                                root.chat.messages.attachmentName(row, attachment),
                                root.chat.attachmentText(row, attachment), -1)
    }
    FirstRun {
        objectName: "firstRun"
        visible: root.chat.messages.count === 0 && root.chat.modelName.length === 0 && !root.library.scanning
        anchors.centerIn: messageList
        width: Math.min(Theme.columnWidth * 0.7, parent.width - 2 * Theme.space5)
        library: root.library
        onLibraryRequested: root.pageRequested("library")
    }
    EmptyState {
        visible: root.chat.messages.count === 0 && root.chat.modelName.length > 0
        anchors.centerIn: messageList
        width: Math.min(Theme.columnWidth * 0.7, parent.width - 2 * Theme.space5)
        title: root.chat.temporary ? qsTr("A temporary chat") : qsTr("What shall we talk about?")
        sentence: root.chat.temporary
            ? qsTr("Nothing of it is saved. It is gone when you delete it or close Maru.")
            : qsTr("%1 answers on this computer. Nothing you write leaves it.").arg(root.chat.modelName)
    }
    PromptBar {
        id: promptBar

        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.space4
        anchors.horizontalCenter: parent.horizontalCenter
        width: Math.min(Theme.columnWidth, parent.width - 2 * Theme.space5)
        generating: root.chat.busy
        canSend: root.chat.canSend
        canSwitchThinking: root.chat.canSwitchThinking
        thinkingOn: root.chat.thinkingOn
        thinkingBudget: root.chat.options.thinkingBudget
        attachments: root.chat.editingReply ? null : root.chat.attachments
        options: root.chat.options
        editingText: root.chat.editingText
        meterText: root.chat.meter.text
        meterDetail: root.chat.meter.detailText
        meterShare: root.chat.meter.size > 0 ? root.chat.meter.used / root.chat.meter.size : 0
        meterOverfull: root.chat.meter.leftOutCount > 0
        onTyped: text => root.chat.setFieldText(text)
        onEditLastRequested: root.chat.editLast()
        onEditCancelled: root.chat.cancelEdit()
        onAttachmentOpened: row => attachmentView.show(root.chat.attachments.name(row), root.chat.attachments.text(row), row)
        onPanelRequested: settingsPanel.open()
        onThinkingSwitched: on => root.chat.setThinkingOn(on)
        onThinkingBudgetChosen: budget => root.chat.options.thinkingBudget = budget
        onSendRequested: text => {
            if (root.chat.send(text))
                messageList.follow();
        }
        onStopRequested: root.chat.stop()
    }
    DropArea {
        id: dropArea

        anchors.fill: parent
        enabled: !root.chat.editingReply
        keys: ["text/uri-list"]
        onDropped: drop => root.chat.attachments.addFiles(drop.urls)

        Rectangle {
            visible: dropArea.containsDrag
            anchors.fill: parent
            anchors.margins: Theme.space4
            radius: Theme.cardRadius
            color: Theme.surface
            opacity: 0.94
            border.width: Theme.focusLine
            border.color: Theme.accent

            Label {
                anchors.centerIn: parent
                text: qsTr("Drop text files to add them to your message")
            }
        }
    }
    MessageMenu {
        id: messageMenu

        function show(message: MessageDelegate, anchor: Item) {
            row = message.index;
            fromUser = message.fromUser;
            pinned = message.pinned;
            mayRegenerate = message.canRegenerate;
            mayContinue = message.canContinue;
            popup(anchor, 0, anchor.height);
        }

        objectName: "messageMenu"
        onCopyRequested: (row, plain) => plain ? root.chat.copyPlain(row) : root.chat.copy(row)
        onEditRequested: row => root.chat.edit(row)
        onPinRequested: row => root.chat.togglePin(row)
        onContinueRequested: row => root.chat.continueReply(row)
        onRegenerateRequested: (row, exactly) => exactly ? root.chat.regenerateExactly(row) : root.chat.regenerate(row)
        onDetailsRequested: row => details.showRow(row)
    }
    DetailsPopup {
        id: details

        property int row: -1

        function showRow(row: int) {
            details.row = row;
            details.show(root.chat.details(row));
        }

        objectName: "detailsPopup"
        onExactRequested: root.chat.regenerateExactly(row)
    }
    AttachmentView {
        id: attachmentView

        objectName: "attachmentView"
        onInsertRequested: row => {
            promptBar.insert(root.chat.attachments.text(row));
            root.chat.attachments.remove(row);
        }
    }
    SettingsPanel {
        id: settingsPanel

        objectName: "settingsPanel"
        options: root.chat.options
        onClosed: promptBar.focusField()
    }
    FindBar {
        id: findBar

        objectName: "findBar"
        anchors.top: banners.bottom
        anchors.topMargin: Theme.space2
        anchors.right: parent.right
        anchors.rightMargin: Theme.space4
        width: Math.min(implicitWidth, parent.width - 2 * Theme.space4)
        messages: root.chat.messages
        onHitFound: (row, thinking, block, share) => messageList.showHit(row, thinking, block, share)
        onClosed: promptBar.focusField()
    }
    ModelPicker {
        id: modelPicker

        objectName: "modelPicker"
        library: root.library
        currentPath: root.chat.modelPath
        onModelChosen: path => root.chat.chooseModel(path)
    }
    DevicePicker {
        id: devicePicker

        objectName: "devicePicker"
        devices: root.devices
        currentSelector: root.settings.device
        onDeviceChosen: selector => root.chat.chooseDevice(selector)
    }
    Connections {
        target: root.chat

        function onModelPickerRequested() {
            root.openPicker(modelPicker, header);
        }
        function onConversationChanged() {
            messageList.follow();
        }
        function onMessageRequested(row) {
            messageList.showMessage(row);
        }
        function onFieldChanged(text) {
            promptBar.setText(text);
        }
        function onEditingChanged() {
            promptBar.focusField();
        }
    }
}
