// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/conversation.h"
#include "app/domain/result.h"

#include <QList>

namespace maru {

class Database;

/// Settings saved under names.
///
/// Threads and failure: those of the database.
class PresetStore
{
public:
    explicit PresetStore(Database &database)
        : m_database(database)
    {
    }

    /// By name.
    Result<QList<Preset>> presets() const;

    /// Adds it, or changes the one with its id. One of the same name is replaced.
    Result<void> put(const Preset &preset);

    /// Conversations that came from it keep their settings.
    Result<void> remove(qint64 id);

private:
    Database &m_database;
};

} // namespace maru
