// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/chat/message_model.h"
#include "app/chat/reply_announcer.h"
#include "tests/app/app_test.h"

#include <QQuickItem>

using namespace maru;
using namespace maru::test;

class TestReplyAnnouncer : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        spoken.clear();
        m_messages = std::make_unique<MessageModel>();
        m_announcer = std::make_unique<ReplyAnnouncer>();
        m_announcer->setProperty("speaker", QVariant::fromValue(&m_speaker));
        m_announcer->setMessages(m_messages.get());
        m_announcer->setAlways(true);
        connect(
            m_announcer.get(), &ReplyAnnouncer::sentenceChanged, this, [this] { spoken << m_announcer->sentence(); });
        m_messages->reset({ userMessage(1, 1, QStringLiteral("A question. With two sentences.")) }, 1);
    }

    void each_sentence_is_spoken_once_when_it_is_whole()
    {
        begin();
        write("Hello th");
        QCOMPARE(spoken, QStringList());
        write("ere. This is **the second** one, version 3.14 of it! And the");
        QCOMPARE(spoken,
            (QStringList {
                QStringLiteral("Hello there."), QStringLiteral("This is the second one, version 3.14 of it!") }));
        write(" last");
        end();
        QCOMPARE(spoken.size(), 3);
        QCOMPARE(spoken.last(), QStringLiteral("And the last"));
    }

    void sentences_of_other_scripts_too()
    {
        begin();
        write("\xec\x95\x88\xeb\x85\x95\xed\x95\x98\xec\x84\xb8\xec\x9a\x94. "
              "\xe3\x81\x93\xe3\x82\x93\xe3\x81\xab\xe3\x81\xa1\xe3\x81\xaf\xe3\x80\x82"
              "\xe4\xbd\xa0\xe5\xa5\xbd\xef\xbc\x81\xe5\x97\xaf");
        QCOMPARE(spoken.size(), 3);
        QCOMPARE(spoken.at(1),
            QString::fromUtf8("\xe3\x81\x93\xe3\x82\x93\xe3\x81\xab\xe3\x81\xa1\xe3\x81\xaf\xe3\x80\x82"));
        end();
        QCOMPARE(spoken.size(), 4);
    }

    void of_code_and_tables_it_is_told_that_they_are_there()
    {
        begin();
        write("Look:\n\n```c\nint a;\nint b. c;\n```\n\n");
        QCOMPARE(spoken, QStringList { QStringLiteral("Look:") });
        write("| a | b |\n| --- | --- |\n| 1 | 2 |\n\nDone with $x^2$ now. ");
        write("Yes");
        end();
        QCOMPARE(spoken,
            (QStringList { QStringLiteral("Look:"), QStringLiteral("Code block, 2 lines"),
                QStringLiteral("Table, 2 rows"), QStringLiteral("Done with Formula now."), QStringLiteral("Yes") }));
    }

    void thinking_is_not_spoken()
    {
        begin();
        m_messages->appendToReply({}, QStringLiteral("Let me think. Yes. "));
        QTest::qWait(50);
        write("The answer. Is");
        QCOMPARE(spoken, QStringList { QStringLiteral("The answer.") });
    }

    void what_a_reply_goes_on_from_is_not_spoken_again()
    {
        m_reply = replyMessage(2, 1, QStringLiteral("Old words. Half"), 1);
        m_messages->beginReply(m_reply);
        write(" a sentence. New");
        QCOMPARE(spoken, QStringList { QStringLiteral("a sentence.") });
    }

    void another_conversation_is_not_spoken()
    {
        begin();
        write("Hello. And");
        m_messages->reset(
            { userMessage(10, 2, QStringLiteral("x")), replyMessage(11, 2, QStringLiteral("Long. Ago."), 10) }, 11);
        QTest::qWait(50);
        QCOMPARE(spoken, QStringList { QStringLiteral("Hello.") });
    }

private:
    void begin()
    {
        m_reply = replyMessage(2, 1, {}, 1);
        m_messages->beginReply(m_reply);
    }

    void write(const char *text)
    {
        m_reply.text += QString::fromUtf8(text);
        m_messages->appendToReply(QString::fromUtf8(text));
        QTest::qWait(60); // blocks are made 30 times a second
    }

    void end() { m_messages->endReply(m_reply); }

    QStringList spoken;
    QQuickItem m_speaker;
    Message m_reply;
    std::unique_ptr<MessageModel> m_messages;
    std::unique_ptr<ReplyAnnouncer> m_announcer;
};

QTEST_MAIN(TestReplyAnnouncer)
#include "tst_reply_announcer.moc"
