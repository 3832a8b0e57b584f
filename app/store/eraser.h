// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/result.h"

#include <QList>

namespace maru {

class Database;

/// Deletes conversations so that nothing of them is left on the disk.
///
///     erase()         rows, drafts, attachments and the index's entries: one transaction, which also notes that
///                     what follows is to be done
///     compactSome()   the index without tombstones, a step at a time
///     finish()        the file rewritten, its WAL emptied; the same conversations out of the copies that migrations
///                     left; copies of a damaged file that may hold them removed
///
/// A program that ends in between goes on with it at its next start (isPending()). Threads and failure: those of the
/// database.
class Eraser
{
public:
    explicit Eraser(Database &database)
        : m_database(database)
    {
    }

    /// Takes them away for whoever looks through Maru.
    Result<void> erase(const QList<qint64> &conversationIds);

    /// Something was erased and is not out of the files yet.
    Result<bool> isPending() const;

    /// Returns whether there is more to do.
    Result<bool> compactSome();

    /// Rewrites the files: seconds for a large one. Needs as much space again.
    Result<void> finish();

private:
    Result<QList<qint64>> pending() const;

    Database &m_database;
};

} // namespace maru
