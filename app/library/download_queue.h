// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/download.h"
#include "app/library/download_job.h"
#include "app/library/speed_limit.h"
#include "app/platform/worker_thread.h"

#include <QHash>
#include <QObject>
#include <QTimer>

#include <memory>
#include <vector>

namespace maru {

/// All downloads: which of them run, how fast, and what is told of them.
///
/// Ownership: DownloadController's. Threads: every call is on the network thread, signals come from there.
class DownloadQueue : public QObject
{
    Q_OBJECT

public:
    DownloadQueue(NetworkGate *gate, const TransferSettings &settings);
    ~DownloadQueue() override;

    void add(const QString &id, const DownloadOrder &order, const QString &folder);
    void adopt(const QString &folder);
    void pause(const QString &id);
    void resume(const QString &id);
    void cancel(const QString &id);
    void setPriority(const QString &id, int priority);
    void setSpeedLimit(qint64 bytesPerSecond);
    void setToken(const QUrl &hub, const QByteArray &token);

    /// The network may be used again: what ended because it could not goes on.
    void wake();

signals:
    /// One that was begun before.
    void adopted(const QString &id, const maru::DownloadOrder &order, int priority, const maru::DownloadStatus &status);
    void changed(const QString &id, const maru::DownloadStatus &status);

private:
    DownloadJob *find(const QString &id) const;
    DownloadJob *insert(const QString &folder, const DownloadRecord &record);
    void schedule();
    void tick();
    void report(DownloadJob *job);
    void drop(const QString &id);

    DownloadServices m_services;
    WorkerThread m_hashThread;
    SpeedLimit m_limit;
    QHash<QString, QByteArray> m_tokens; ///< by serverOf()
    QTimer m_tick;
    QTimer m_pump;
    std::vector<std::unique_ptr<DownloadJob>> m_jobs;
    bool m_scheduling = false;
};

} // namespace maru
