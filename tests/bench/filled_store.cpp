// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "tests/bench/filled_store.h"

#include "app/store/conversation_store.h"
#include "app/store/database.h"
#include "app/store/search_store.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QStringList>

#include <algorithm>

namespace maru::bench {

namespace {

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

/// A reply as models write them: now and then with a list, code, a table or a formula.
QString reply(QRandomGenerator &random, int number)
{
    const QString first = words(random, 45) + QStringLiteral("\n\n");
    switch (number % 12) {
    case 1:
        return first
            + QStringLiteral("```python\ndef compute(value):\n    return value * %1\n\nprint(compute(2))\n```\n\n")
                  .arg(number)
            + words(random, 30);
    case 7:
        return first
            + QStringLiteral("| name | value |\n|---|--:|\n| one | %1 |\n| two | 2 |\n\n$$\\frac{%1}{2} + x^2$$\n")
                  .arg(number)
            + words(random, 30);
    case 9:
        return first + QStringLiteral("- **one** ") + words(random, 12) + QStringLiteral("\n- two `code`\n\n")
            + words(random, 25);
    default:
        return first + words(random, 45);
    }
}

} // namespace

bool fillStore(const QString &file, const StoreSize &size)
{
    auto opened = Database::open(file);
    if (!opened)
        return false;
    Database &database = **opened;
    QRandomGenerator random(7);
    ConversationStore store(database);
    qint64 id = kLongId + 1;
    const auto filled = database.transaction([&]() -> Result<void> {
        for (int i = 0; i < size.conversations; ++i) {
            const qint64 conversationId = i == 0 ? kLongId : id++;
            const int count = i == 0 ? size.longest : (size.messages - size.longest) / (size.conversations - 1);
            Conversation conversation;
            conversation.id = conversationId;
            conversation.title = words(random, 5);
            conversation.createdAt = 1'700'000'000'000 + (i == 0 ? size.conversations : i) * 1'000'000LL;
            conversation.updatedAt = conversation.createdAt;
            conversation.activeLeaf = id + count - 1;
            MARU_CHECK(store.insert(conversation));
            qint64 parent = 0;
            for (int k = 0; k < count; ++k) {
                Message message;
                message.id = id++;
                message.conversationId = conversationId;
                message.parentId = parent;
                message.role = k % 2 == 0 ? MessageRole::User : MessageRole::Assistant;
                message.text = k % 2 == 0 ? words(random, 15) : reply(random, k);
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

double indexStore(const QString &file)
{
    auto opened = Database::open(file);
    if (!opened)
        return -1;
    SearchStore search(**opened);
    double slowest = 0;
    QElapsedTimer step;
    Result<int> taken = 1;
    while (taken && *taken > 0) {
        step.start();
        taken = search.indexSome();
        slowest = std::max(slowest, static_cast<double>(step.nsecsElapsed()) / 1e6);
    }
    return taken ? slowest : -1;
}

} // namespace maru::bench
