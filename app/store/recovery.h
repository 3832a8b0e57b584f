// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/result.h"

#include <QString>

namespace maru {

/// What became of a damaged database. A plain value.
struct RecoveryReport
{
    QString damagedFile; ///< where it lies now, untouched
    int conversations = 0; ///< that could be read
    int messages = 0;
    int rootless = 0; ///< messages whose conversation could not: they are in one made for them

    bool operator==(const RecoveryReport &) const = default;
};

/// Sets the damaged database `file` aside (as `file.damaged-DATE`, with its WAL) and makes a new one of every row that
/// can be read: each for itself, so that a bad one hides nothing else.
///
/// Failure: that of the file system. The damaged file is never changed; until the new one is whole it keeps its name.
Result<RecoveryReport> recoverDatabase(const QString &file);

/// Ends a recovery that was broken off after the new database was whole: to be called before it is opened.
void completeRecovery(const QString &file);

} // namespace maru
