// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/library/model_copy.h"

#include "app/platform/free_space.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <unistd.h>

#include <vector>

namespace maru {

namespace {

constexpr qint64 kSpare = 16 * 1024 * 1024; // for the database and whatever else writes meanwhile

Error unreadable(const QFile &file)
{
    return { ErrorCode::Io, Reason::FileUnreadable,
        { { "path", file.fileName().toStdString() }, { "detail", file.errorString().toStdString() } },
        "cannot read " + file.fileName().toStdString() };
}

QString freeName(const QString &folder, const QFileInfo &source)
{
    QString path = folder + QLatin1Char('/') + source.fileName();
    for (int number = 2; QFileInfo::exists(path); ++number)
        path = QStringLiteral("%1/%2-%3.%4").arg(folder, source.completeBaseName()).arg(number).arg(source.suffix());
    return path;
}

Result<void> copyBytes(
    QFile &from, QFile &to, const std::function<void(qint64 done, qint64 total)> &progress, std::stop_token stop)
{
    std::vector<char> buffer(4 * 1024 * 1024);
    qint64 done = 0;
    for (;;) {
        if (stop.stop_requested())
            return cancelled();
        const qint64 count = from.read(buffer.data(), static_cast<qint64>(buffer.size()));
        if (count < 0)
            return unreadable(from);
        if (count == 0)
            break;
        if (to.write(buffer.data(), count) != count)
            return writeError(to.fileName());
        done += count;
        progress(done, from.size());
    }
    // On the disk before it gets its name: a power cut must not leave a broken model under a good name.
    if (!to.flush() || ::fsync(to.handle()) != 0)
        return writeError(to.fileName());
    return {};
}

} // namespace

void removePartialCopies(const QString &folder)
{
    const QDir models(folder);
    const QStringList left = models.entryList({ QStringLiteral(".*.gguf.part") }, QDir::Files | QDir::Hidden);
    for (const QString &name : left)
        QFile::remove(models.filePath(name));
}

Result<QString> copyModel(const QString &source, const QString &folder,
    const std::function<void(qint64 done, qint64 total)> &progress, std::stop_token stop)
{
    QFile from(source);
    if (!from.open(QIODevice::ReadOnly))
        return unreadable(from);
    const qint64 space = freeSpace(folder);
    if (space >= 0 && space < from.size() + kSpare) {
        return Error { ErrorCode::Io, Reason::DiskFull, { { "path", folder.toStdString() } },
            "no space for " + std::to_string(from.size()) + " bytes" };
    }
    const QString target = freeName(folder, QFileInfo(source));
    const QString partial = QStringLiteral("%1/.%2.part").arg(folder, QFileInfo(target).fileName());
    QFile to(partial);
    if (!to.open(QIODevice::WriteOnly | QIODevice::Truncate | QIODevice::Unbuffered))
        return writeError(partial);
    Result<void> copied = copyBytes(from, to, progress, stop);
    to.close();
    if (copied && !QFile::rename(partial, target))
        copied = writeError(target);
    if (!copied) {
        QFile::remove(partial);
        return copied.error();
    }
    return target;
}

} // namespace maru
