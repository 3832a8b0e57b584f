// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/network/http_exchange.h"

#include "app/network/network_gate.h"

#include <QDateTime>
#include <QHostAddress>
#include <QLocale>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QTimeZone>

#include <algorithm>
#include <utility>

namespace maru {

namespace {

constexpr int kMostHops = 10;
constexpr qint64 kLongestRetryMs = 60 * 60 * 1000;

bool isLoopback(const QString &host)
{
    return host == QLatin1String("localhost") || QHostAddress(host).isLoopback();
}

qint64 number(const QByteArray &text)
{
    bool isNumber = false;
    const qint64 value = text.trimmed().toLongLong(&isNumber);
    return isNumber && value >= 0 ? value : -1;
}

/// Without the quotes; a weak one is none, since it does not promise the same bytes.
QByteArray strongTag(const QByteArray &text)
{
    const QByteArray tag = text.trimmed();
    return tag.size() > 2 && tag.startsWith('"') && tag.endsWith('"') ? tag : QByteArray();
}

/// Seconds, or a date of HTTP.
qint64 retryAfter(const QByteArray &text)
{
    if (text.isEmpty())
        return -1;
    if (const qint64 seconds = number(text); seconds >= 0)
        return std::min(seconds, kLongestRetryMs / 1000) * 1000;
    const QDateTime date = QLocale::c().toDateTime(
        QString::fromLatin1(text.trimmed()), QStringLiteral("ddd, dd MMM yyyy hh:mm:ss 'GMT'"));
    if (!date.isValid())
        return -1;
    const QDateTime utc(date.date(), date.time(), QTimeZone::utc());
    return std::clamp(QDateTime::currentDateTimeUtc().msecsTo(utc), qint64(0), kLongestRetryMs);
}

/// "bytes 0-99/1000": all three, or none.
void readContentRange(const QByteArray &text, HttpHead &head)
{
    const QByteArray value = text.trimmed();
    if (!value.startsWith("bytes "))
        return;
    const qsizetype slash = value.indexOf('/');
    const qsizetype dash = value.indexOf('-');
    if (dash < 0 || slash < dash)
        return;
    const qint64 first = number(value.mid(6, dash - 6));
    const qint64 last = number(value.mid(dash + 1, slash - dash - 1));
    const qint64 total = number(value.mid(slash + 1));
    if (first < 0 || last < first || (total >= 0 && last >= total))
        return;
    head.rangeFirst = first;
    head.rangeLast = last;
    head.rangeTotal = total;
}

} // namespace

QString serverOf(const QUrl &url)
{
    const int usual = url.scheme() == QLatin1String("https") ? 443 : 80;
    return url.scheme() + QStringLiteral("://") + url.host() + u':' + QString::number(url.port(usual));
}

bool isAllowedUrl(const QUrl &url)
{
    if (!url.isValid() || url.host().isEmpty() || !url.userInfo().isEmpty())
        return false;
    return url.scheme() == QLatin1String("https") || (url.scheme() == QLatin1String("http") && isLoopback(url.host()));
}

HttpExchange::HttpExchange(NetworkGate *gate, const HttpRequest &request, int stallMs, QObject *parent)
    : QObject(parent)
    , m_gate(gate)
    , m_request(request)
{
    m_stall.setInterval(stallMs);
    connect(&m_stall, &QTimer::timeout, this, &HttpExchange::checkStall);
}

HttpExchange::~HttpExchange()
{
    m_ended = true;
    closeHop();
}

qint64 HttpExchange::bytesAvailable() const
{
    return m_reply && m_hasHead ? m_reply->bytesAvailable() : 0;
}

qint64 HttpExchange::read(char *data, qint64 most)
{
    if (!m_reply)
        return 0;
    const qint64 count = std::max(m_reply->read(data, most), qint64(0));
    m_hopBytes += count;
    if (count > 0 && m_stall.isActive())
        m_stall.start();
    return count;
}

void HttpExchange::start()
{
    openHop(m_request.url);
}

void HttpExchange::openHop(const QUrl &url)
{
    m_url = url;
    m_hopBytes = 0;
    m_hopTime = QDateTime::currentMSecsSinceEpoch();
    if (!isAllowedUrl(url)) {
        end(Error { ErrorCode::InvalidArgument, Reason::BadRedirect,
            { { "host", m_request.url.host().toStdString() },
                { "detail", url.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery).toStdString() } },
            "an address that is not https" });
        return;
    }
    QNetworkRequest request(url);
    if (m_request.first >= 0) {
        const QByteArray last = m_request.last >= 0 ? QByteArray::number(m_request.last) : QByteArray();
        request.setRawHeader("Range", "bytes=" + QByteArray::number(m_request.first) + '-' + last);
        if (!m_request.ifRange.isEmpty())
            request.setRawHeader("If-Range", m_request.ifRange);
    }
    if (!m_request.token.isEmpty() && serverOf(url) == serverOf(m_request.url))
        request.setRawHeader("Authorization", "Bearer " + m_request.token);
    m_reply = m_gate->open(request, m_request.reason);
    if (!m_reply) {
        end(Error { ErrorCode::Io, Reason::Offline, { { "host", host() } }, "offline" });
        return;
    }
    m_reply->setReadBufferSize(m_readBuffer);
    connect(m_reply, &QNetworkReply::metaDataChanged, this, &HttpExchange::takeHead);
    connect(m_reply, &QNetworkReply::readyRead, this, [this] {
        m_stall.start();
        if (m_hasHead && !m_ended)
            emit bytesReady();
    });
    connect(m_reply, &QNetworkReply::finished, this, &HttpExchange::takeEnd);
    m_stall.start();
}

void HttpExchange::takeHead()
{
    if (m_hasHead || m_ended || !m_reply)
        return;
    m_stall.start();
    m_head.url = m_url;
    m_head.status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (m_head.status < 200)
        return;
    if (const QByteArray linked = strongTag(m_reply->rawHeader("X-Linked-ETag")); !linked.isEmpty()) {
        m_head.linkedEtag = linked.mid(1, linked.size() - 2);
        m_head.linkedSize = number(m_reply->rawHeader("X-Linked-Size"));
    }
    if (m_head.status >= 300 && m_head.status < 400) {
        redirect();
        return;
    }
    m_head.contentLength = number(m_reply->rawHeader("Content-Length"));
    readContentRange(m_reply->rawHeader("Content-Range"), m_head);
    m_head.etag = strongTag(m_reply->rawHeader("ETag"));
    m_head.contentEncoding = m_reply->rawHeader("Content-Encoding").trimmed().toLower();
    m_head.link = m_reply->rawHeader("Link");
    m_head.retryAfterMs = retryAfter(m_reply->rawHeader("Retry-After"));
    if (const std::optional<Error> error = statusError()) {
        end(error);
        return;
    }
    m_hasHead = true;
    emit headRead();
}

void HttpExchange::redirect()
{
    const QByteArray location = m_reply->rawHeader("Location");
    const QUrl target = m_url.resolved(QUrl::fromEncoded(location));
    closeHop();
    const bool wasSecure = m_url.scheme() == QLatin1String("https");
    std::string problem;
    if (++m_hops > kMostHops)
        problem = "too many redirects";
    else if (location.isEmpty() || !isAllowedUrl(target) || (wasSecure && target.scheme() != QLatin1String("https")))
        problem = target.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery).toStdString();
    if (!problem.empty()) {
        end(Error { ErrorCode::Io, Reason::BadRedirect, { { "host", host() }, { "detail", problem } },
            "redirect: " + problem });
        return;
    }
    openHop(target);
}

std::optional<Error> HttpExchange::statusError() const
{
    const int status = m_head.status;
    if (status == 200 || status == 206) {
        if (m_head.contentEncoding.isEmpty() || m_head.contentEncoding == "identity")
            return {};
        return Error { ErrorCode::Io, Reason::BadReply,
            { { "host", host() }, { "detail", "Content-Encoding " + m_head.contentEncoding.left(32).toStdString() } },
            "an encoded body that was not asked for" };
    }
    const std::string text = std::to_string(status);
    const auto error = [&](ErrorCode code, Reason reason) {
        return Error { code, reason, { { "host", host() }, { "status", text } }, "HTTP status " + text };
    };
    if (status == 401 || status == 403)
        return error(ErrorCode::Io, Reason::NeedsToken);
    if (status == 404 || status == 410)
        return error(ErrorCode::NotFound, Reason::LinkGone);
    if (status == 429 || status == 503)
        return error(ErrorCode::Io, Reason::ServerBusy);
    return error(ErrorCode::Io, Reason::HttpStatus);
}

Error HttpExchange::transportError() const
{
    const std::string detail = m_reply->errorString().toStdString();
    const bool isTls = m_reply->error() == QNetworkReply::SslHandshakeFailedError;
    if (m_gate->isOffline())
        return { ErrorCode::Io, Reason::Offline, { { "host", host() } }, "offline" };
    return { ErrorCode::Io, isTls ? Reason::TlsFailed : Reason::NetworkFailed,
        { { "host", host() }, { "detail", detail } }, detail };
}

void HttpExchange::takeEnd()
{
    if (m_ended || !m_reply)
        return;
    if (!m_hasHead)
        takeHead(); // may end it, or go on with another hop
    if (m_ended || !m_reply || !m_reply->isFinished())
        return;
    if (m_reply->error() != QNetworkReply::NoError)
        end(transportError());
    else if (!m_hasHead)
        end(Error { ErrorCode::Io, Reason::BadReply, { { "host", host() }, { "detail", "no answer" } }, "no head" });
    else
        end({});
}

void HttpExchange::checkStall()
{
    if (bytesAvailable() > 0) // its reader is slow, not the server
        return;
    const Error error { ErrorCode::Io, Reason::ServerStalled, { { "host", host() } }, "no bytes for some time" };
    end(error);
}

void HttpExchange::closeHop()
{
    m_stall.stop();
    if (!m_reply)
        return;
    QNetworkReply *reply = std::exchange(m_reply, nullptr);
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    m_gate->record({ m_hopTime, m_url.host(), m_request.reason, m_hopBytes, status });
    reply->disconnect(this);
    reply->abort();
    reply->deleteLater();
}

void HttpExchange::end(const std::optional<Error> &error)
{
    if (std::exchange(m_ended, true))
        return;
    m_stall.stop();
    emit finished(error);
}

} // namespace maru
