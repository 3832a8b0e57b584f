// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/conversation.h"
#include "app/domain/result.h"

#include <QList>

namespace maru {

class Database;

/// The folders of the sidebar.
///
/// Threads and failure: those of the database.
class FolderStore
{
public:
    explicit FolderStore(Database &database)
        : m_database(database)
    {
    }

    /// In the order of the sidebar.
    Result<QList<Folder>> folders() const;

    /// Adds it, or changes the one with its id.
    Result<void> put(const Folder &folder);

    /// Its conversations stay, in no folder.
    Result<void> remove(qint64 id);

private:
    Database &m_database;
};

} // namespace maru
