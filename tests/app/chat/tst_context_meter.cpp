// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/chat/chat_controller.h"
#include "app/chat/context_meter.h"
#include "app/settings/settings.h"
#include "app/store/conversation_store.h"
#include "app/store/database.h"
#include "tests/app/app_test.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace maru;
using namespace maru::test;

/// What fits into the next request, over the fake engine, to which a token is a word.
class TestContextMeter : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void cleanup() { m_context.reset(); }

    void it_counts_messages_draft_and_system_prompt()
    {
        start(4096);
        say(QStringLiteral("one two three"));
        QTRY_COMPARE(meter().used(), 13); // ten words were answered
        QCOMPARE(meter().size(), 4096);
        chat().setFieldText(QStringLiteral("four more words here"));
        QTRY_COMPARE(meter().used(), 17);
        chat().options()->setSystemPrompt(QStringLiteral("be brief"));
        QTRY_COMPARE(meter().used(), 19);
        QVERIFY2(meter().text().startsWith(QStringLiteral("19 / 4.1k")), qPrintable(meter().text()));
        QVERIFY(meter().detailText().contains(QStringLiteral("19 of 4,096")));
    }

    void before_a_model_is_loaded_it_estimates()
    {
        start(4096);
        QTRY_VERIFY(meter().size() > 0);
        chat().setFieldText(QStringLiteral("some words"));
        QTRY_VERIFY(meter().used() > 0);
        QVERIFY2(meter().text().startsWith(u'~'), qPrintable(meter().text()));
    }

    void what_will_be_left_out_is_shown_before_it_happens_and_pins_hold()
    {
        start(400); // of them, 100 are kept for the reply
        for (int i = 0; i < 4; ++i)
            say(QString(QStringLiteral("word ")).repeated(80));
        QTRY_COMPARE(meter().leftOutCount(), 2); // 4 * 90 are too many by one turn
        QVERIFY(role(0, MessageModel::LeftOutRole).toBool());
        QVERIFY(!role(0, MessageModel::LeftOutEndRole).toBool());
        QVERIFY(role(1, MessageModel::LeftOutEndRole).toBool());
        QVERIFY(!role(2, MessageModel::LeftOutRole).toBool());
        QVERIFY(meter().detailText().contains(QStringLiteral("2 messages")));
        chat().togglePin(0);
        QTRY_VERIFY(!role(0, MessageModel::LeftOutRole).toBool());
        QTRY_VERIFY(role(2, MessageModel::LeftOutRole).toBool()); // another one goes in its place
        QVERIFY(role(0, MessageModel::PinnedRole).toBool());
        start(400);
        QTRY_COMPARE(chat().messages()->count(), 8);
        QVERIFY(role(0, MessageModel::PinnedRole).toBool());
        chat().togglePin(0);
        QVERIFY(!role(0, MessageModel::PinnedRole).toBool());
        // A longer question drives out more.
        QTRY_VERIFY(meter().leftOutCount() > 0);
        const int before = meter().leftOutCount();
        chat().setFieldText(QString(QStringLiteral("word ")).repeated(150));
        QTRY_VERIFY(meter().leftOutCount() > before);
    }

    void five_thousand_messages_open_quickly()
    {
        start(4096);
        say(QStringLiteral("Hello"));
        const qint64 id = chat().conversationId();
        const qint64 last = chat().messages()->leafId();
        const QString file = m_context->paths().database;
        m_context.reset();
        {
            auto database = Database::open(file);
            VERIFY_OK(database);
            ConversationStore store(**database);
            VERIFY_OK((*database)->transaction([&]() -> Result<void> {
                qint64 parent = last;
                for (int i = 0; i < 2500; ++i) {
                    const QString words = QStringLiteral("Why %1? ").arg(i).repeated(20);
                    const Message question = userMessage(parent + 1, id, words, parent);
                    const Message reply
                        = replyMessage(parent + 2, id, QStringLiteral("So. ").repeated(200), question.id);
                    MARU_CHECK(store.insert(question));
                    MARU_CHECK(store.insert(reply));
                    parent = reply.id;
                }
                return store.setActiveLeaf(id, parent);
            }));
        }
        start(4096);
        chat().newConversation();
        QElapsedTimer timer;
        timer.start();
        chat().open(id);
        QTRY_VERIFY(chat().messages()->count() > 5000);
        const qint64 opened = timer.elapsed();
        QTRY_VERIFY(meter().leftOutCount() > 1000);
        qInfo("opened in %lld ms, measured after %lld ms", static_cast<long long>(opened),
            static_cast<long long>(timer.elapsed()));
        QVERIFY2(opened < 3000, qPrintable(QString::number(opened)));
    }

private:
    ChatController &chat() { return *m_context->chat(); }
    ContextMeter &meter() { return *chat().meter(); }
    QVariant role(int row, int role) { return chat().messages()->data(chat().messages()->index(row), role); }

    void say(const QString &text)
    {
        QSignalSpy ended(&chat(), &ChatController::replyEnded);
        QVERIFY(chat().send(text));
        QVERIFY(ended.wait(10'000));
    }

    void start(int context)
    {
        m_context.reset();
        AppOptions options = fakeOptions(m_folder->path());
        options.fakeScript.contextLength = context;
        auto made = AppContext::create(options);
        VERIFY_OK(made);
        m_context = *std::move(made);
        m_context->settings()->setMaxTokens(100);
        if (m_context->settings()->lastConversation() != 0)
            QTRY_VERIFY(chat().conversationId() != 0);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<AppContext> m_context;
};

QTEST_MAIN(TestContextMeter)
#include "tst_context_meter.moc"
