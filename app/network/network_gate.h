// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/request_record.h"
#include "app/domain/result.h"
#include "app/network/http_request.h"
#include "app/platform/worker_thread.h"

#include <QObject>

#include <atomic>
#include <functional>
#include <memory>

class QNetworkAccessManager;
class QNetworkReply;
class QNetworkRequest;

namespace maru {

/// The only place of Maru that opens a connection, and its thread.
///
/// While it is offline every request is refused with an error. Every request, a refused one too, is told by
/// requestMade(). TLS is verified always; the system's proxies are used; there are no cookies and no cache.
///
/// Ownership: made by AppContext before what uses it. Threads: made and destroyed on the GUI thread; fetch() from
/// there; start() on the gate's own thread, where connections live; setOffline() from any.
class NetworkGate : public QObject
{
    Q_OBJECT

public:
    explicit NetworkGate(QObject *parent = nullptr);
    ~NetworkGate() override;

    bool isOffline() const { return m_offline; }

    /// Connections that are open end at once when it is set.
    void setOffline(bool offline);

    /// Asks, follows redirects, and hands the whole answer to `done` on the GUI thread, unless `receiver` is gone.
    /// Failure: Offline, NetworkFailed, TlsFailed, ServerStalled, BadRedirect, BadReply, NeedsToken (401, 403),
    /// LinkGone (404, 410), ServerBusy (429, 503), HttpStatus.
    void fetch(
        QObject *receiver, const HttpRequest &request, const std::function<void(const Result<HttpAnswer> &)> &done);

    /// The thread on which connections live.
    WorkerThread &thread() { return m_thread; }

    /// Opens the connection of one hop: for HttpExchange alone, on the gate's thread. Null while offline.
    QNetworkReply *open(const QNetworkRequest &request, const QString &reason);

    /// Told once by each HttpExchange's hop: for HttpExchange alone.
    void record(const RequestRecord &record);

signals:
    /// On the GUI thread.
    void requestMade(const maru::RequestRecord &record);
    void offlineChanged();

private:
    std::atomic<bool> m_offline = false;
    QNetworkAccessManager *m_manager = nullptr; ///< of the gate's thread
    WorkerThread m_thread;
};

} // namespace maru
