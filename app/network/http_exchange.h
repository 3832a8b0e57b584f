// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/domain/result.h"
#include "app/network/http_request.h"

#include <QObject>
#include <QTimer>

#include <optional>

class QNetworkReply;

namespace maru {

class NetworkGate;

/// One request and its answer, with the redirects between them, on the gate's thread.
///
/// Redirects are followed up to 10 times, from https only to https, and the token goes to no other host. An answer of
/// 400 and above, an encoded body and a server that sends nothing for `stallMs` are failures. Ownership: owns the
/// connection; deleting it ends it, without a signal. Failure: finished(), see NetworkGate::fetch().
class HttpExchange : public QObject
{
    Q_OBJECT

public:
    HttpExchange(NetworkGate *gate, const HttpRequest &request, int stallMs, QObject *parent = nullptr);
    ~HttpExchange() override;

    /// How much of the body waits here before the server is slowed down; 0: any.
    void setReadBuffer(qint64 bytes) { m_readBuffer = bytes; }
    void start();

    const HttpHead &head() const { return m_head; }
    qint64 bytesAvailable() const;
    qint64 read(char *data, qint64 most);

signals:
    /// The head of the last hop is there, and it is one to go on with.
    void headRead();
    void bytesReady();

    /// The last signal; what has arrived can still be read.
    void finished(const std::optional<maru::Error> &error);

private:
    void openHop(const QUrl &url);
    void takeHead();
    void takeEnd();
    void redirect();
    void end(const std::optional<Error> &error);
    void closeHop();
    void checkStall();
    Error transportError() const;
    std::optional<Error> statusError() const;
    std::string host() const { return m_url.host().toStdString(); }

    NetworkGate *m_gate;
    HttpRequest m_request;
    QUrl m_url; ///< of this hop
    HttpHead m_head;
    QNetworkReply *m_reply = nullptr;
    QTimer m_stall;
    qint64 m_readBuffer = 0;
    qint64 m_hopBytes = 0;
    qint64 m_hopTime = 0;
    int m_hops = 0;
    bool m_hasHead = false;
    bool m_ended = false;
};

/// Whether Maru may ask for `url` at all: https, or http on this very computer; no user name in it.
bool isAllowedUrl(const QUrl &url);

} // namespace maru
