// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/library/model_copy.h"

#include "app/library/model_files.h"
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

/// A name for the model under which none of its files exists in `folder`.
QString freeName(const QString &folder, const ModelFiles &files)
{
    const auto isTaken = [&](const QString &name) {
        for (qsizetype i = 0; i < files.parts.size(); ++i) {
            if (QFileInfo::exists(files.renamed(i, folder, name)))
                return true;
        }
        return false;
    };
    QString name = files.name;
    for (int number = 2; isTaken(name); ++number)
        name = QStringLiteral("%1-%2").arg(files.name).arg(number);
    return name;
}

Result<void> copyBytes(
    QFile &from, QFile &to, const std::function<void(qint64 count)> &progress, const std::stop_token &stop)
{
    std::vector<char> buffer(4 * 1024 * 1024);
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
        progress(count);
    }
    // On the disk before it gets its name: a power cut must not leave a broken model under a good name.
    if (!to.flush() || ::fsync(to.handle()) != 0)
        return writeError(to.fileName());
    return {};
}

Result<void> copyFile(const QString &source, const QString &target, const std::function<void(qint64 count)> &progress,
    const std::stop_token &stop)
{
    QFile from(source);
    if (!from.open(QIODevice::ReadOnly))
        return unreadable(from);
    QFile to(target);
    if (!to.open(QIODevice::WriteOnly | QIODevice::Truncate | QIODevice::Unbuffered))
        return writeError(target);
    return copyBytes(from, to, progress, stop);
}

QString partialName(const QString &target)
{
    const QFileInfo info(target);
    return QStringLiteral("%1/.%2.part").arg(info.path(), info.fileName());
}

/// Under a hidden name each, then all under their own; undone where one fails.
Result<void> copyParts(const QStringList &sources, const QStringList &targets,
    const std::function<void(qint64 count)> &progress, const std::stop_token &stop)
{
    Result<void> copied;
    qsizetype begun = 0;
    qsizetype named = 0;
    for (; copied && begun < sources.size(); ++begun)
        copied = copyFile(sources.at(begun), partialName(targets.at(begun)), progress, stop);
    // The first part is named last: it stands for the model.
    while (copied && named < targets.size()) {
        const QString &target = targets.at(targets.size() - 1 - named);
        if (QFile::rename(partialName(target), target))
            ++named;
        else
            copied = writeError(target); // another file has the name by now: it is left alone
    }
    if (!copied) {
        for (qsizetype i = 0; i < named; ++i)
            QFile::remove(targets.at(targets.size() - 1 - i));
        for (qsizetype i = 0; i < begun; ++i)
            QFile::remove(partialName(targets.at(i)));
    }
    return copied;
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
    const ModelFiles files = ModelFiles::of(source);
    if (QFile first(files.parts.value(0, source)); !first.open(QIODevice::ReadOnly))
        return unreadable(first);
    const qint64 space = freeSpace(folder);
    if (space >= 0 && space < files.byteCount + kSpare) {
        return Error { ErrorCode::Io, Reason::DiskFull, { { "path", folder.toStdString() } },
            "no space for " + std::to_string(files.byteCount) + " bytes" };
    }
    const QString name = freeName(folder, files);
    QStringList targets;
    for (qsizetype i = 0; i < files.parts.size(); ++i)
        targets << files.renamed(i, folder, name);
    qint64 done = 0;
    MARU_CHECK(copyParts(
        files.parts, targets,
        [&](qint64 count) {
            done += count;
            progress(done, files.byteCount);
        },
        stop));
    return targets.first();
}

} // namespace maru
