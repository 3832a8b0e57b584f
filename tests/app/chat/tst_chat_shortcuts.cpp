// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/chat/chat_shortcuts.h"
#include "tests/app/app_test.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QTemporaryDir>

using namespace maru;
using namespace maru::test;

class TestChatShortcuts : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        AppOptions options = fakeOptions(m_folder->path());
        options.fakeScript.reply = "Look:\n\n```\nfirst\n```\n\n```\nsecond\n```\n\nDone.";
        auto context = AppContext::create(options);
        VERIFY_OK(context);
        m_context = *std::move(context);
        m_shortcuts = std::make_unique<ChatShortcuts>();
        m_shortcuts->setProperty("chat", QVariant::fromValue(chat()));
    }

    void cleanup()
    {
        m_shortcuts.reset();
        m_context.reset();
    }

    void the_last_reply_and_its_last_code_are_copied()
    {
        say("hello");
        m_shortcuts->copyLastCode();
        QCOMPARE(QGuiApplication::clipboard()->text(), "second");
        m_shortcuts->copyLastReply();
        QVERIFY(QGuiApplication::clipboard()->text().startsWith("Look:"));
    }

    void the_last_reply_is_written_again()
    {
        say("hello");
        m_shortcuts->regenerateLast();
        QTRY_COMPARE(chat()->state(), ChatController::State::Idle);
        const QModelIndex reply = chat()->messages()->index(1);
        QTRY_COMPARE(reply.data(MessageModel::VersionCountRole).toInt(), 2);
    }

    void neighbours_are_opened_and_the_ends_are_ends()
    {
        say("first");
        const qint64 first = chat()->conversationId();
        chat()->newConversation();
        say("second");
        const qint64 second = chat()->conversationId();
        m_shortcuts->openNeighbour(1);
        QTRY_COMPARE(chat()->conversationId(), first);
        m_shortcuts->openNeighbour(1);
        QTest::qWait(50);
        QCOMPARE(chat()->conversationId(), first);
        m_shortcuts->openNeighbour(-1);
        QTRY_COMPARE(chat()->conversationId(), second);
    }

    void an_empty_page_has_nothing_to_copy()
    {
        QGuiApplication::clipboard()->setText("before");
        m_shortcuts->copyLastReply();
        m_shortcuts->copyLastCode();
        m_shortcuts->regenerateLast();
        QCOMPARE(QGuiApplication::clipboard()->text(), "before");
    }

private:
    ChatController *chat() const { return m_context->chat(); }

    void say(const QString &text)
    {
        QVERIFY(chat()->send(text));
        QTRY_COMPARE_WITH_TIMEOUT(chat()->state(), ChatController::State::Idle, 20000);
        QTRY_VERIFY(chat()->messages()->index(1).data(MessageModel::TextRole).toString().endsWith("Done."));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<AppContext> m_context;
    std::unique_ptr<ChatShortcuts> m_shortcuts;
};

QTEST_MAIN(TestChatShortcuts)
#include "tst_chat_shortcuts.moc"
