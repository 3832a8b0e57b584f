// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/network/range_reader.h"

#include "app/network/network_gate.h"

namespace maru {

void readRemoteRange(NetworkGate *gate, QObject *receiver, const QUrl &url, const QByteArray &token, qint64 offset,
    qint64 length, const std::function<void(const Result<RemoteRange> &)> &done)
{
    HttpRequest request;
    request.url = url;
    request.reason = QStringLiteral("model header");
    request.token = token;
    request.first = offset;
    request.last = offset + length - 1;
    request.mostBytes = length;
    gate->fetch(receiver, request, [done, offset](const Result<HttpAnswer> &answer) {
        if (!answer) {
            done(answer.error());
            return;
        }
        const HttpHead &head = answer->head;
        const bool isWholeFile = head.status == 200 && offset == 0; // shorter than what was asked for
        if (!isWholeFile && head.rangeFirst != offset) {
            done(Error { ErrorCode::Io, Reason::BadReply,
                { { "host", head.url.host().toStdString() }, { "detail", "ranges are ignored" } }, "no range" });
            return;
        }
        done(RemoteRange { answer->body, isWholeFile ? answer->body.size() : head.rangeTotal });
    });
}

} // namespace maru
