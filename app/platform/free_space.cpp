// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/platform/free_space.h"

#include <QFile>
#include <QFileInfo>

#include <filesystem>

namespace maru {

qint64 freeSpace(const QString &path)
{
    QFileInfo info(path);
    while (!info.exists() && !info.isRoot() && info.absolutePath() != info.absoluteFilePath())
        info.setFile(info.absolutePath());
    // Not QStorageInfo, which wants the file system in /proc/mounts: a container's root need not be there.
    std::error_code failed;
    const std::filesystem::path folder(QFile::encodeName(info.absoluteFilePath()).toStdString());
    const std::filesystem::space_info space = std::filesystem::space(folder, failed);
    return failed ? -1 : static_cast<qint64>(space.available);
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
