// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/platform/free_space.h"

#include <QFileInfo>
#include <QStorageInfo>

namespace maru {

qint64 freeSpace(const QString &path)
{
    QFileInfo info(path);
    while (!info.exists() && !info.isRoot() && info.absolutePath() != info.absoluteFilePath())
        info.setFile(info.absolutePath());
    QStorageInfo storage(info.absoluteFilePath());
    return storage.isValid() ? storage.bytesAvailable() : -1;
}

Error writeError(const QString &path)
{
    constexpr qint64 kHardlyAny = 64 * 1024;
    const qint64 space = freeSpace(path);
    const bool full = space >= 0 && space < kHardlyAny;
    return { ErrorCode::Io, full ? Reason::DiskFull : Reason::ReadOnly, { { "path", path.toStdString() } },
        "cannot write " + path.toStdString() };
}

} // namespace maru
