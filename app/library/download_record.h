// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/download.h"
#include "app/library/file_transfer.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace maru {

/// All that is kept of a download, as a small file beside its parts: it goes on from there after a restart, a kill or a
/// power cut. Tokens are never in it. A plain value.
///
///     models/.downloads/ID.json        this
///     models/.downloads/ID-0.part      what has arrived of file 0
struct DownloadRecord
{
    QString id;
    DownloadOrder order;
    int priority = 0;
    qint64 createdAt = 0; ///< ms since 1970, UTC
    bool paused = false;
    QList<bool> whole; ///< by file: whole and right
    bool verified = true; ///< checksums were known for all that is whole
    QList<TransferProgress> written; ///< by file: what this boot of the system has seen written
    QList<TransferProgress> durable; ///< by file: what is on the disk for certain
    QStringList targets; ///< names, once all is right and is being named
    QByteArray boot; ///< which boot of the system `written` is of

    QByteArray toJson() const;

    /// Failure: nothing, where `json` is not such a record. Where the system was started anew since, `written` is what
    /// was durable.
    static std::optional<DownloadRecord> fromJson(const QByteArray &json);

    /// The running system's boot.
    static QByteArray thisBoot();
};

} // namespace maru
