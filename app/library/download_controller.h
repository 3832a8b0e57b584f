// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/download.h"
#include "app/library/download_model.h"
#include "app/library/file_transfer.h"

#include <QHash>
#include <QObject>
#include <QString>
#include <QStringList>
#include <QtQml/qqmlregistration.h>

#include <functional>
#include <utility>

namespace maru {

class DownloadQueue;
class NetworkGate;

/// The downloads of models as the window sees them; the work is done by DownloadQueue on the network thread.
///
/// What was begun goes on by itself after a restart, unless it was paused. Ownership: made by AppContext. Threads: GUI
/// thread. Failure: `errorText` of a row.
class DownloadController : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")

    Q_PROPERTY(maru::DownloadModel *downloads READ downloads CONSTANT)
    Q_PROPERTY(int activeCount READ activeCount NOTIFY summaryChanged)
    Q_PROPERTY(double progress READ progress NOTIFY summaryChanged)
    Q_PROPERTY(QString summaryText READ summaryText NOTIFY summaryChanged)
    Q_PROPERTY(QString briefText READ briefText NOTIFY summaryChanged)
    Q_PROPERTY(double speedLimit READ speedLimit WRITE setSpeedLimit NOTIFY speedLimitChanged)

public:
    /// `folder` takes the models of orders that name no other.
    DownloadController(
        NetworkGate *gate, const QString &folder, const TransferSettings &settings = {}, QObject *parent = nullptr);
    ~DownloadController() override;

    DownloadModel *downloads() { return &m_downloads; }
    int activeCount() const; ///< waiting and paused ones are not
    double progress() const; ///< of all that are under way, 0 to 1; -1: none, or not known
    QString summaryText() const; ///< "2 downloads, 12 MB/s, 3 min left" for the sidebar and the tray; "" if none
    QString briefText() const; ///< "62 %  12 MB/s  3 min" where there is little room
    double speedLimit() const { return m_speedLimit; } ///< bytes a second; 0: none
    void setSpeedLimit(double bytesPerSecond);

    /// Queues `order`, and returns the id of its row. An order for files that are under way already is that row.
    QString start(const DownloadOrder &order, const QString &folder = {});

    /// Takes up what lies half done in `folder` (call it for each folder of models).
    void adopt(const QString &folder);

    /// Sent to the hub's own server with orders that use it; empty: none.
    void setToken(const QUrl &hub, const QByteArray &token);

    Q_INVOKABLE void pause(const QString &id);
    Q_INVOKABLE void resume(const QString &id);
    Q_INVOKABLE void pauseAll();
    Q_INVOKABLE void resumeAll();
    Q_INVOKABLE void cancel(const QString &id); ///< what has arrived is removed, the row too
    Q_INVOKABLE void setPriority(const QString &id, int priority);
    Q_INVOKABLE void prefer(const QString &id); ///< before all others
    Q_INVOKABLE void dismiss(const QString &id); ///< a finished row goes; the file stays

signals:
    void summaryChanged();
    void speedLimitChanged();

    /// `path` is whole, right, and has its name. `order` says where it came from.
    void finished(const QString &path, const maru::DownloadOrder &order, bool verified);
    void failed(const QString &id, const QString &text);

private:
    std::pair<qint64, qint64> pace() const;
    void ask(const std::function<void(DownloadQueue &)> &call);
    void takeAdopted(const QString &id, const DownloadOrder &order, int priority, const DownloadStatus &status);
    void take(const QString &id, const DownloadStatus &status);

    NetworkGate *m_gate;
    DownloadQueue *m_queue; ///< lives and dies on the network thread
    QString m_folder;
    DownloadModel m_downloads;
    QHash<QString, DownloadOrder> m_orders;
    double m_speedLimit = 0;
};

} // namespace maru
