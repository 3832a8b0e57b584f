// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/library/model_move.h"

#include "app/library/model_copy.h"
#include "app/library/model_files.h"
#include "app/platform/free_space.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <openssl/evp.h>

#include <memory>
#include <vector>

namespace maru {

namespace {

constexpr std::size_t kBlock = 4 * 1024 * 1024; // bytes read at once

struct DigestDeleter
{
    void operator()(EVP_MD_CTX *context) const { EVP_MD_CTX_free(context); }
};

Error unreadable(const QString &path, const QString &detail)
{
    return { ErrorCode::Io, Reason::FileUnreadable,
        { { "path", path.toStdString() }, { "detail", detail.toStdString() } }, "cannot read " + path.toStdString() };
}

/// Gives all parts their places in `folder`; true if that could be done without copying. Undone where one fails.
bool renameParts(const ModelFiles &files, const QString &folder)
{
    for (qsizetype i = 0; i < files.parts.size(); ++i) {
        if (QFileInfo::exists(files.renamed(i, folder, files.name)))
            return false;
    }
    // The first part is moved last: it stands for the model.
    for (qsizetype i = files.parts.size() - 1; i >= 0; --i) {
        if (QDir().rename(files.parts.at(i), files.renamed(i, folder, files.name)))
            continue;
        for (qsizetype moved = i + 1; moved < files.parts.size(); ++moved)
            QDir().rename(files.renamed(moved, folder, files.name), files.parts.at(moved));
        return false;
    }
    return true;
}

} // namespace

Result<QString> moveModel(const QString &source, const QString &folder,
    const std::function<void(qint64 done, qint64 total)> &progress, std::stop_token stop)
{
    const ModelFiles files = ModelFiles::of(source);
    if (files.parts.isEmpty())
        return unreadable(source, QStringLiteral("no such file"));
    if (QFileInfo(folder).canonicalFilePath() == QFileInfo(files.path).canonicalPath())
        return files.path;
    if (renameParts(files, folder))
        return files.renamed(0, folder, files.name);
    MARU_TRY(const QString copied, copyModel(source, folder, progress, stop));
    for (const QString &part : files.parts)
        QFile::remove(part);
    return copied;
}

Result<void> trashModel(const QString &path)
{
    const QStringList parts = ModelFiles::of(path).parts;
    for (const QString &part : parts) {
        if (!QFile::moveToTrash(part))
            return writeError(part);
    }
    return {};
}

Result<QString> hashModel(
    const QString &path, const std::function<void(qint64 done, qint64 total)> &progress, std::stop_token stop)
{
    const ModelFiles files = ModelFiles::of(path);
    if (files.parts.isEmpty())
        return unreadable(path, QStringLiteral("no such file"));
    const std::unique_ptr<EVP_MD_CTX, DigestDeleter> digest(EVP_MD_CTX_new());
    if (!digest || EVP_DigestInit_ex(digest.get(), EVP_sha256(), nullptr) != 1)
        return Error { ErrorCode::Unsupported, Reason::Unspecified, {}, "no SHA-256" };
    std::vector<char> buffer(kBlock);
    qint64 done = 0;
    for (const QString &part : files.parts) {
        QFile file(part);
        if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
            return unreadable(part, file.errorString());
        for (;;) {
            if (stop.stop_requested())
                return cancelled();
            const qint64 count = file.read(buffer.data(), static_cast<qint64>(buffer.size()));
            if (count < 0)
                return unreadable(part, file.errorString());
            if (count == 0)
                break;
            EVP_DigestUpdate(digest.get(), buffer.data(), static_cast<std::size_t>(count));
            progress(done += count, files.byteCount);
        }
    }
    QByteArray hash(EVP_MD_size(EVP_sha256()), '\0');
    EVP_DigestFinal_ex(digest.get(), reinterpret_cast<unsigned char *>(hash.data()), nullptr);
    return QString::fromLatin1(hash.toHex());
}

} // namespace maru
