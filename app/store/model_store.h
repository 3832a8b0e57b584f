// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/installed_model.h"
#include "app/domain/result.h"

#include <QHash>
#include <QList>

namespace maru {

class Database;

/// The shelf: what was read from model files, so that a start need not read them again, what users said of them, and
/// the folders they lie in.
///
/// Threads and failure: those of the database.
class ModelStore
{
public:
    explicit ModelStore(Database &database)
        : m_database(database)
    {
    }

    /// With their notes.
    Result<QList<InstalledModel>> models() const;

    /// What the file says; its notes stay as they are.
    Result<void> put(const InstalledModel &model);

    /// What the file says is forgotten; its notes stay, for a disk that comes back.
    Result<void> remove(const QString &path);

    Result<QHash<QString, ModelNotes>> notes() const;
    Result<void> setNotes(const QString &path, const ModelNotes &notes);

    /// Everything that is known of `from` is now known of `to`.
    Result<void> rename(const QString &from, const QString &to);

    /// The folders that were added, besides Maru's own, in the order in which they were.
    Result<QList<ModelFolder>> folders() const;
    Result<void> addFolder(const ModelFolder &folder);
    Result<void> removeFolder(const QString &path);

private:
    Database &m_database;
};

} // namespace maru
