// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/result.h"

#include <QString>

namespace maru {

/// Where Maru keeps its files: `${XDG_DATA_HOME:-~/.local/share}/maru` and `${XDG_CACHE_HOME:-~/.cache}/maru`, or all
/// of it under one folder (--data-dir). A plain value.
struct Paths
{
    QString data; ///< the folder of all below but the cache
    QString models;
    QString cache;
    QString database; ///< file
    QString settings; ///< file
    QString lock; ///< file: held while Maru runs

    /// `dataDir` empty: the XDG folders.
    static Paths of(const QString &dataDir);

    /// Makes the folders. Failure: DiskFull, ReadOnly (path).
    Result<void> create() const;
};

} // namespace maru
