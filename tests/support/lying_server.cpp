// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "tests/support/lying_server.h"

#include <QHostAddress>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>

#include <sys/socket.h>

#include <algorithm>
#include <memory>

namespace maru::test {

namespace {

constexpr auto kBuffer = "request";

/// Closes with a reset instead of an end.
void reset(QTcpSocket *socket)
{
    const linger now { 1, 0 };
    ::setsockopt(static_cast<int>(socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &now, sizeof now);
    socket->abort();
}

QByteArray headOf(const LyingServer::Reply &reply)
{
    QByteArray head = "HTTP/1.1 " + QByteArray::number(reply.status) + " Answer\r\n";
    for (const auto &[name, value] : reply.headers)
        head += name + ": " + value + "\r\n";
    return head + "\r\n";
}

} // namespace

void LyingServer::Reply::setHeader(const QByteArray &name, const QByteArray &value)
{
    headers.removeIf([&](const auto &header) { return header.first.toLower() == name.toLower(); });
    if (!value.isEmpty())
        headers.append({ name, value });
}

LyingServer::LyingServer()
    : m_context(new QObject)
{
    m_context->moveToThread(&m_thread);
    m_thread.start();
    QMetaObject::invokeMethod(
        m_context,
        [this] {
            auto *server = new QTcpServer(m_context);
            server->listen(QHostAddress::LocalHost);
            m_port = server->serverPort();
            QObject::connect(server, &QTcpServer::newConnection, m_context, [this, server] {
                while (QTcpSocket *socket = server->nextPendingConnection()) {
                    QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
                    QObject::connect(socket, &QTcpSocket::readyRead, m_context, [this, socket] { take(socket); });
                }
            });
        },
        Qt::BlockingQueuedConnection);
}

LyingServer::~LyingServer()
{
    QMetaObject::invokeMethod(
        m_context, [this] { delete m_context; }, Qt::BlockingQueuedConnection);
    m_thread.quit();
    m_thread.wait();
}

QUrl LyingServer::url(const QString &path) const
{
    return QUrl(QStringLiteral("http://127.0.0.1:%1%2").arg(m_port).arg(path));
}

void LyingServer::serve(const QByteArray &path, const QByteArray &content, const QByteArray &etag)
{
    const QMutexLocker lock(&m_mutex);
    m_files.insert(path, { content, etag });
}

void LyingServer::setLie(const Lie &lie)
{
    const QMutexLocker lock(&m_mutex);
    m_lie = lie;
}

QList<LyingServer::Request> LyingServer::requests() const
{
    const QMutexLocker lock(&m_mutex);
    return m_requests;
}

void LyingServer::forgetRequests()
{
    const QMutexLocker lock(&m_mutex);
    m_requests.clear();
    m_counts.clear();
}

void LyingServer::take(QTcpSocket *socket)
{
    QByteArray received = socket->property(kBuffer).toByteArray() + socket->readAll();
    for (qsizetype end; (end = received.indexOf("\r\n\r\n")) >= 0;) {
        handle(socket, received.left(end));
        received = received.mid(end + 4);
    }
    socket->setProperty(kBuffer, received);
}

void LyingServer::handle(QTcpSocket *socket, const QByteArray &head)
{
    Request request;
    const QList<QByteArray> lines = head.split('\n');
    request.path = lines.constFirst().split(' ').value(1);
    for (qsizetype i = 1; i < lines.size(); ++i) {
        const qsizetype colon = lines.at(i).indexOf(':');
        request.headers.insert(lines.at(i).left(colon).toLower(), lines.at(i).mid(colon + 1).trimmed());
    }
    if (const QByteArray range = request.headers.value("range"); range.startsWith("bytes=")) {
        request.first = range.mid(6).split('-').value(0).toLongLong();
        const QByteArray last = range.mid(6).split('-').value(1);
        request.last = last.isEmpty() ? -1 : last.toLongLong();
    }
    Lie lie;
    {
        const QMutexLocker lock(&m_mutex);
        request.number = static_cast<int>(m_requests.size()) + 1;
        request.ofPath = ++m_counts[request.path];
        m_requests.append(request);
        lie = m_lie;
    }
    Reply reply = answer(request);
    if (lie)
        lie(request, reply);
    send(socket, reply);
}

LyingServer::Reply LyingServer::answer(const Request &request)
{
    const QMutexLocker lock(&m_mutex);
    Reply reply;
    const auto found = m_files.constFind(request.path.split('?').constFirst());
    if (found != m_files.cend()) {
        const qint64 size = found->content.size();
        const bool tagFits = !request.headers.contains("if-range") || request.headers.value("if-range") == found->etag;
        reply.status = 200;
        reply.body = found->content;
        if (request.first >= size) {
            reply.status = 416;
            reply.body.clear();
        } else if (request.first >= 0 && tagFits) {
            const qint64 last = request.last < 0 ? size - 1 : std::min(request.last, size - 1);
            reply.status = 206;
            reply.body = found->content.mid(request.first, last - request.first + 1);
            reply.setHeader("Content-Range",
                "bytes " + QByteArray::number(request.first) + '-' + QByteArray::number(last) + '/'
                    + QByteArray::number(size));
        }
        reply.setHeader("ETag", found->etag);
    }
    reply.setHeader("Content-Length", QByteArray::number(reply.body.size()));
    return reply;
}

void LyingServer::send(QTcpSocket *socket, const Reply &reply)
{
    if (reply.stallAtOnce)
        return;
    if (reply.closeAtOnce) {
        reply.resetAfter >= 0 ? reset(socket) : socket->close();
        return;
    }
    if (!reply.raw.isEmpty()) {
        socket->write(reply.raw);
        socket->disconnectFromHost();
        return;
    }
    const qint64 most = std::max({ reply.cutAfter, reply.resetAfter, reply.stallAfter });
    const QByteArray body = most >= 0 ? reply.body.left(most) : reply.body;
    socket->write(headOf(reply));
    if (reply.stepBytes > 0) {
        auto *timer = new QTimer(socket);
        auto position = std::make_shared<qint64>(0);
        QObject::connect(timer, &QTimer::timeout, socket, [socket, timer, position, body, step = reply.stepBytes] {
            socket->write(body.mid(*position, step));
            *position += step;
            if (*position >= body.size())
                timer->deleteLater();
        });
        timer->start(reply.stepMs);
        return;
    }
    socket->write(body);
    if (reply.cutAfter >= 0)
        socket->disconnectFromHost(); // once it is written
    if (reply.resetAfter >= 0) {
        while (socket->bytesToWrite() > 0 && socket->waitForBytesWritten(1000)) { }
        QTimer::singleShot(20, socket, [socket] { reset(socket); }); // what was sent shall arrive
    }
}

} // namespace maru::test
