// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/result.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QUrl>

#include <optional>

namespace maru {

/// One file to be fetched, and how to know that what arrived is that file. Hashes are 32 raw bytes, or empty: not
/// known.
struct DownloadFile
{
    QString name; ///< as the file is called in the model folder; not trusted until safeFileName() took it
    QList<QUrl> urls; ///< the first, then its mirrors
    qint64 byteCount = -1; ///< -1: not known
    QByteArray sha256; ///< of the whole
    qint64 chunkBytes = 0; ///< 0: no hashes of chunks
    QList<QByteArray> chunkSha256; ///< of each run of chunkBytes, in order
};

/// What the user asked for: a model, in one file or split over several. A plain value.
struct DownloadOrder
{
    QString title; ///< for people: "Qwen3 4B, Q4_K_M"
    QString source; ///< where it was found: the name of a repository or of a catalogue's model
    QString licence;
    bool usesToken = false; ///< the access token of the hub goes with requests to the hub's own host
    QList<DownloadFile> files;

    qint64 byteCount() const; ///< of all files; -1: not known
};

enum class DownloadState {
    Waiting, ///< for its turn
    Connecting,
    Running,
    Retrying, ///< something failed; it goes on by itself in a moment
    Paused,
    Checking, ///< all is there; the checksum of the whole is being computed
    Done,
    Failed, ///< it goes on only when told to
};

/// How far a download is, as the network thread reports it. A plain value.
struct DownloadStatus
{
    DownloadState state = DownloadState::Waiting;
    qint64 done = 0; ///< bytes that are there
    qint64 total = -1; ///< -1: not known yet
    qint64 bytesPerSecond = 0;
    qint64 secondsLeft = -1; ///< -1: not known
    bool verified = false; ///< of Done: a checksum was known and is right
    QString path; ///< of Done: the file that stands for the model
    std::optional<Error> error; ///< of Failed; of Retrying: what happened
};

} // namespace maru
