// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/conversation.h"
#include "app/domain/message.h"
#include "app/domain/result.h"

#include <QList>

namespace maru {

class Database;

/// In place of the time of a deletion: to be erased as soon as the store comes to it, and in no list any more.
constexpr qint64 kCondemned = 1;

/// Conversations and their messages. Messages are only ever added; ids come from the caller (StoreWorker::nextId), so
/// that a write can be repeated later as it is.
///
/// Threads: that of the database. Failure: that of the database; a call is saved whole or not at all.
class ConversationStore
{
public:
    explicit ConversationStore(Database &database)
        : m_database(database)
    {
    }

    /// All but the deleted, the last changed first.
    Result<QList<Conversation>> conversations() const;

    /// Those in the trash, the last deleted first.
    Result<QList<Conversation>> deleted() const;

    /// Every branch of a conversation, by id, with the attachments. What is odd in a row (an unknown role, settings
    /// that do not parse, a parent that is gone) is read as its nearest sense; no row hides another.
    Result<QList<Message>> messages(qint64 conversationId) const;

    /// The first message of a new conversation, with it.
    Result<void> addConversation(const Conversation &conversation, const Message &first);

    /// `message` becomes the active leaf.
    Result<void> addMessage(const Message &message);

    Result<void> setActiveLeaf(qint64 conversationId, qint64 leafId);
    Result<void> rename(qint64 conversationId, const QString &title);
    Result<void> setPinned(qint64 conversationId, bool pinned);
    Result<void> setArchived(qint64 conversationId, bool archived);

    /// 0: into no folder.
    Result<void> setFolder(qint64 conversationId, qint64 folderId);

    Result<ConversationOptions> options(qint64 conversationId) const;
    Result<void> setOptions(qint64 conversationId, const ConversationOptions &options);

    Result<void> setMessagePinned(qint64 messageId, bool pinned);

    /// Into the trash; restore() brings it back until it is erased (Eraser).
    Result<void> remove(qint64 conversationId, qint64 now);
    Result<void> restore(qint64 conversationId);

    /// All there are, with those in the trash.
    Result<int> count() const;

    /// The highest id in use anywhere; 0 if there is none.
    Result<qint64> highestId() const;

    /// The row and its attachments alone: part of somebody's transaction.
    Result<void> insert(const Message &message);
    Result<void> insert(const Conversation &conversation);

private:
    Result<QList<Conversation>> list(const QString &where) const;

    Database &m_database;
};

/// The ids as the store keeps them: 32 bits each, little-endian.
QByteArray tokensToBlob(const QList<qint32> &tokens);
QList<qint32> tokensFromBlob(const QByteArray &blob);

} // namespace maru
