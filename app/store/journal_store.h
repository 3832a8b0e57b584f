// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/message.h"
#include "app/domain/result.h"

namespace maru {

class Database;

/// A piece of a growing reply.
struct JournalChunk
{
    int sequence = 0;
    QString text;
    QList<qint32> tokens;
    QString samplerState; ///< after the last of `tokens`
    QString thinking = {};
};

/// The reply that is being written, kept so that a crash loses a moment of it at most.
///
/// A reply is a row and a growing number of chunks: saving costs what was added, not what there is already. Its message
/// is written once, when it ends, in the transaction that takes the journal away; a journal found at start-up belongs
/// to a Maru that was killed. Threads and failure: those of the database.
class JournalStore
{
public:
    explicit JournalStore(Database &database)
        : m_database(database)
    {
    }

    /// Opens the journal of `reply` (with the id the message will have).
    Result<void> begin(const Message &reply);
    Result<void> append(qint64 replyId, const JournalChunk &chunk);

    /// Saves the finished reply, makes it the active leaf, and takes its journal away.
    Result<void> finish(const Message &reply);

    /// Ends a reply without a message.
    Result<void> discard(qint64 replyId);

    /// Turns every journal left over into a message marked as interrupted; a journal without text just goes. Returns
    /// how many messages that made.
    Result<int> recover();

private:
    Database &m_database;
};

} // namespace maru
