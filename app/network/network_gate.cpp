// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/network/network_gate.h"

#include "app/network/http_exchange.h"

#include <QDateTime>
#include <QHostAddress>
#include <QNetworkAccessManager>
#include <QNetworkProxyFactory>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QPointer>

#include <utility>

namespace maru {

namespace {

constexpr int kRefusedOffline = -1;
constexpr int kFetchStallMs = 30'000;

/// The desktop's proxies, but none for this very computer.
class SystemProxies : public QNetworkProxyFactory
{
public:
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override
    {
        const QString host = query.peerHostName();
        if (host == QLatin1String("localhost") || QHostAddress(host).isLoopback())
            return { QNetworkProxy(QNetworkProxy::NoProxy) };
        return systemProxyForQuery(query);
    }
};

/// Reads one whole answer, on the gate's thread, and deletes itself.
class WholeAnswer : public QObject
{
public:
    WholeAnswer(NetworkGate *gate, const HttpRequest &request, std::function<void(const Result<HttpAnswer> &)> done)
        : QObject(gate->thread().context())
        , m_exchange(gate, request, kFetchStallMs)
        , m_most(request.mostBytes)
        , m_done(std::move(done))
    {
        m_exchange.setReadBuffer(256 * 1024);
        connect(&m_exchange, &HttpExchange::bytesReady, this, &WholeAnswer::take);
        connect(&m_exchange, &HttpExchange::finished, this, [this](const std::optional<Error> &error) {
            take();
            if (error)
                finish(*error);
            else
                finish(HttpAnswer { m_exchange.head(), m_body });
        });
    }

    void start() { m_exchange.start(); }

private:
    void take()
    {
        while (m_exchange.bytesAvailable() > 0 && m_done) {
            const auto before = m_body.size();
            const qint64 want = m_exchange.bytesAvailable();
            m_body.resize(before + want);
            const qint64 count = m_exchange.read(m_body.data() + before, want);
            m_body.resize(before + count);
            if (count == 0)
                break;
            if (m_body.size() > m_most) {
                finish(Error { ErrorCode::Io, Reason::BadReply,
                    { { "host", m_exchange.head().url.host().toStdString() },
                        { "detail", "more than " + std::to_string(m_most) + " bytes" } },
                    "the answer is too long" });
            }
        }
    }

    void finish(const Result<HttpAnswer> &answer)
    {
        if (!m_done)
            return;
        std::exchange(m_done, {})(answer);
        deleteLater();
    }

    HttpExchange m_exchange;
    QByteArray m_body;
    qint64 m_most;
    std::function<void(const Result<HttpAnswer> &)> m_done;
};

} // namespace

NetworkGate::NetworkGate(QObject *parent)
    : QObject(parent)
    , m_thread(QStringLiteral("network"))
{
}

NetworkGate::~NetworkGate()
{
    // Every reply ends with its manager; exchanges are children of the thread's context and end with that.
    m_thread.post([this] {
        qDeleteAll(m_thread.context()->children());
        delete std::exchange(m_manager, nullptr);
    });
}

void NetworkGate::setOffline(bool offline)
{
    if (m_offline.exchange(offline) == offline)
        return;
    if (offline) {
        m_thread.post([this] {
            const QList<QNetworkReply *> open
                = m_manager ? m_manager->findChildren<QNetworkReply *>() : QList<QNetworkReply *>();
            for (QNetworkReply *reply : open)
                reply->abort();
        });
    }
    emit offlineChanged();
}

void NetworkGate::fetch(
    QObject *receiver, const HttpRequest &request, const std::function<void(const Result<HttpAnswer> &)> &done)
{
    m_thread.post([this, request, guard = QPointer<QObject>(receiver), done] {
        auto *answer = new WholeAnswer(this, request, [this, guard, done](const Result<HttpAnswer> &result) {
            m_thread.deliver([guard, done, result] {
                if (guard)
                    done(result);
            });
        });
        answer->start();
    });
}

QNetworkReply *NetworkGate::open(const QNetworkRequest &request, const QString &reason)
{
    if (m_offline) {
        record({ QDateTime::currentMSecsSinceEpoch(), request.url().host(), reason, 0, kRefusedOffline });
        return nullptr;
    }
    if (!m_manager) {
        m_manager = new QNetworkAccessManager;
        m_manager->setProxyFactory(new SystemProxies); // the manager takes it
        m_manager->setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    }
    QNetworkRequest asked(request);
    asked.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    asked.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    asked.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    asked.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    asked.setAttribute(QNetworkRequest::Http2AllowedAttribute, false); // several connections are the point
    asked.setRawHeader("Accept-Encoding", "identity");
    asked.setRawHeader("User-Agent", "Maru");
    return m_manager->get(asked);
}

void NetworkGate::record(const RequestRecord &record)
{
    m_thread.deliver([this, record] { emit requestMade(record); });
}

} // namespace maru
