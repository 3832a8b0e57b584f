// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/store/conversation_store.h"
#include "app/store/database.h"
#include "app/store/eraser.h"
#include "app/store/journal_store.h"
#include "tests/app/app_test.h"

#include <QElapsedTimer>
#include <QTemporaryDir>

using namespace maru;
using namespace maru::test;

class TestConversationStore : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        open();
    }

    void cleanup() { m_database.reset(); }

    void what_was_saved_is_there_after_opening_again()
    {
        ConversationStore store(*m_database);
        VERIFY_OK(store.addConversation(
            conversation(1, QStringLiteral("title")), userMessage(2, 1, QStringLiteral("hello"))));
        Message reply = replyMessage(3, 1, QString::fromUtf8("\u00e4\u00f6\u00fc \u3042\U0001f600"), 2);
        reply.settings.temperature = 0.25;
        reply.error = Error { ErrorCode::DeviceLost, Reason::DeviceLost, { { "device", "GPU" } }, "lost" };
        reply.status = MessageStatus::Failed;
        reply.tokensPerSecond = 41.5;
        reply.thinking = QStringLiteral("first of all");
        reply.thinkingMs = 1200.5;
        reply.unseen = { 5, 7 };
        reply.statistics.promptTokens = 4000;
        reply.statistics.reusedTokens = 3620;
        reply.statistics.promptMs = 912.5;
        reply.statistics.device = QStringLiteral("Card");
        reply.settings.thinking = Thinking::On;
        reply.settings.thinkingBudget = 500;
        VERIFY_OK(store.addMessage(reply));
        open();
        const auto list = ConversationStore(*m_database).conversations();
        VERIFY_OK(list);
        QCOMPARE(list->size(), 1);
        QCOMPARE(list->first().title, QStringLiteral("title"));
        QCOMPARE(list->first().activeLeaf, 3);
        const auto messages = ConversationStore(*m_database).messages(1);
        VERIFY_OK(messages);
        QCOMPARE(messages->size(), 2);
        const Message &back = messages->at(1);
        QCOMPARE(back.text, reply.text);
        QCOMPARE(back.parentId, 2);
        QCOMPARE(back.role, MessageRole::Assistant);
        QCOMPARE(back.status, MessageStatus::Failed);
        QCOMPARE(back.settings, reply.settings);
        QCOMPARE(back.seed, reply.seed);
        QCOMPARE(back.tokens, reply.tokens);
        QCOMPARE(back.samplerState, reply.samplerState);
        QCOMPARE(back.tokensPerSecond, 41.5);
        QCOMPARE(back.thinking, reply.thinking);
        QCOMPARE(back.thinkingMs, 1200.5);
        QCOMPARE(back.unseen, reply.unseen);
        QVERIFY(back.statistics == reply.statistics);
        QCOMPARE(back.error->reason, Reason::DeviceLost);
        QCOMPARE(back.error->arg("device"), std::string_view("GPU"));
        QCOMPARE(*ConversationStore(*m_database).highestId(), 3);
    }

    void a_saved_message_cannot_be_changed()
    {
        ConversationStore store(*m_database);
        VERIFY_OK(
            store.addConversation(conversation(1, QStringLiteral("t")), userMessage(2, 1, QStringLiteral("hello"))));
        QVERIFY(!m_database->run(QStringLiteral("UPDATE messages SET text = 'other'")).has_value());
        QCOMPARE(store.messages(1)->first().text, QStringLiteral("hello"));
    }

    void half_of_a_conversation_is_never_saved()
    {
        ConversationStore store(*m_database);
        Message orphan = userMessage(2, 1, QStringLiteral("hello"), 99); // no such parent
        QVERIFY(!store.addConversation(conversation(1, QStringLiteral("t")), orphan).has_value());
        QCOMPARE(store.conversations()->size(), 0);
    }

    void a_deleted_conversation_can_be_restored_until_it_is_erased()
    {
        ConversationStore store(*m_database);
        VERIFY_OK(store.addConversation(conversation(1, QStringLiteral("t")), userMessage(2, 1, QStringLiteral("a"))));
        VERIFY_OK(store.addMessage(replyMessage(3, 1, QStringLiteral("b"), 2)));
        VERIFY_OK(store.remove(1, 1000));
        QCOMPARE(store.conversations()->size(), 0);
        VERIFY_OK(store.restore(1));
        QCOMPARE(store.conversations()->size(), 1);
        QCOMPARE(store.messages(1)->size(), 2);
        VERIFY_OK(store.remove(1, 1000));
        VERIFY_OK(Eraser(*m_database).condemnTrash(1000));
        QVERIFY(!*Eraser(*m_database).isPending());
        VERIFY_OK(Eraser(*m_database).condemnTrash(1001));
        QVERIFY(*Eraser(*m_database).isPending());
        VERIFY_OK(Eraser(*m_database).eraseSome());
        QCOMPARE(store.messages(1)->size(), 0);
    }

    void one_bad_row_does_not_hide_the_others()
    {
        ConversationStore store(*m_database);
        VERIFY_OK(
            store.addConversation(conversation(1, QStringLiteral("good")), userMessage(2, 1, QStringLiteral("a"))));
        VERIFY_OK(
            store.addConversation(conversation(3, QStringLiteral("other")), userMessage(4, 3, QStringLiteral("b"))));
        VERIFY_OK(m_database->run(QStringLiteral("PRAGMA foreign_keys = OFF")));
        const char *bad[] = {
            "INSERT INTO messages (id, conversation_id, parent_id, role, status, text, created_at, settings, tokens, "
            "error) "
            "VALUES (10, 1, 9999, 77, -5, 'orphan', 0, '{broken', x'010203', 'not json')",
            "INSERT INTO messages (id, conversation_id, parent_id, role, status, text, created_at) "
            "VALUES (11, 1, 12, 1, 0, 'circle', 0)",
            "INSERT INTO messages (id, conversation_id, parent_id, role, status, text, created_at) "
            "VALUES (12, 1, 11, 1, 0, 'circle too', 0)",
            "UPDATE conversations SET active_leaf = 424242 WHERE id = 3",
        };
        for (const char *sql : bad)
            VERIFY_OK(m_database->run(QString::fromLatin1(sql)));
        QCOMPARE(store.conversations()->size(), 2);
        const auto messages = store.messages(1);
        VERIFY_OK(messages);
        QCOMPARE(messages->size(), 4);
        QCOMPARE(messages->at(0).text, QStringLiteral("a"));
        QCOMPARE(messages->at(1).settings, GenerationSettings());
        QCOMPARE(messages->at(2).parentId, 0); // a parent that is not older is none
    }

    void two_hundred_conversations_are_listed_at_once()
    {
        ConversationStore store(*m_database);
        VERIFY_OK(m_database->setDurable(false));
        for (qint64 i = 1; i <= 200; ++i) {
            VERIFY_OK(store.addConversation(conversation(i, QStringLiteral("Conversation %1").arg(i)),
                userMessage(1000 + i, i, QString(2000, u'x'))));
        }
        open();
        QElapsedTimer timer;
        timer.start();
        const auto list = ConversationStore(*m_database).conversations();
        VERIFY_OK(list);
        QCOMPARE(list->size(), 200);
        QCOMPARE(list->first().id, 200);
        QVERIFY2(timer.elapsed() < 100, qPrintable(QString::number(timer.elapsed())));
    }

private:
    void open()
    {
        m_database.reset();
        auto opened = Database::open(m_folder->filePath(QStringLiteral("a.sqlite")));
        VERIFY_OK(opened);
        m_database = *std::move(opened);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Database> m_database;
};

QTEST_GUILESS_MAIN(TestConversationStore)
#include "tst_conversation_store.moc"
