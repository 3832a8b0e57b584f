// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/result.h"

#include <QList>

namespace maru {

class Database;

/// Deletes conversations so that nothing of them is left on the disk.
///
///     condemn()       out of sight at once, and noted: what follows is done sooner or later
///     eraseSome()     some of their rows, drafts, attachments and index entries, each step one transaction, which also
///                     notes what is to be taken out of the copies
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

    /// These, all that came into the trash before a time (ms since 1970), or every single one are to be erased.
    Result<void> condemn(const QList<qint64> &conversationIds);
    Result<void> condemnTrash(qint64 before);
    Result<void> condemnAll();

    /// Something was condemned and is not out of the files yet.
    Result<bool> isPending() const;

    /// Takes a few of the condemned away for whoever looks through Maru. Returns whether there are more.
    Result<bool> eraseSome();

    /// Returns whether there is more to do.
    Result<bool> compactSome();

    /// Rewrites the files: seconds for a large one. Needs as much space again.
    Result<void> finish();

private:
    Result<QList<qint64>> condemned() const;
    Result<QList<qint64>> pending() const;
    Result<void> erase(const QList<qint64> &conversationIds);

    Database &m_database;
};

} // namespace maru
