// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/download.h"
#include "app/library/download_controller.h"
#include "app/library/file_hasher.h"
#include "app/network/network_gate.h"
#include "tests/support/lying_server.h"

#include <QFile>
#include <QRandomGenerator>

namespace maru::test {

/// Bytes that nobody can guess, with the beginning of a model file.
inline QByteArray randomFile(qint64 bytes, quint32 seed = 1)
{
    QByteArray content(bytes, '\0');
    QRandomGenerator random(seed);
    for (qint64 i = 0; i + 4 <= bytes; i += 4) {
        const quint32 value = random.generate();
        memcpy(content.data() + i, &value, 4);
    }
    return content.replace(0, std::min<qint64>(bytes, 4), QByteArray("GGUF").left(bytes));
}

/// An order of `content`, with its checksum, and those of chunks where `chunkBytes` is not 0.
inline DownloadOrder orderOf(
    const QString &name, const QList<QUrl> &urls, const QByteArray &content, qint64 chunkBytes = 0)
{
    DownloadFile file;
    file.name = name;
    file.urls = urls;
    file.byteCount = content.size();
    file.sha256 = sha256(content);
    file.chunkBytes = chunkBytes;
    for (qint64 i = 0; chunkBytes > 0 && i < content.size(); i += chunkBytes)
        file.chunkSha256.append(sha256(content.mid(i, chunkBytes)));
    return { name, QStringLiteral("a test"), {}, false, { file } };
}

inline QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// In a hurry: small pieces, and no patience.
inline TransferSettings hastySettings()
{
    TransferSettings settings;
    settings.stallMs = 300;
    settings.retryMs = 5;
    settings.longestRetryMs = 40;
    settings.mostFailures = 6;
    settings.spanBytes = 128 * 1024;
    settings.pieceBytes = 64 * 1024;
    settings.readBuffer = 32 * 1024;
    return settings;
}

} // namespace maru::test
