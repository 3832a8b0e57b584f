// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/result.h"

#include <QString>

#include <functional>
#include <stop_token>

namespace maru {

/// Copies the model that `source` is, or is a part of, into `folder` and returns the path it has there. The name is
/// kept, with a number where it is taken.
///
/// It appears under its name only once it is whole: until then its files are hidden, and removed if the copy fails or
/// is stopped. Threads: blocks its caller; `progress` (bytes done, in all) is called on it.
/// Failure: FileUnreadable, DiskFull (before anything is written if it can be told), ReadOnly, Cancelled.
Result<QString> copyModel(const QString &source, const QString &folder,
    const std::function<void(qint64 done, qint64 total)> &progress, std::stop_token stop);

/// Removes what a copy left in `folder` when the program was killed. Not while one is under way.
void removePartialCopies(const QString &folder);

} // namespace maru
