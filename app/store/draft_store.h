// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/draft.h"
#include "app/domain/result.h"

namespace maru {

class Database;

/// What stands in the prompt fields and is not sent yet, one draft for each conversation; number 0 is the page of a new
/// one. A draft goes with its conversation.
///
/// Threads and failure: those of the database.
class DraftStore
{
public:
    explicit DraftStore(Database &database)
        : m_database(database)
    {
    }

    Result<Draft> draft(qint64 conversationId) const;

    /// An empty one is taken away.
    Result<void> put(qint64 conversationId, const Draft &draft);

private:
    Database &m_database;
};

} // namespace maru
