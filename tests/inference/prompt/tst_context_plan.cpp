// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/prompt/context_plan.h"

#include <QTest>

#include <algorithm>
#include <random>
#include <vector>

namespace maru::prompt {

namespace {

using Ids = std::vector<std::int64_t>;

/// "S10 u20 A30": system with 10 tokens, a pinned user message with 20 (small letter), an answer of 30. Ids from 100.
std::vector<PlannedMessage> conversation(const QString &text)
{
    std::vector<PlannedMessage> messages;
    for (const QString &word : text.split(' ', Qt::SkipEmptyParts)) {
        const QChar kind = word.front().toUpper();
        const Role role = kind == 'S' ? Role::System : kind == 'U' ? Role::User : Role::Assistant;
        messages.push_back(
            { 100 + static_cast<std::int64_t>(messages.size()), role, word.front().isLower(), word.mid(1).toUInt() });
    }
    return messages;
}

} // namespace

class ContextPlanTest : public QObject
{
    Q_OBJECT

private slots:
    void drops_data();
    void drops();
    void everyPlanKeepsItsPromises();
    void aLongChatLosesTheSameTurnsForAWhile();
};

void ContextPlanTest::drops_data()
{
    QTest::addColumn<QString>("messages");
    QTest::addColumn<unsigned>("context");
    QTest::addColumn<unsigned>("reply");
    QTest::addColumn<QList<int>>("dropped"); // places in the conversation
    QTest::addColumn<int>("missing");
    using L = QList<int>;
    QTest::newRow("nothing there") << "" << 10u << 5u << L {} << 0;
    QTest::newRow("fits to the token") << "S10 U20 A30 U40" << 110u << 10u << L {} << 0;
    QTest::newRow("one too many") << "S10 U20 A30 U40" << 109u << 10u << L { 1, 2 } << 0;
    QTest::newRow("oldest first") << "U10 A10 U10 A10 U10 A10 U10" << 55u << 0u << L { 0, 1 } << 0;
    QTest::newRow("no more than is needed") << "U50 A50 U10 A10 U10" << 40u << 0u << L { 0, 1 } << 0;
    QTest::newRow("in quarters") << "S4 U5 A5 U5 A5 U5 A5 U5 A5 U5 A5 U5" << 56u << 0u << L { 1, 2, 3, 4 } << 0;
    QTest::newRow("the same later") << "S4 U5 A5 U5 A5 U5 A5 U5 A5 U5 A5 U5 A5 U5" << 60u << 0u << L { 1, 2, 3, 4 }
                                    << 0;
    QTest::newRow("no large turn to fill a quarter") << "U2 A2 U10 A10 U2 A2 U5" << 32u << 0u << L { 0, 1 } << 0;
    QTest::newRow("nor the last one answered") << "U2 A2 U2 A2 U30" << 37u << 0u << L { 0, 1 } << 0;
    QTest::newRow("all but the last") << "S5 U10 A10 U10 A10 U10" << 15u << 0u << L { 1, 2, 3, 4 } << 0;
    QTest::newRow("the last question stays") << "S5 U10 A10 U50" << 40u << 0u << L { 1, 2 } << 15;
    QTest::newRow("a pinned message keeps its turn") << "U10 a10 U10 A10 U10" << 30u << 0u << L { 2, 3 } << 0;
    QTest::newRow("all pinned") << "u10 A10 u10 A10 U10" << 30u << 0u << L {} << 20;
    QTest::newRow("answers regenerated in one turn") << "U10 A10 A10 U10" << 15u << 0u << L { 0, 1, 2 } << 0;
    QTest::newRow("two questions in one turn") << "U10 U10 A10 U10" << 15u << 0u << L { 0, 1, 2 } << 0;
    QTest::newRow("a greeting first") << "S1 A10 U10 A10 U10" << 32u << 0u << L { 1 } << 0;
    QTest::newRow("system in the middle") << "U10 A10 S5 U10 A10 U10" << 20u << 0u << L { 0, 1, 3, 4 } << 0;
    QTest::newRow("an answer to go on with") << "U10 A10 U10 A20" << 35u << 0u << L { 0, 1 } << 0;
    QTest::newRow("the reply takes it all") << "U10 A10 U10" << 10u << 20u << L { 0, 1 } << 10;
    QTest::newRow("no question at all") << "S10 A10" << 5u << 0u << L {} << 15;
    QTest::newRow("lengths beyond 32 bits") << "U4000000000 A4000000000 U10" << 4000000000u << 0u << L { 0, 1 } << 0;
}

void ContextPlanTest::drops()
{
    QFETCH(QString, messages);
    QFETCH(unsigned, context);
    QFETCH(unsigned, reply);
    QFETCH(QList<int>, dropped);
    QFETCH(int, missing);
    const ContextPlan plan = planContext(conversation(messages), { context, reply, 0 });
    Ids expected;
    for (const int place : dropped)
        expected.push_back(100 + place);
    QCOMPARE(plan.dropped, expected);
    QCOMPARE(plan.missingTokens, static_cast<std::uint64_t>(missing));
    QCOMPARE(plan.fits, missing == 0);
}

void ContextPlanTest::everyPlanKeepsItsPromises()
{
    std::mt19937 random(1);
    const auto below = [&](unsigned n) { return static_cast<unsigned>(random() % n); };
    for (int round = 0; round < 3000; ++round) {
        std::vector<PlannedMessage> messages;
        for (unsigned i = below(12); i > 0; --i) {
            messages.push_back(
                { static_cast<std::int64_t>(messages.size()), static_cast<Role>(below(3)), below(6) == 0, below(50) });
        }
        const ContextBudget budget { below(300), below(60), below(20) };
        const ContextPlan plan = planContext(messages, budget);
        Ids all = plan.kept;
        all.insert(all.end(), plan.dropped.begin(), plan.dropped.end());
        std::sort(all.begin(), all.end());
        QCOMPARE(all.size(), messages.size());
        QVERIFY(std::is_sorted(plan.kept.begin(), plan.kept.end()));
        QVERIFY(std::is_sorted(plan.dropped.begin(), plan.dropped.end()));
        std::uint64_t tokens = budget.overhead;
        for (const std::int64_t id : plan.kept)
            tokens += messages[static_cast<std::size_t>(id)].tokens;
        QCOMPARE(plan.keptTokens, tokens);
        const std::uint64_t room = budget.context > budget.reply ? budget.context - budget.reply : 0;
        QCOMPARE(plan.fits, tokens <= room);
        std::int64_t lastQuestion = -1;
        for (const PlannedMessage &message : messages) {
            if (message.role == Role::User)
                lastQuestion = message.id;
        }
        for (const std::int64_t id : plan.dropped) {
            const PlannedMessage &message = messages[static_cast<std::size_t>(id)];
            QVERIFY(message.role != Role::System && !message.isPinned && id < lastQuestion);
        }
        const std::uint64_t total = tokens; // of what is left; with the last dropped turn it was too much
        if (!plan.dropped.empty()) {
            std::uint64_t before = total;
            for (auto id = plan.dropped.rbegin(); id != plan.dropped.rend(); ++id)
                before += messages[static_cast<std::size_t>(*id)].tokens;
            QVERIFY(before > room);
        }
    }
}

/// A chat of hundreds of turns: what is left out grows now and then, never shrinks, and the room is used.
void ContextPlanTest::aLongChatLosesTheSameTurnsForAWhile()
{
    std::mt19937 random(2);
    const auto length = [&](unsigned least, unsigned more) { return least + static_cast<unsigned>(random() % more); };
    std::vector<PlannedMessage> messages { { 0, Role::System, false, 50 } };
    const ContextBudget budget { 4096, 512, 8 };
    Ids dropped;
    int changes = 0;
    constexpr int kTurns = 300;
    for (int turn = 0; turn < kTurns; ++turn) {
        messages.push_back({ static_cast<std::int64_t>(messages.size()), Role::User, false, length(10, 60) });
        const ContextPlan plan = planContext(messages, budget);
        QVERIFY(plan.fits);
        QVERIFY(plan.dropped.size() >= dropped.size());
        QVERIFY(std::equal(dropped.begin(), dropped.end(), plan.dropped.begin()));
        if (!plan.dropped.empty())
            QVERIFY(plan.keptTokens > 3584 / 2); // a quarter is free, and less than one turn more
        changes += plan.dropped == dropped ? 0 : 1;
        dropped = plan.dropped;
        messages.push_back({ static_cast<std::int64_t>(messages.size()), Role::Assistant, false, length(50, 250) });
    }
    QVERIFY(dropped.size() > kTurns);
    QVERIFY2(changes < kTurns / 3, qPrintable(QString::number(changes)));
}

} // namespace maru::prompt

QTEST_GUILESS_MAIN(maru::prompt::ContextPlanTest)
#include "tst_context_plan.moc"
