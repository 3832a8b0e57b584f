// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/result.h"
#include "app/domain/saved_conversation.h"

#include <QList>

namespace maru {

class Database;

/// Conversations as wholes: read to be exported, added as they were imported.
///
/// Threads and failure: those of the database; add() is saved whole or not at all.
class TransferStore
{
public:
    explicit TransferStore(Database &database)
        : m_database(database)
    {
    }

    /// All but the deleted, the oldest first.
    Result<QList<qint64>> ids() const;

    Result<SavedConversation> read(qint64 conversationId) const;

    /// Whether it is here already: by its origin, or by when it began and its first words.
    Result<bool> isKnown(const SavedConversation &saved) const;

    /// Adds it with ids that nothing has. Its folder is the one of that name, else a new one with `folderId`.
    Result<void> add(const SavedConversation &saved, qint64 folderId);

private:
    Database &m_database;
};

} // namespace maru
