// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/result.h"

#include <QString>

#include <functional>
#include <stop_token>

namespace maru {

/// Moves the model that `source` is, or is a part of, into `folder` and returns the path it has there: at once on the
/// same disk, as copyModel() and with the originals removed at the end on another.
///
/// Threads: blocks its caller. Failure: as copyModel(); then all files are where they were.
Result<QString> moveModel(const QString &source, const QString &folder,
    const std::function<void(qint64 done, qint64 total)> &progress, std::stop_token stop);

/// Moves all files of the model to the trash of the desktop. Failure: ReadOnly (path), where there is none.
Result<void> trashModel(const QString &path);

/// The SHA-256 of the model's bytes, in hexadecimal; of a split one, of its parts one after another.
/// Failure: FileUnreadable, Cancelled.
Result<QString> hashModel(
    const QString &path, const std::function<void(qint64 done, qint64 total)> &progress, std::stop_token stop);

} // namespace maru
