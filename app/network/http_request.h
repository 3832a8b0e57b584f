// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QByteArray>
#include <QList>
#include <QPair>
#include <QString>
#include <QUrl>

namespace maru {

/// One GET, as a plain value.
struct HttpRequest
{
    QUrl url;
    QString reason; ///< a word for the list of requests: "hub search"
    QByteArray token; ///< sent as authorisation to `url`'s own host, never to another one; empty: none
    qint64 first = -1; ///< range of bytes; -1: the whole
    qint64 last = -1; ///< inclusive; -1: to the end
    QByteArray ifRange; ///< with a range: the ETag it must have; else the whole is sent
    qint64 mostBytes = 4 * 1024 * 1024; ///< of NetworkGate::fetch(): a longer body is an error
};

/// Scheme, host and port of an address, with the usual port if it names none: who may get a token that was given for
/// it.
QString serverOf(const QUrl &url);

/// What came before the body.
struct HttpHead
{
    QUrl url; ///< after redirects
    int status = 0;
    qint64 contentLength = -1; ///< -1: not told
    qint64 rangeFirst = -1; ///< of Content-Range
    qint64 rangeLast = -1;
    qint64 rangeTotal = -1;
    QByteArray etag; ///< of the last host
    QByteArray linkedEtag; ///< of the hub before it redirects: SHA-256 of large files, in hexadecimal
    qint64 linkedSize = -1;
    QByteArray contentEncoding;
    QByteArray link; ///< the next page
    qint64 retryAfterMs = -1; ///< -1: not told
};

/// A whole answer.
struct HttpAnswer
{
    HttpHead head;
    QByteArray body;
};

} // namespace maru
