// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/startup_timing.h"

#include "app/chat/chat_controller.h"

#include <QFile>

#include <time.h>
#include <unistd.h>

#include <cstdio>

namespace maru {

qint64 processAgeMs()
{
    QFile file(QStringLiteral("/proc/self/stat"));
    if (!file.open(QIODevice::ReadOnly))
        return -1;
    // The second field is a name in brackets that may hold spaces; the 22nd is the start, in ticks since boot.
    const QByteArray line = file.readAll();
    const QList<QByteArray> fields = line.mid(line.lastIndexOf(')') + 2).split(' ');
    constexpr qsizetype kStartField = 22 - 3;
    timespec now {};
    if (fields.size() <= kStartField || clock_gettime(CLOCK_BOOTTIME, &now) != 0)
        return -1;
    const qint64 ticksPerSecond = sysconf(_SC_CLK_TCK);
    const qint64 started = fields.at(kStartField).toLongLong() * 1000 / ticksPerSecond;
    return now.tv_sec * 1000 + now.tv_nsec / 1'000'000 - started;
}

void reportFirstFrame(QQuickWindow *window, ChatController *chat)
{
    if (qEnvironmentVariableIntValue("MARU_TIMING") != 1)
        return;
    // On the render thread, right after the frame.
    QObject::connect(
        window, &QQuickWindow::frameSwapped, window,
        [count = chat->conversations()->count()] {
            std::fprintf(
                stderr, "first_frame_ms %lld conversations %d\n", static_cast<long long>(processAgeMs()), count);
        },
        static_cast<Qt::ConnectionType>(Qt::DirectConnection | Qt::SingleShotConnection));
}

} // namespace maru
