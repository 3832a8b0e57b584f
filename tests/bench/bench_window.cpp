// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// bench_window FOLDER [CONVERSATIONS MESSAGES LONGEST]: the real window over a data folder of that size, which is made
// if it is not there. Clicks the newest conversation, then scrolls it by the wheel, and writes how long it took from
// the click to the frame that shows its end, and how long frames took. How long the program takes to start is told by
// `MARU_TIMING=1 maru --engine=fake --data-dir FOLDER` over the same folder.

#include "app/app_context.h"
#include "app/chat/chat_controller.h"
#include "tests/bench/filled_store.h"

#include <QDir>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QFile>
#include <QGuiApplication>
#include <QMouseEvent>
#include <QQmlApplicationEngine>
#include <QQuickItem>
#include <QQuickStyle>
#include <QQuickWindow>
#include <QTimer>
#include <QWheelEvent>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <memory>
#include <vector>

namespace {

using namespace maru;

constexpr int kNotchMs = 16; // a wheel turned quickly
constexpr int kNotches = 600;
constexpr int kGiveUpMs = 30'000;

double milliseconds(const QElapsedTimer &timer)
{
    return static_cast<double>(timer.nsecsElapsed()) * 1e-6;
}

void wait(int ms)
{
    QEventLoop loop;
    QTimer::singleShot(ms, &loop, &QEventLoop::quit);
    loop.exec();
}

/// Lets the window live until `done`, which is asked after every frame. False if it never is.
bool waitForFrame(QQuickWindow *window, const std::function<bool()> &done)
{
    QEventLoop loop;
    bool reached = false;
    QObject::connect(window, &QQuickWindow::frameSwapped, &loop, [&] {
        if (done()) {
            reached = true;
            loop.quit();
        }
    });
    QTimer::singleShot(kGiveUpMs, &loop, &QEventLoop::quit);
    loop.exec();
    return reached;
}

void click(QQuickWindow *window, const QPointF &place)
{
    const QPointF screen = window->mapToGlobal(place);
    QMouseEvent press(QEvent::MouseButtonPress, place, screen, Qt::LeftButton, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(window, &press);
    QMouseEvent release(QEvent::MouseButtonRelease, place, screen, Qt::LeftButton, Qt::NoButton, Qt::NoModifier);
    QCoreApplication::sendEvent(window, &release);
}

QQuickItem *rowAt(QQuickItem *list, int index)
{
    QQuickItem *row = nullptr;
    QMetaObject::invokeMethod(list, "itemAtIndex", Q_RETURN_ARG(QQuickItem *, row), Q_ARG(int, index));
    return row;
}

void open(QQuickWindow *window, ChatController *chat, int longest)
{
    auto *conversations = window->findChild<QQuickItem *>(QStringLiteral("conversationList"));
    auto *messages = window->findChild<QQuickItem *>(QStringLiteral("messageList"));
    QQuickItem *row = rowAt(conversations, 0);
    QElapsedTimer timer;
    timer.start();
    click(window, row->mapToScene(QPointF(row->width() / 3, row->height() / 2)));
    const bool shown = waitForFrame(window, [&] {
        return chat->conversationId() == bench::kLongId && messages->property("count").toInt() == longest
            && messages->property("atEnd").toBool() && rowAt(messages, longest - 1);
    });
    std::printf("open_%d_messages_ms %.0f%s\n", longest, milliseconds(timer), shown ? "" : " (never)");
    std::fflush(stdout);
}

void scroll(QQuickWindow *window, int direction)
{
    auto *messages = window->findChild<QQuickItem *>(QStringLiteral("messageList"));
    const QPointF place = messages->mapToScene(QPointF(messages->width() / 2, messages->height() / 2));
    const double before = messages->property("contentY").toDouble();
    // From the beginning of a frame to its end: between frames the window rests. Where a render thread draws, the end
    // is told through the queue of the GUI thread.
    std::vector<double> frames;
    QElapsedTimer sinceFrame;
    QObject context;
    QObject::connect(window, &QQuickWindow::afterAnimating, &context, [&] { sinceFrame.start(); });
    QObject::connect(window, &QQuickWindow::frameSwapped, &context, [&] {
        if (sinceFrame.isValid())
            frames.push_back(milliseconds(sinceFrame));
        sinceFrame.invalidate();
    });
    std::vector<double> turns;
    QElapsedTimer whole;
    whole.start();
    for (int i = 0; i < kNotches; ++i) {
        QElapsedTimer turn;
        turn.start();
        QWheelEvent wheel(place, window->mapToGlobal(place), {}, { 0, -120 * direction }, Qt::NoButton, Qt::NoModifier,
            Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(window, &wheel);
        turns.push_back(milliseconds(turn));
        wait(kNotchMs);
    }
    const double seconds = milliseconds(whole) * 1e-3;
    std::sort(frames.begin(), frames.end());
    std::sort(turns.begin(), turns.end());
    const auto at = [](const std::vector<double> &values, double share) {
        return values.empty() ? 0 : values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
    };
    const auto late = std::count_if(frames.cbegin(), frames.cend(), [](double ms) { return ms > 1000.0 / 60; });
    std::printf(
        "scroll_%s pixels %.0f frames %zu per_second %.1f median_ms %.1f p99_ms %.1f longest_ms %.1f over_16_7_ms "
        "%lld wheel_p99_ms %.1f wheel_longest_ms %.1f\n",
        direction > 0 ? "down" : "up", messages->property("contentY").toDouble() - before, frames.size(),
        static_cast<double>(frames.size()) / seconds, at(frames, 0.5), at(frames, 0.99), at(frames, 1),
        static_cast<long long>(late), at(turns, 0.99), at(turns, 1));
    std::fflush(stdout);
}

} // namespace

int main(int argc, char **argv)
{
    QQuickStyle::setStyle(QStringLiteral("Basic"));
    QGuiApplication application(argc, argv);
    if (argc < 2)
        return 2;
    const QString folder = QString::fromLocal8Bit(argv[1]);
    bench::StoreSize size;
    if (argc > 4)
        size = { std::max(2, atoi(argv[2])), atoi(argv[3]), std::max(2, atoi(argv[4])) };
    const QString file = QDir(folder).filePath(QStringLiteral("maru.sqlite"));
    if (!QFile::exists(file)
        && (!QDir().mkpath(folder) || !bench::fillStore(file, size) || bench::indexStore(file) < 0))
        return 1;

    AppOptions options;
    options.dataDir = folder;
    options.engine = EngineKind::Fake;
    const auto context = AppContext::create(options);
    if (!context)
        return 1;
    ChatController *chat = (*context)->chat();
    chat->newConversation();
    QQmlApplicationEngine engine;
    engine.addImportPath(QStringLiteral("qrc:/qt/qml"));
    engine.setInitialProperties((*context)->initialProperties());
    engine.load(QUrl(QStringLiteral("qrc:/qt/qml/Maru/Ui/Main.qml")));
    auto *window
        = engine.rootObjects().isEmpty() ? nullptr : qobject_cast<QQuickWindow *>(engine.rootObjects().first());
    if (!window)
        return 1;
    window->show();
    wait(2000); // what follows a start is over
    open(window, chat, size.longest);
    wait(1000);
    scroll(window, -1);
    scroll(window, 1);
    // Again, as when people go back and forth.
    chat->newConversation();
    wait(1000);
    open(window, chat, size.longest);
    return 0;
}
