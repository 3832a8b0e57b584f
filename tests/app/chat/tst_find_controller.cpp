// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/chat/block_model.h"
#include "app/chat/chat_controller.h"
#include "app/chat/find_controller.h"
#include "tests/app/app_test.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace maru;
using namespace maru::test;

class TestFindController : public QObject
{
    Q_OBJECT

private slots:
    void hits_are_found_in_every_kind_of_block()
    {
        MessageModel messages;
        show(messages, "Where is the needle?",
            "A needle, **bold nee**dle.\n\n```\nfind(needle)\n```\n\n| needle |\n| --- |\n| Needle |\n\n> a needle");
        FindController finder;
        finder.setMessages(&messages);
        finder.setQuery("needle");
        QTRY_COMPARE(finder.count(), 7);
        QCOMPARE(finder.current(), 1);
        QCOMPARE(finder.row(), 0);
        QCOMPARE(finder.text(), "1 of 7");
    }

    void thinking_is_looked_through_first()
    {
        MessageModel messages;
        Message reply = replyMessage(2, 1, "the answer", 1);
        reply.thinking = "the thought";
        messages.reset({ userMessage(1, 1, "why"), reply }, 2);
        FindController finder;
        finder.setMessages(&messages);
        finder.setQuery("the");
        QTRY_COMPARE(finder.count(), 2);
        QVERIFY(finder.isThinking());
        finder.next();
        QVERIFY(!finder.isThinking());
        QCOMPARE(finder.block(), 0);
    }

    void all_hits_are_marked_until_the_search_ends()
    {
        MessageModel messages;
        show(messages, "a needle", "one needle, **nee**dle\n\n```\nfind(needle)\n```");
        FindController finder;
        finder.setMessages(&messages);
        finder.setQuery("needle");
        QTRY_COMPARE(finder.count(), 4);
        const auto *question = messages.shownBlocks(0, MessageModel::Part::Text); // made after it was marked
        const auto *reply = messages.shownBlocks(1, MessageModel::Part::Text);
        QCOMPARE(question->marksIn(0).ranges, (QList<TextMarks::Range> { { 2, 8 } }));
        QCOMPARE(reply->marksIn(0).ranges, (QList<TextMarks::Range> { { 4, 10 }, { 12, 18 } }));
        QCOMPARE(reply->marksIn(1).ranges, (QList<TextMarks::Range> { { 5, 11 } }));
        finder.setQuery("find");
        QTRY_COMPARE(finder.count(), 1);
        QVERIFY(question->marksIn(0).ranges.isEmpty());
        QCOMPARE(reply->marksIn(1).ranges, (QList<TextMarks::Range> { { 0, 4 } }));
        finder.setQuery({});
        QVERIFY(reply->marksIn(1).ranges.isEmpty());
    }

    void looking_through_many_messages_takes_no_blocks_from_the_screen()
    {
        MessageModel messages;
        QList<Message> all { userMessage(1, 1, "needle") };
        for (qint64 id = 2; id <= 1200; ++id)
            all << userMessage(id, 1, "a needle and more", id - 1);
        messages.reset(all, 1200);
        QPointer<BlockModel> onScreen = messages.shownBlocks(0, MessageModel::Part::Text);
        FindController finder;
        finder.setMessages(&messages);
        finder.setQuery("needle");
        QTRY_COMPARE(finder.count(), 1200);
        QCOMPARE(finder.text(), QLocale().toString(1) + " of " + QLocale().toString(1200));
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QVERIFY(onScreen);
        QCOMPARE(onScreen->marksIn(0).ranges.size(), 1);
    }

    void next_and_previous_go_around()
    {
        MessageModel messages;
        show(messages, "a needle", "a needle and a needle");
        FindController finder;
        finder.setMessages(&messages);
        finder.setQuery("needle");
        QTRY_COMPARE(finder.count(), 3);
        finder.previous();
        QCOMPARE(finder.current(), 3);
        finder.next();
        QCOMPARE(finder.current(), 1);
    }

    void the_hit_is_the_selection_of_its_block()
    {
        MessageModel messages;
        show(messages, "hello", "one **two** three");
        FindController finder;
        finder.setMessages(&messages);
        finder.setQuery("two three");
        QTRY_COMPARE(finder.count(), 1);
        auto *blocks = messages.index(1).data(MessageModel::BlocksRole).value<BlockModel *>();
        QVERIFY(blocks);
        QCOMPARE(blocks->selectedPlainText(), "two three");
        finder.setQuery({});
        QVERIFY(!blocks->hasSelection());
        QCOMPARE(finder.text(), QString());
    }

    void the_page_does_not_jump_back_to_the_hit_while_a_reply_grows()
    {
        MessageModel messages;
        show(messages, "a needle", "one");
        FindController finder;
        finder.setMessages(&messages);
        finder.setQuery("needle");
        QTRY_COMPARE(finder.current(), 1);
        Message growing = replyMessage(3, 1, "more", 2);
        QSignalSpy hit(&finder, &FindController::hitChanged);
        QSignalSpy looked(&finder, &FindController::countChanged);
        messages.beginReply(growing);
        messages.appendToReply(" and a needle", {});
        QTRY_COMPARE(finder.count(), 2);
        QVERIFY(!looked.isEmpty());
        QCOMPARE(hit.size(), 0);
        QCOMPARE(finder.current(), 1);
    }

    void what_is_not_there_is_said()
    {
        MessageModel messages;
        show(messages, "hello", "world");
        FindController finder;
        finder.setMessages(&messages);
        finder.setQuery("needle");
        QTRY_COMPARE(finder.text(), "No hit");
        QCOMPARE(finder.row(), -1);
        finder.next();
        finder.previous();
        QCOMPARE(finder.current(), 0);
    }

    void Korean_in_pieces_is_found()
    {
        MessageModel messages;
        show(messages, u"\uD55C\uAD6D\uC5B4"_qs, "x");
        FindController finder;
        finder.setMessages(&messages);
        finder.setQuery(u"\uD55C\uAD6D"_qs.normalized(QString::NormalizationForm_D));
        QTRY_COMPARE(finder.count(), 1);
    }

    void a_long_conversation_does_not_hold_up_the_window()
    {
        MessageModel messages;
        QList<Message> all;
        for (int i = 1; i <= 2000; ++i)
            all << replyMessage(i, 1, QStringLiteral("Line %1 with a *needle* in it.\n\n- and\n- more").arg(i), i - 1);
        messages.reset(all, all.constLast().id);
        FindController finder;
        finder.setMessages(&messages);
        QElapsedTimer timer;
        timer.start();
        finder.setQuery("needle");
        QVERIFY(timer.elapsed() < 50);
        QTRY_COMPARE_WITH_TIMEOUT(finder.count(), 2000, 20000);
        QCOMPARE(finder.current(), 1);
    }

private:
    static void show(MessageModel &messages, const QString &question, const QString &answer)
    {
        messages.reset({ userMessage(1, 1, question), replyMessage(2, 1, answer, 1) }, 2);
    }
};

QTEST_MAIN(TestFindController)
#include "tst_find_controller.moc"
