// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/store/conversation_store.h"
#include "app/store/database.h"
#include "app/store/journal_store.h"
#include "tests/app/app_test.h"

#include <QTemporaryDir>

using namespace maru;
using namespace maru::test;

class TestJournalStore : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        auto opened = Database::open(m_folder->filePath(QStringLiteral("a.sqlite")));
        VERIFY_OK(opened);
        m_database = *std::move(opened);
        ConversationStore store(*m_database);
        VERIFY_OK(
            store.addConversation(conversation(1, QStringLiteral("t")), userMessage(2, 1, QStringLiteral("hello"))));
    }

    void a_journal_left_over_becomes_an_interrupted_message()
    {
        JournalStore journal(*m_database);
        const Message draft = replyMessage(3, 1, {}, 2);
        VERIFY_OK(journal.begin(draft));
        VERIFY_OK(journal.append(3, { 0, QStringLiteral("Once "), { 10, 11 }, QStringLiteral("s1") }));
        VERIFY_OK(journal.append(3, { 1, QStringLiteral("upon a"), { 12 }, QStringLiteral("s2") }));
        QCOMPARE(*journal.recover(), 1);
        const auto messages = ConversationStore(*m_database).messages(1);
        VERIFY_OK(messages);
        QCOMPARE(messages->size(), 2);
        const Message &back = messages->at(1);
        QCOMPARE(back.text, QStringLiteral("Once upon a"));
        QCOMPARE(back.status, MessageStatus::Interrupted);
        QCOMPARE(back.tokens, QList<qint32>({ 10, 11, 12 }));
        QCOMPARE(back.samplerState, QStringLiteral("s2"));
        QCOMPARE(back.modelId, draft.modelId);
        QCOMPARE(back.seed, draft.seed);
        QCOMPARE(back.parentId, 2);
        QCOMPARE(ConversationStore(*m_database).conversations()->first().activeLeaf, 3);
        QVERIFY(isEmpty());
        QCOMPARE(*journal.recover(), 0);
    }

    void a_finished_reply_takes_its_journal_away()
    {
        JournalStore journal(*m_database);
        Message reply = replyMessage(3, 1, QStringLiteral("Once upon"), 2);
        VERIFY_OK(journal.begin(reply));
        VERIFY_OK(journal.append(3, { 0, QStringLiteral("Once upon"), { 10, 11 }, {} }));
        VERIFY_OK(journal.finish(reply));
        QVERIFY(isEmpty());
        QCOMPARE(ConversationStore(*m_database).messages(1)->size(), 2);
    }

    void a_reply_that_cannot_be_saved_keeps_its_journal()
    {
        JournalStore journal(*m_database);
        Message reply = replyMessage(3, 1, QStringLiteral("Once upon"), 2);
        VERIFY_OK(journal.begin(reply));
        VERIFY_OK(journal.append(3, { 0, QStringLiteral("Once upon"), { 10, 11 }, {} }));
        reply.conversationId = 99; // no such conversation
        QVERIFY(!journal.finish(reply).has_value());
        QCOMPARE(*journal.recover(), 1);
    }

    void a_reply_that_was_killed_while_it_thought_keeps_its_thoughts()
    {
        JournalStore journal(*m_database);
        VERIFY_OK(journal.begin(replyMessage(3, 1, {}, 2)));
        VERIFY_OK(journal.append(3, { 0, {}, { 10 }, {}, QStringLiteral("let me ") }));
        VERIFY_OK(journal.append(3, { 1, {}, { 11 }, {}, QStringLiteral("see") }));
        QCOMPARE(*journal.recover(), 1);
        const auto messages = ConversationStore(*m_database).messages(1);
        VERIFY_OK(messages);
        QCOMPARE(messages->constLast().thinking, QStringLiteral("let me see"));
        QCOMPARE(messages->constLast().text, QString());
        QCOMPARE(messages->constLast().status, MessageStatus::Interrupted);
    }

    void a_journal_without_text_leaves_nothing()
    {
        JournalStore journal(*m_database);
        VERIFY_OK(journal.begin(replyMessage(3, 1, {}, 2)));
        QCOMPARE(*journal.recover(), 0);
        QVERIFY(isEmpty());
        QCOMPARE(ConversationStore(*m_database).messages(1)->size(), 1);
    }

    void a_chunk_costs_the_same_however_long_the_reply_is()
    {
        JournalStore journal(*m_database);
        VERIFY_OK(journal.begin(replyMessage(3, 1, {}, 2)));
        const QString words(100, u'x');
        for (int i = 0; i < 400; ++i)
            VERIFY_OK(journal.append(3, { i, words, { i }, {} }));
        const auto bytes = m_database->value(QStringLiteral("SELECT sum(length(text)) FROM journal_chunks"));
        QCOMPARE(bytes->toInt(), 400 * 100); // each word once, not once per save
    }

private:
    bool isEmpty()
    {
        return m_database->value(QStringLiteral("SELECT count(*) FROM journals"))->toInt() == 0
            && m_database->value(QStringLiteral("SELECT count(*) FROM journal_chunks"))->toInt() == 0;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Database> m_database;
};

QTEST_GUILESS_MAIN(TestJournalStore)
#include "tst_journal_store.moc"
