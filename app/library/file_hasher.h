// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/library/part_file.h"
#include "app/platform/worker_thread.h"

#include <QByteArray>
#include <QObject>

#include <atomic>
#include <functional>
#include <memory>

namespace maru {

/// SHA-256 of a file while it grows: of the whole, from its beginning as far as it is there, and of single pieces.
///
/// The bytes are read back from the part file, which the system still holds in memory, on the hash thread.
/// Ownership: made on the network thread by FileTransfer; the worker outlives it. Threads: its calls and answers are on
/// the network thread. Answers stop when it is destroyed; the part file may be closed after that.
class FileHasher : public QObject
{
    Q_OBJECT

public:
    FileHasher(WorkerThread *thread, const PartFile *file, QObject *parent = nullptr);
    ~FileHasher() override;

    /// The whole is hashed on, from where it is, up to `end`. advanced() tells when that is done.
    void advance(qint64 end);
    qint64 position() const { return m_asked; }
    bool isBusy() const { return m_waiting > 0; }

    /// Begins the whole anew.
    void restart();

    /// Hashes `length` bytes from `begin` and hands the digest to `done`; empty: they cannot be read.
    void hashPiece(qint64 begin, qint64 length, const std::function<void(const QByteArray &digest)> &done);

    /// Of the whole as far as it was advanced.
    void finish(const std::function<void(const QByteArray &digest)> &done);

    /// What was written until now is on the disk when `done` is called with true. False: nobody knows how much of what
    /// was written since the last time is.
    void sync(const std::function<void(bool isDurable)> &done);

private:
    struct Shared;
    template <typename Work, typename Done> void post(Work work, Done done);

    WorkerThread *m_thread;
    std::shared_ptr<Shared> m_shared; ///< this and the work that is queued: it may still run when this is gone
    qint64 m_asked = 0;
    int m_waiting = 0;
};

/// The SHA-256 of `bytes`, 32 of them.
QByteArray sha256(const QByteArray &bytes);

} // namespace maru
