// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/chat/chat_controller.h"

#include <QObject>
#include <QPointer>
#include <QtQml/qqmlregistration.h>

namespace maru {

/// What a key does in the open conversation without pointing at a message: the last reply, the next conversation.
///
/// Ownership: made in QML; `chat` outlives it. Threads: GUI thread.
class ChatShortcuts : public QObject
{
    Q_OBJECT
    QML_ELEMENT

    Q_PROPERTY(maru::ChatController *chat MEMBER m_chat)

public:
    explicit ChatShortcuts(QObject *parent = nullptr);

    /// Opens the conversation `step` rows below the open one; past the ends nothing happens. From the page of a new one
    /// down to the first.
    Q_INVOKABLE void openNeighbour(int step);
    Q_INVOKABLE void regenerateLast();
    Q_INVOKABLE void copyLastReply();

    /// The last code block of the last reply that has one.
    Q_INVOKABLE void copyLastCode();

private:
    int lastReplyRow() const;

    QPointer<ChatController> m_chat;
};

} // namespace maru
