// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/result.h"

#include <span>

namespace maru {

class Database;

/// One step from a schema to the next. Once released it never changes.
struct Migration
{
    int version; ///< the schema's number after it
    Result<void> (*apply)(Database &database);
};

/// All steps in order: 1, 2, ...
std::span<const Migration> migrations();

/// The number of the newest schema.
int newestSchema();

/// Brings the schema up to date: a fresh file gets the newest one at once, an older one every step after its number in
/// one transaction, after a copy of the file was put beside it (`maru.sqlite.v1`).
///
/// Failure: DatabaseNewer (path, version), and what Database fails with; nothing is changed then.
Result<void> migrate(Database &database);

/// Makes the newest schema in an empty database.
Result<void> createSchema(Database &database);

} // namespace maru
