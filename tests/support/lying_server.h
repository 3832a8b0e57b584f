// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QMutex>
#include <QPair>
#include <QString>
#include <QThread>
#include <QUrl>

#include <functional>

class QTcpSocket;

namespace maru::test {

/// A web server on this computer that serves files rightly, with ranges and tags, until a test tells it how to lie.
///
/// It has a thread of its own. The lie is called there for each request, with the right answer to spoil.
class LyingServer
{
public:
    struct Request
    {
        int number = 0; ///< from 1, over all paths
        int ofPath = 0; ///< from 1
        QByteArray path; ///< with its query
        QHash<QByteArray, QByteArray> headers; ///< names in small letters
        qint64 first = -1; ///< of Range
        qint64 last = -1;
    };

    struct Reply
    {
        int status = 404;
        QList<QPair<QByteArray, QByteArray>> headers;
        QByteArray body;
        QByteArray raw; ///< not empty: sent instead of all of it
        qint64 cutAfter = -1; ///< bytes of the body, then the connection is closed
        qint64 resetAfter = -1; ///< the same, with a reset
        qint64 stallAfter = -1; ///< then nothing more comes
        bool closeAtOnce = false; ///< not even a head
        bool stallAtOnce = false;
        qint64 stepBytes = 0; ///< not 0: the body comes in steps
        int stepMs = 10;

        void setHeader(const QByteArray &name, const QByteArray &value); ///< an empty value removes it
    };

    using Lie = std::function<void(const Request &, Reply &)>;

    LyingServer();
    ~LyingServer();

    QUrl url(const QString &path) const;
    void serve(const QByteArray &path, const QByteArray &content, const QByteArray &etag = "\"one\"");
    void setLie(const Lie &lie);
    QList<Request> requests() const;
    void forgetRequests();

private:
    Reply answer(const Request &request);
    void take(QTcpSocket *socket);
    void handle(QTcpSocket *socket, const QByteArray &head);
    void send(QTcpSocket *socket, const Reply &reply);

    struct File
    {
        QByteArray content;
        QByteArray etag;
    };

    mutable QMutex m_mutex;
    QHash<QByteArray, File> m_files;
    QHash<QByteArray, int> m_counts;
    QList<Request> m_requests;
    Lie m_lie;
    quint16 m_port = 0;
    QThread m_thread;
    QObject *m_context;
};

} // namespace maru::test
