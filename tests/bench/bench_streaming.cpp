// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// bench_streaming [SECONDS [TOKENS_PER_SECOND [LINES]]]: a reply with code, tables and formulas grows beyond its first
// LINES lines in a window that follows its end. Writes what the GUI thread took, how long frames took, and memory.

#include "app/chat/block_model.h"
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
import Maru.Ui.Blocks
import Maru.Ui.Components
Rectangle {
    width: 900; height: 760; color: Theme.window
    Flickable {
        id: view
        anchors.fill: parent
        contentHeight: column.height
        contentY: Math.max(0, contentHeight - height)
        BlockColumn {
            id: column
            x: 60; width: 760; height: implicitHeight
            blocks: bench; fontSize: Theme.body
            viewTop: view.contentY; viewBottom: view.contentY + view.height
            delegate: BlockChooser { }
        }
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

} // namespace

int main(int argc, char **argv)
{
    QGuiApplication app(argc, argv);
    const int seconds = argc > 1 ? std::max(2, atoi(argv[1])) : 30;
    const int tokensPerSecond = argc > 2 ? std::max(1, atoi(argv[2])) : 200;
    const int lines = argc > 3 ? atoi(argv[3]) : 4000;

    MathRenderer math;
    BlockModel blocks;
    blocks.setMath(&math);
    int part = 0;
    QString start;
    while (start.count(QLatin1Char('\n')) < lines)
        start += partOf(part++);
    blocks.append(start);

    QQuickView view;
    view.engine()->addImportPath(QStringLiteral("qrc:/qt/qml"));
    view.rootContext()->setContextProperty(QStringLiteral("bench"), &blocks);
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
    QString text;
    qsizetype written = 0;
    double due = 0;
    QElapsedTimer clock;
    QElapsedTimer sinceFrame;
    std::vector<double> frames;
    QTimer tick;
    tick.setTimerType(Qt::PreciseTimer);
    tick.setInterval(kTickMs);
    QObject::connect(&tick, &QTimer::timeout, &app, [&] {
        due = static_cast<double>(clock.elapsed()) * tokensPerSecond * 4 / 1000;
        while (text.size() < static_cast<qsizetype>(due))
            text += partOf(part++);
        blocks.append(text.mid(written, static_cast<qsizetype>(due) - written));
        written = static_cast<qsizetype>(due);
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
    double memory = 0;
    QTimer::singleShot(5000, &app, [&] { // formulas that were there are drawn by now
        frames.clear();
        cpu = threadSeconds();
        memory = residentMiB();
        clock.start();
        tick.start();
        QTimer::singleShot(seconds * 1000, &app, &QGuiApplication::quit);
    });
    app.exec();

    std::sort(frames.begin(), frames.end());
    const auto at = [&](double share) {
        return frames.empty() ? 0 : frames[static_cast<std::size_t>(share * static_cast<double>(frames.size() - 1))];
    };
    std::printf("lines %d seconds %d tokens/s %d rows %d\n", lines, seconds, tokensPerSecond, blocks.count());
    std::printf("gui_thread_percent %.1f\n", 100 * (threadSeconds() - cpu) / seconds);
    std::printf("frames %zu median_ms %.1f p99_ms %.1f longest_ms %.1f\n", frames.size(), at(0.5), at(0.99), at(1));
    std::printf("memory_mib %.1f -> %.1f\n", memory, residentMiB());
    return 0;
}
