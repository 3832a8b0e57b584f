// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/result.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace maru {

class Database;

/// Writes a whole copy of the database, as it is before a migration from schema `version`, beside it
/// (`maru.sqlite.v4`), and removes the oldest copies: a few are kept.
Result<void> backUp(Database &database, int version);

/// The copies beside the database `file`, the oldest first.
QStringList backupsOf(const QString &file);

/// What recoverDatabase() set aside.
QStringList damagedCopiesOf(const QString &file);

/// Deletes conversations from a copy, of whatever schema. False: that cannot be done.
bool eraseFromBackup(const QString &backup, const QList<qint64> &conversationIds);

} // namespace maru
