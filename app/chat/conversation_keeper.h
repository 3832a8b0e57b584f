// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/conversation.h"
#include "app/domain/draft.h"
#include "app/domain/message.h"
#include "app/store/store_worker.h"

#include <QHash>
#include <QList>
#include <QObject>
#include <QSet>

#include <functional>

namespace maru {

/// The one door through which the chat saves what is said. Of a temporary conversation nothing passes it: that is kept
/// here, in memory, until it is forgotten or kept after all.
///
/// It also holds the messages that wait for space on the disk, so that what it reads of a conversation is whole.
/// Ownership: by ChatController; the store outlives it. Threads: GUI thread. Failure: StoreWorker tells of writes.
class ConversationKeeper : public QObject
{
    Q_OBJECT

public:
    /// All that is kept of a conversation beside its row of the sidebar.
    struct Contents
    {
        QList<Message> messages; ///< every branch
        ConversationOptions options;
        Draft draft;
    };

    explicit ConversationKeeper(StoreWorker *store, QObject *parent = nullptr);

    StoreWorker *store() const { return m_store; }

    /// A new conversation of which nothing is written.
    Conversation beginTemporary(qint64 now);

    /// It was begun as temporary, and not kept. Also after it was forgotten: a reply to it may still end.
    bool isTemporary(qint64 conversationId) const { return m_temporary.contains(conversationId); }

    /// Writes something of a conversation. Of a temporary one nothing is written, which succeeds.
    void write(qint64 conversationId, StoreWorker::Write write, StoreWorker::Done done = {});

    /// The same for a message that is new in the store: it is read back from here until it lies there.
    void add(const Message &message, StoreWorker::Write write, StoreWorker::Done done = {});

    void setPinned(const Message &message, bool pinned);
    void setOptions(qint64 conversationId, const ConversationOptions &options);

    /// What is kept; of a temporary conversation without the draft, which DraftKeeper has.
    void read(qint64 conversationId, std::function<void(const Result<Contents> &)> done);

    /// Saves a temporary conversation whole, its row as given: from now on it is one like the others.
    void keep(const Conversation &conversation);

    /// Nothing is left of a temporary conversation; of another nothing changes.
    void forget(qint64 conversationId);

    /// Every conversation is gone.
    void forgetAll();

private:
    /// A message that is not in the store.
    struct Held
    {
        Message message;
        bool waits = false; ///< for space on the disk
    };

    void written(qint64 conversationId, const QSet<qint64> &ids, bool saved);

    StoreWorker *m_store;
    QSet<qint64> m_temporary;
    QHash<qint64, QList<Held>> m_held; ///< by conversation
    QHash<qint64, ConversationOptions> m_options; ///< of temporary conversations
};

} // namespace maru
