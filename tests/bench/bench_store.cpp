// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// A store as years of use leave it: 10,000 conversations, 100,000 messages, one of them of 5,000. Prints what opening,
// listing, searching and erasing take. An argument names the folder to keep it in.

#include "app/store/store_worker.h"

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>

using namespace maru;

namespace {

constexpr int kConversations = 10'000;
constexpr int kMessages = 100'000;
constexpr int kLong = 5'000;
constexpr qint64 kLongId = 1;

QString words(QRandomGenerator &random, int count)
{
    static const QStringList vocabulary = QString::fromUtf8(
        "the a of to model answer question because water house morning train code function error file memory time "
        "travel cook bread kitchen garden light number table result value \uc81c\uc8fc\ub3c4 \uc5ec\ud589 "
        "\ud55c\uad6d\uc5b4 "
        "\ud559\uad50\uc5d0\uc11c \uc624\ub298 \ub0b4\uc77c \ubaa8\ub378 \u6771\u4eac \u884c\u304f \u5317\u4eac")
                                              .split(u' ');
    QString text;
    for (int i = 0; i < count; ++i)
        text += vocabulary.at(random.bounded(vocabulary.size())) + QString::number(random.bounded(4000)) + u' ';
    return text;
}

bool fill(const QString &file)
{
    auto opened = Database::open(file);
    if (!opened)
        return false;
    Database &database = **opened;
    QRandomGenerator random(7);
    ConversationStore store(database);
    qint64 id = 10;
    const auto filled = database.transaction([&]() -> Result<void> {
        for (int i = 0; i < kConversations; ++i) {
            const qint64 conversationId = i == 0 ? kLongId : id++;
            const int count = i == 0 ? kLong : (kMessages - kLong) / (kConversations - 1);
            Conversation conversation;
            conversation.id = conversationId;
            conversation.title = words(random, 5);
            conversation.createdAt = conversation.updatedAt = 1'700'000'000'000 + i * 1'000'000LL;
            conversation.activeLeaf = id + count - 1;
            MARU_CHECK(store.insert(conversation));
            qint64 parent = 0;
            for (int k = 0; k < count; ++k) {
                Message message;
                message.id = id++;
                message.conversationId = conversationId;
                message.parentId = parent;
                message.role = k % 2 == 0 ? MessageRole::User : MessageRole::Assistant;
                message.text = words(random, k % 2 == 0 ? 15 : 90);
                message.createdAt = conversation.createdAt + k;
                if (k % 2 == 1)
                    message.tokens = QList<qint32>(150, 7);
                MARU_CHECK(store.insert(message));
                parent = message.id;
            }
        }
        return {};
    });
    return filled.has_value();
}

void say(const char *what, double ms)
{
    std::printf("%-40s %8.1f ms\n", what, ms);
    std::fflush(stdout);
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    QTemporaryDir temporary;
    const QString file
        = QDir(argc > 1 ? QString::fromLocal8Bit(argv[1]) : temporary.path()).filePath(QStringLiteral("maru.sqlite"));
    QElapsedTimer timer;
    timer.start();
    if (!QFile::exists(file) && !fill(file))
        return 1;
    say("filling", static_cast<double>(timer.restart()));
    auto opened = Database::open(file);
    if (!opened)
        return 1;
    SearchStore search(**opened);
    double slowest = 0;
    QElapsedTimer step;
    step.start();
    for (Result<int> taken = 1; taken && *taken > 0;) {
        step.restart();
        taken = search.indexSome();
        slowest = std::max(slowest, static_cast<double>(step.nsecsElapsed()) / 1e6);
    }
    say("the whole index", static_cast<double>(timer.restart()));
    say("its longest step", slowest);
    opened->reset();
    {
        timer.restart();
        StoreWorker worker;
        const auto start = worker.open(file);
        say("opening, with the list", static_cast<double>(timer.nsecsElapsed()) / 1e6);
        if (!start || start->conversations.size() != kConversations)
            return 1;
    }
    opened = Database::open(file);
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
    if (!messages || messages->size() != kLong)
        return 1;
    timer.restart();
    Eraser eraser(**opened);
    if (!eraser.erase({ 20'000, kLongId }).has_value())
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
