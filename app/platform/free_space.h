// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/result.h"

#include <QString>

namespace maru {

/// Bytes that may be written where `path` lies (or its nearest folder that exists); -1 if that cannot be told.
qint64 freeSpace(const QString &path);

/// Why `path` could not be written: DiskFull where there is hardly any space, else ReadOnly (path).
Error writeError(const QString &path);

} // namespace maru
