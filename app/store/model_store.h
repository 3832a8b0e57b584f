// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/installed_model.h"
#include "app/domain/result.h"

#include <QList>

namespace maru {

class Database;

/// What was read from model files, so that a start need not read them again, and which were imported by reference.
///
/// Threads and failure: those of the database.
class ModelStore
{
public:
    explicit ModelStore(Database &database)
        : m_database(database)
    {
    }

    Result<QList<InstalledModel>> models() const;
    Result<void> put(const InstalledModel &model);
    Result<void> remove(const QString &path);

private:
    Database &m_database;
};

} // namespace maru
