// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/result.h"
#include "app/domain/search_hit.h"

#include <QList>
#include <QString>

namespace maru {

class Database;

/// The index of everything that was said (texts, what was thought before, the files beside), and what is found in it.
///
///     message --> searchKey --+-> search_trigrams   terms of three characters and more
///                             '-> search_bigrams    shortTokens: one- and two-syllable words of dense scripts
///
/// Neither keeps the text. A new message waits in search_pending (a trigger puts it there) until indexSome() comes by;
/// so do all messages of an older database. Threads and failure: those of the database.
class SearchStore
{
public:
    explicit SearchStore(Database &database)
        : m_database(database)
    {
    }

    /// Messages that are not in the index yet.
    Result<qint64> pendingCount() const;

    /// Takes some messages in, the newest first: as many as take a few hundredths of a second. Returns how many.
    Result<int> indexSome();

    /// Where every term of `query` stands, the best first: titles, then messages. Of a word that is everywhere only the
    /// newest places are weighed.
    Result<QList<SearchHit>> find(const QString &query, int limit) const;

    /// Takes the messages of a conversation out of the index: part of the transaction that deletes them, before it
    /// does.
    Result<void> forget(qint64 conversationId);

    /// Rewrites a part of the index without what was forgotten. Returns whether there is more to do.
    Result<bool> compactSome();

private:
    struct Found;
    Result<qsizetype> lookBeside(Found &found, const QStringList &terms, qint64 now) const;
    Result<QList<SearchHit>> findTitles(const QStringList &terms, int limit) const;
    Result<QList<SearchHit>> findMessages(const QStringList &terms, int limit) const;

    Database &m_database;
};

} // namespace maru
