// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// bench_streaming [SECONDS [TOKENS_PER_SECOND [LINES [ROUND]]]]: a reply with code, tables and formulas grows beyond
// its first LINES lines in the list of messages, which follows its end. After ROUND seconds the same begins in another
// conversation, so that what grows from round to round is what is never given back. Writes what the GUI thread took,
// how long frames took, and the memory after the first minute and at the end.

#include "app/chat/block_model.h"
#include "app/chat/message_model.h"
#include "app/text/math_renderer.h"

#include <QElapsedTimer>
#include <QFile>
#include <QGuiApplication>
#include <QQmlComponent>
#include <QQmlContext>
#include <QQmlEngine>
#include <QQuickView>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <vector>

namespace {

using namespace maru;

constexpr int kTickMs = 20; // as often as the engine's words reach the window

const char kWindow[] = R"(
import QtQuick
import Maru.App
import Maru.Ui.Chat
import Maru.Ui.Components
Rectangle {
    width: 900; height: 760; color: Theme.window
    MessageList {
        anchors.fill: parent
        messages: bench
        waitingText: ""
    }
})";

/// Some forty lines of a reply, `part` making each differ.
QString partOf(int part)
{
    QString text = QStringLiteral(
        "## Part %1\n\nA paragraph with **bold words**, `code` and $x_{%1}^2 + y$ that goes on for a while, so "
        "that it takes more than one line of the window.\n\n- one\n- two with $a+b$\n  - nested\n\n```python\n")
                       .arg(part);
    for (int line = 0; line < 18; ++line)
        text += QStringLiteral("    value_%1 = compute(%2, \"text\")  # a line of code\n").arg(line).arg(part);
    text += QStringLiteral("```\n\n| name | value | note |\n|---|--:|---|\n");
    for (int row = 0; row < 6; ++row)
        text += QStringLiteral("| row %1 | %2 | some words |\n").arg(row).arg(part * row);
    return text
        + QStringLiteral("\n$$\n\\sum_{i=1}^{%1} i = \\frac{n(n+1)}{2}\n$$\n\n> A quote of part %1.\n\n").arg(part);
}

double threadSeconds()
{
    timespec time {};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

double residentMiB()
{
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(1).toDouble() * 4096 / (1024 * 1024);
}

/// One conversation after another, each with a reply that has grown long already.
class Rounds
{
public:
    Rounds(MessageModel &messages, int lines)
        : m_messages(messages)
        , m_lines(lines)
    {
    }

    void begin()
    {
        if (m_messages.hasReply())
            m_messages.endReply(m_reply);
        Message question;
        question.id = ++m_id;
        question.conversationId = question.id;
        question.text = QStringLiteral("Write much.");
        m_messages.reset({ question }, question.id);
        m_reply = {};
        m_reply.id = ++m_id;
        m_reply.parentId = question.id;
        m_reply.conversationId = question.id;
        m_reply.role = MessageRole::Assistant;
        m_part = 0;
        m_waiting.clear();
        m_messages.beginReply(m_reply);
        QString start;
        while (start.count(QLatin1Char('\n')) < m_lines)
            start += partOf(m_part++);
        add(start);
    }

    void write(qsizetype characters)
    {
        while (m_waiting.size() < characters)
            m_waiting += partOf(m_part++);
        add(m_waiting.left(characters));
        m_waiting.remove(0, characters);
    }

private:
    void add(const QString &text)
    {
        m_reply.text += text;
        m_messages.appendToReply(text);
    }

    MessageModel &m_messages;
    const int m_lines;
    Message m_reply;
    QString m_waiting;
    int m_part = 0;
    qint64 m_id = 0;
};

} // namespace

int main(int argc, char **argv)
{
    QGuiApplication app(argc, argv);
    const int seconds = argc > 1 ? std::max(2, atoi(argv[1])) : 30;
    const int tokensPerSecond = argc > 2 ? std::max(1, atoi(argv[2])) : 200;
    const int lines = argc > 3 ? atoi(argv[3]) : 4000;
    const int round = argc > 4 ? std::max(2, atoi(argv[4])) : 30;

    MathRenderer math;
    MessageModel messages;
    messages.setDrawers(&math, nullptr);
    Rounds rounds(messages, lines);
    rounds.begin();

    QQuickView view;
    view.engine()->addImportPath(QStringLiteral("qrc:/qt/qml"));
    view.rootContext()->setContextProperty(QStringLiteral("bench"), &messages);
    QQmlComponent window(view.engine());
    window.setData(kWindow, QUrl(QStringLiteral("qrc:/bench.qml")));
    QObject *root = window.create(view.rootContext());
    if (!root) {
        std::fprintf(stderr, "%s", qPrintable(window.errorString()));
        return 1;
    }
    view.setContent(window.url(), &window, root);
    view.show();

    // A token of about four characters, in as many as come between two deliveries of the engine.
    qint64 written = 0;
    QElapsedTimer clock;
    QElapsedTimer sinceFrame;
    std::vector<double> frames;
    QTimer tick;
    tick.setTimerType(Qt::PreciseTimer);
    tick.setInterval(kTickMs);
    QObject::connect(&tick, &QTimer::timeout, &app, [&] {
        const qint64 due = clock.elapsed() * tokensPerSecond * 4 / 1000;
        rounds.write(due - written);
        written = due;
    });
    QTimer next;
    next.setInterval(round * 1000);
    QObject::connect(&next, &QTimer::timeout, &app, [&] {
        rounds.begin();
        sinceFrame.invalidate(); // opening a long conversation is measured elsewhere
    });
    // From the beginning of a frame to its end; between frames the window rests. Where a render thread draws, the end
    // is told through the queue of the GUI thread.
    QObject::connect(&view, &QQuickWindow::afterAnimating, &app, [&] { sinceFrame.start(); });
    QObject::connect(&view, &QQuickWindow::frameSwapped, &app, [&] {
        if (sinceFrame.isValid())
            frames.push_back(static_cast<double>(sinceFrame.nsecsElapsed()) * 1e-6);
        sinceFrame.invalidate();
    });

    double cpu = 0;
    double early = 0;
    QTimer::singleShot(5000, &app, [&] { // formulas that were there are drawn by now
        frames.clear();
        cpu = threadSeconds();
        clock.start();
        tick.start();
        next.start();
        // Both at the end of a round, where as much is there.
        const int minute = std::max(1, std::min(60, seconds / 2) / round) * round;
        QTimer::singleShot(minute * 1000 - 500, &app, [&early] { early = residentMiB(); });
        QTimer::singleShot(seconds * 1000 - 500, &app, &QGuiApplication::quit);
    });
    app.exec();
    const double late = residentMiB();

    std::sort(frames.begin(), frames.end());
    const auto at = [&](double share) {
        return frames.empty() ? 0 : frames[static_cast<std::size_t>(share * static_cast<double>(frames.size() - 1))];
    };
    const auto longFrames = std::count_if(frames.begin(), frames.end(), [](double ms) { return ms > 33; });
    std::printf("lines %d seconds %d tokens/s %d round_seconds %d\n", lines, seconds, tokensPerSecond, round);
    std::printf("gui_thread_percent %.1f\n", 100 * (threadSeconds() - cpu) / seconds);
    std::printf("frames %zu median_ms %.1f p99_ms %.1f longest_ms %.1f over_33_ms %lld\n", frames.size(), at(0.5),
        at(0.99), at(1), static_cast<long long>(longFrames));
    std::printf("memory_mib %.1f -> %.1f growth_percent %.1f\n", early, late, early > 0 ? 100 * (late / early - 1) : 0);
    return 0;
}
