// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/request_record.h"
#include "app/domain/result.h"

#include <QList>

namespace maru {

class Database;

/// The list of everything that was ever asked of the network.
///
/// Threads and failure: those of the database.
class RequestStore
{
public:
    explicit RequestStore(Database &database)
        : m_database(database)
    {
    }

    /// The newest `limit`, newest first.
    Result<QList<RequestRecord>> requests(int limit) const;

    Result<void> add(const RequestRecord &request);
    Result<void> clear();

private:
    Database &m_database;
};

} // namespace maru
