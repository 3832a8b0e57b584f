// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/conversation.h"
#include "app/domain/message.h"

#include <QList>
#include <QMap>
#include <QString>

namespace maru {

/// A conversation as a file holds it: whole, with every branch. A plain value. Ids are those of the file; a message's
/// parent comes before it.
struct SavedConversation
{
    Conversation conversation;
    ConversationOptions options;
    QString folder; ///< its name; empty: none
    QString origin; ///< names it among those of another program: "chatgpt:..."; empty: it is of Maru
    QList<Message> messages;
};

/// What was found in a file.
struct ImportedFile
{
    QList<SavedConversation> conversations;
    QMap<QString, int> leftOut; ///< what cannot be taken over, how often: "image", "tool result"
};

/// The messages from the first to the active leaf.
QList<Message> activePath(const SavedConversation &saved);

} // namespace maru
