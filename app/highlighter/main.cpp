// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// maru-highlighter: colours code for Maru's window, which asks on stdin and is answered on stdout (see service.h).
// Grammars run over text that a model wrote, with regular expressions that can be made to take for ever: in a program
// of its own that costs nothing but this program, which the window ends and starts again.

#include "app/highlighter/frame.h"
#include "app/highlighter/service.h"

#include <QJsonDocument>

#ifdef __linux__
#include <sys/resource.h>
#endif

namespace {

/// A text that makes a grammar eat memory ends this program, not the computer.
void limitMemory()
{
#ifdef __linux__
    constexpr rlim_t kMostBytes = 1024UL * 1024 * 1024;
    const rlimit limit { kMostBytes, kMostBytes };
    setrlimit(RLIMIT_DATA, &limit);
#endif
}

} // namespace

int main()
{
    limitMemory();
    maru::highlighter::Service service;
    QByteArray body;
    while (maru::highlighter::readFrame(stdin, &body)) {
        const QJsonDocument request = QJsonDocument::fromJson(body);
        if (!request.isObject())
            return 1;
        const QByteArray reply = QJsonDocument(service.answer(request.object())).toJson(QJsonDocument::Compact);
        if (!maru::highlighter::writeFrame(stdout, reply))
            return 1;
    }
    return 0;
}
