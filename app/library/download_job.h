// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/download.h"
#include "app/library/download_record.h"
#include "app/library/file_transfer.h"

#include <QElapsedTimer>
#include <QObject>

#include <memory>

namespace maru {

/// What all downloads of a queue share.
struct DownloadServices
{
    NetworkGate *gate = nullptr;
    WorkerThread *hashThread = nullptr;
    SpeedLimit *limit = nullptr;
    TransferSettings transfer;
};

/// One download: its files one after the other, what is kept of it on the disk, and at the end their names.
///
/// A file gets its name only when all files of the order are whole and right; the first part of a split model is named
/// last. Ownership: DownloadQueue's. Threads: the network thread. Failure: status().
class DownloadJob : public QObject
{
    Q_OBJECT

public:
    /// `folder`: of the models; parts and record lie in `.downloads` below it.
    DownloadJob(const DownloadServices &services, const QString &folder, const DownloadRecord &record,
        QObject *parent = nullptr);
    ~DownloadJob() override;

    const DownloadRecord &record() const { return m_record; }
    DownloadStatus status() const;
    DownloadState state() const { return m_state; }
    bool isActive() const;

    void start(const QByteArray &token);
    void hold(DownloadState state); ///< Waiting or Paused: connections end, what is there stays
    void discard(); ///< what has arrived is removed
    void setPriority(int priority);

    /// Ten times a second: speed, and what has to be kept.
    void tick();
    void pump();

    /// Names that may be used, none twice. Failure: BadName, BadReply (no files).
    static Result<void> checkOrder(const DownloadOrder &order);

    static QString partsFolder(const QString &folder);

signals:
    void ended(); ///< Done or Failed

private:
    void startFile();
    void endFile(const std::optional<Error> &error, bool verified);
    void fileWhole(bool verified);
    void loseUnsynced();
    void giveNames();
    void fail(const Error &error);
    Result<void> makeRoom();
    Result<void> save(bool durable);
    void keep();
    void keepDurably();
    void forgetLostFiles();
    qsizetype currentFile() const;
    QString partPath(qsizetype file) const;
    QString recordPath() const;
    QStringList freeNames() const;

    DownloadServices m_services;
    QString m_folder;
    DownloadRecord m_record;
    std::unique_ptr<FileTransfer> m_transfer;
    DownloadState m_state = DownloadState::Waiting;
    std::optional<Error> m_error;
    QByteArray m_token;
    QString m_path;
    QElapsedTimer m_sinceTick;
    QElapsedTimer m_sinceDurable;
    qint64 m_fetchedAtTick = 0;
    qint64 m_fetchedAtSave = 0;
    double m_speed = 0;
    bool m_syncing = false;
};

} // namespace maru
