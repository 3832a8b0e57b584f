// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/result.h"

#include <QByteArray>
#include <QUrl>

#include <functional>

class QObject;

namespace maru {

class NetworkGate;

/// A part of a file that lies elsewhere.
struct RemoteRange
{
    QByteArray bytes; ///< may be shorter than asked for, at the end of the file
    qint64 fileBytes = -1; ///< of the whole file; -1: not told
};

/// Reads `length` bytes from `offset` on of the file at `url`, and hands them to `done` on the GUI thread.
///
/// For the header of a model before it is downloaded. A server that ignores ranges is an error (BadReply), so that
/// never more than `length` bytes are read. `token`: of the hub, for gated files; empty: none. Failure: as
/// NetworkGate::fetch().
void readRemoteRange(NetworkGate *gate, QObject *receiver, const QUrl &url, const QByteArray &token, qint64 offset,
    qint64 length, const std::function<void(const Result<RemoteRange> &)> &done);

} // namespace maru
