// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/result.h"

#include <QByteArray>
#include <QString>

namespace maru {

/// A file that is being filled, under a name that nobody takes for a model.
///
/// Ownership: owns the descriptor. Threads: write() on one; read() and sync() on another at the same time is fine.
/// Failure: DiskFull, ReadOnly (path).
class PartFile
{
public:
    PartFile() = default;
    ~PartFile();

    PartFile(const PartFile &) = delete;
    PartFile &operator=(const PartFile &) = delete;

    Result<void> open(const QString &path);
    bool isOpen() const { return m_descriptor >= 0; }
    void close();

    /// Makes the file `bytes` long, and takes the space from the disk where its file system can.
    Result<void> reserve(qint64 bytes);
    Result<void> write(qint64 position, const char *data, qint64 count);

    /// False: these bytes cannot be read.
    bool read(qint64 position, char *data, qint64 count) const;

    /// What was written is on the disk when this returns true.
    bool sync() const;

    const QString &path() const { return m_path; }

private:
    QString m_path;
    int m_descriptor = -1;
};

/// Writes a small file so that there is always a whole one under `path`; `durable`: after a power cut too.
Result<void> writeAtomically(const QString &path, const QByteArray &bytes, bool durable);

/// The names in `folder` are on the disk when this returns.
void syncFolder(const QString &folder);

} // namespace maru
