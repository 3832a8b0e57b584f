// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// A store as years of use leave it: 10,000 conversations, 100,000 messages, one of them of 5,000. Prints what opening,
// listing, searching and erasing take. An argument names the folder to keep it in.

#include "app/store/store_worker.h"
#include "tests/bench/filled_store.h"

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>

using namespace maru;
using namespace maru::bench;

namespace {

void say(const char *what, double ms)
{
    std::printf("%-40s %8.1f ms\n", what, ms);
    std::fflush(stdout);
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const StoreSize size;
    QTemporaryDir temporary;
    const QString file
        = QDir(argc > 1 ? QString::fromLocal8Bit(argv[1]) : temporary.path()).filePath(QStringLiteral("maru.sqlite"));
    QElapsedTimer timer;
    timer.start();
    if (!QFile::exists(file) && !fillStore(file, size))
        return 1;
    say("filling", static_cast<double>(timer.restart()));
    double slowest = indexStore(file);
    if (slowest < 0)
        return 1;
    say("the whole index", static_cast<double>(timer.restart()));
    say("its longest step", slowest);
    QElapsedTimer step;
    {
        timer.restart();
        StoreWorker worker;
        const auto start = worker.open(file);
        say("opening, with the list", static_cast<double>(timer.nsecsElapsed()) / 1e6);
        if (!start || start->conversations.size() != size.conversations)
            return 1;
    }
    const auto opened = Database::open(file);
    if (!opened)
        return 1;
    for (const char *query : { "water", "kitchen bread", "\"answer12 \"", "e1", "the", "\uc81c\uc8fc", "\ud559\uad50",
             "\uc81c", "\u6771\u4eac water", "nowhere to be found", "water123" }) {
        double worst = 0;
        qsizetype count = 0;
        for (int i = 0; i < 5; ++i) {
            timer.restart();
            const auto hits = SearchStore(**opened).find(QString::fromUtf8(query), 100);
            worst = std::max(worst, static_cast<double>(timer.nsecsElapsed()) / 1e6);
            count = hits ? hits->size() : -1;
        }
        std::printf("search %-20s %5lld hits %14.1f ms\n", query, static_cast<long long>(count), worst);
    }
    timer.restart();
    const auto messages = ConversationStore(**opened).messages(kLongId);
    say("a conversation of 5,000", static_cast<double>(timer.nsecsElapsed()) / 1e6);
    if (!messages || messages->size() != size.longest)
        return 1;
    timer.restart();
    Eraser eraser(**opened);
    if (!eraser.condemn({ kLongId }).has_value() || !eraser.eraseSome().has_value())
        return 1;
    say("erasing it: out of sight", static_cast<double>(timer.restart()));
    slowest = 0;
    for (Result<bool> more = true; more && *more;) {
        step.restart();
        more = eraser.compactSome();
        slowest = std::max(slowest, static_cast<double>(step.nsecsElapsed()) / 1e6);
    }
    say("erasing it: the index", static_cast<double>(timer.restart()));
    say("its longest step", slowest);
    if (!eraser.finish().has_value())
        return 1;
    say("erasing it: the file written anew", static_cast<double>(timer.restart()));
    return 0;
}
