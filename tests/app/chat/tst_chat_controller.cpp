// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/chat/chat_controller.h"
#include "app/engine/engine.h"
#include "app/engine/fake_engine.h"
#include "app/library/library_controller.h"
#include "app/settings/settings.h"
#include "app/store/store_worker.h"
#include "tests/app/app_test.h"

#include <QClipboard>
#include <QElapsedTimer>
#include <QGuiApplication>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace maru;
using namespace maru::test;

class TestChatController : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void cleanup() { m_context.reset(); }

    void a_message_is_answered_saved_and_there_again_after_a_restart()
    {
        start();
        QVERIFY(chat().send(QStringLiteral("Hello there")));
        QVERIFY(!chat().send(QStringLiteral("too early")));
        QCOMPARE(chat().title(), QStringLiteral("Hello there"));
        QVERIFY(chat().isBusy());
        awaitReply();
        QCOMPARE(chat().state(), ChatController::State::Idle);
        QCOMPARE(text(1), m_options.fakeScript.reply);
        QVERIFY2(role(1, MessageModel::StatsTextRole).contains(QStringLiteral("tok/s")),
            qPrintable(role(1, MessageModel::StatsTextRole)));
        QVERIFY(role(1, MessageModel::StatsTextRole).contains(QStringLiteral("10 tokens")));
        QVERIFY(m_context->engine()->loaded().has_value());
        QVERIFY(chat().isFakeEngine());

        start();
        QCOMPARE(chat().conversations()->count(), 1);
        QTRY_COMPARE(chat().messages()->count(), 2);
        QCOMPARE(text(0), QStringLiteral("Hello there"));
        QCOMPARE(text(1), m_options.fakeScript.reply);
        QCOMPARE(chat().title(), QStringLiteral("Hello there"));
        QVERIFY(!m_context->engine()->loaded().has_value()); // only when it is needed
    }

    void a_model_is_loaded_with_the_threads_that_are_chosen()
    {
        start();
        QVERIFY(chat().send(QStringLiteral("Hello")));
        awaitReply();
        QCOMPARE(m_context->engine()->loaded()->request.threads, 0);
        m_context->settings()->setThreads(1);
        QCOMPARE(m_context->engine()->loaded()->request.threads, 0); // with the next load
        QVERIFY(chat().send(QStringLiteral("More")));
        awaitReply();
        QCOMPARE(m_context->engine()->loaded()->request.threads, 1);
        m_options.threads = 7; // the command line comes first
        start(false);
        QTRY_COMPARE(chat().messages()->count(), 4);
        QVERIFY(chat().send(QStringLiteral("More")));
        awaitReply();
        QCOMPARE(m_context->engine()->loaded()->request.threads, 7);
    }

    void thinking_is_kept_apart_from_the_answer()
    {
        m_options = fakeOptions(m_folder->path());
        m_options.fakeScript.thinking
            = QString(QStringLiteral("now let me think ")).repeated(30).trimmed(); // to be seen
        m_options.fakeScript.canSwitchThinking = true;
        m_options.fakeScript.unseen = 1;
        start(false);
        QVERIFY(!chat().canSwitchThinking()); // before a model is loaded
        QVERIFY(chat().send(QStringLiteral("Why?")));
        QTRY_COMPARE(role(1, MessageModel::ThinkingTitleRole), QStringLiteral("Thinking"));
        QCOMPARE(text(1), QString());
        awaitReply();
        QVERIFY(chat().canSwitchThinking() && chat().isThinkingOn());
        const auto check = [this] {
            QCOMPARE(text(1), m_options.fakeScript.reply);
            QCOMPARE(role(1, MessageModel::ThinkingRole), m_options.fakeScript.thinking);
            QVERIFY(role(1, MessageModel::ThinkingTitleRole).startsWith(QStringLiteral("Thought")));
            QVERIFY(role(1, MessageModel::UnseenTextRole).contains(QStringLiteral("no longer saw")));
        };
        check();
        start(false);
        QTRY_COMPARE(chat().messages()->count(), 2);
        check();
        chat().setThinkingOn(false);
        QVERIFY(chat().send(QStringLiteral("And without?")));
        awaitReply();
        QCOMPARE(role(3, MessageModel::ThinkingTitleRole), QString());
        QCOMPARE(text(3), m_options.fakeScript.reply);
    }

    void a_reply_stopped_while_it_thinks_keeps_its_thoughts()
    {
        m_options = fakeOptions(m_folder->path());
        m_options.fakeScript.thinking = QString(QStringLiteral("hm ")).repeated(400).trimmed();
        start(false);
        QVERIFY(chat().send(QStringLiteral("Why?")));
        QTRY_VERIFY(role(1, MessageModel::ThinkingRole).size() > 20);
        chat().stop();
        awaitReply();
        start(false);
        QTRY_COMPARE(chat().messages()->count(), 2);
        QVERIFY(role(1, MessageModel::ThinkingRole).size() > 20);
        QCOMPARE(role(1, MessageModel::StatusTextRole), QStringLiteral("Stopped"));
    }

    void blank_text_is_not_sent()
    {
        start();
        QVERIFY(!chat().send(QStringLiteral(" \n\t ")));
        QCOMPARE(chat().messages()->count(), 0);
        QCOMPARE(chat().conversations()->count(), 0);
    }

    void the_words_of_the_user_are_saved_before_the_engine_is_asked()
    {
        m_options = fakeOptions(m_folder->path());
        m_options.fakeScript.loadMs = 2000;
        start(false);
        QVERIFY(chat().send(QStringLiteral("Keep this")));
        QTRY_COMPARE(m_context->engine()->phase(), Engine::Phase::Loading);
        auto other = Database::open(m_context->paths().database); // what is on the disk now
        VERIFY_OK(other);
        QCOMPARE((*other)->value(QStringLiteral("SELECT text FROM messages"))->toString(), QStringLiteral("Keep this"));
    }

    void stopping_keeps_what_was_written()
    {
        m_options = fakeOptions(m_folder->path());
        m_options.fakeScript.tokensPerSecond = 30;
        start(false);
        chat().send(QStringLiteral("Hello"));
        QTRY_VERIFY(!text(1).isEmpty());
        QElapsedTimer timer;
        timer.start();
        chat().stop();
        awaitReply();
        QVERIFY(timer.elapsed() < 200);
        QCOMPARE(role(1, MessageModel::StatusTextRole), QStringLiteral("Stopped"));
        QVERIFY(!text(1).isEmpty());
        QVERIFY(m_options.fakeScript.reply.startsWith(text(1)));
        const QString written = text(1);
        start(false);
        QTRY_COMPARE(chat().messages()->count(), 2);
        QCOMPARE(text(1), written);
    }

    void stopping_before_the_first_word_offers_to_try_again()
    {
        m_options = fakeOptions(m_folder->path());
        m_options.fakeScript.loadMs = 400;
        start(false);
        chat().send(QStringLiteral("Hello"));
        QTRY_COMPARE(chat().state(), ChatController::State::Loading);
        QTRY_VERIFY2(chat().stateText().startsWith(QStringLiteral("Loading")) && chat().progress() > 0,
            qPrintable(chat().stateText()));
        chat().stop();
        awaitReply();
        QCOMPARE(chat().messages()->count(), 2);
        QVERIFY(!role(1, MessageModel::ErrorTextRole).isEmpty());
        QCOMPARE(role(1, MessageModel::ActionTextRole), QStringLiteral("Try again"));
        chat().runAction(1);
        awaitReply();
        QCOMPARE(text(1), m_options.fakeScript.reply);
    }

    void regenerating_adds_a_version_and_loses_none()
    {
        start();
        chat().send(QStringLiteral("Hello"));
        awaitReply();
        chat().regenerate(1);
        QCOMPARE(chat().messages()->count(), 2);
        awaitReply();
        QCOMPARE(role(1, MessageModel::VersionIndexRole), QStringLiteral("2"));
        QCOMPARE(role(1, MessageModel::VersionCountRole), QStringLiteral("2"));
        chat().showVersion(1, 1);
        QCOMPARE(role(1, MessageModel::VersionIndexRole), QStringLiteral("1"));
        chat().send(QStringLiteral("More"));
        awaitReply();
        QCOMPARE(chat().messages()->count(), 4);
        chat().showVersion(1, 2);
        QCOMPARE(chat().messages()->count(), 2);
        chat().showVersion(1, 1);
        QCOMPARE(chat().messages()->count(), 4);
        start();
        QTRY_COMPARE(chat().messages()->count(), 4);
        QCOMPARE(role(1, MessageModel::VersionCountRole), QStringLiteral("2"));
        QCOMPARE(role(1, MessageModel::VersionIndexRole), QStringLiteral("1"));
    }

    void a_conversation_can_be_renamed()
    {
        start();
        chat().send(QStringLiteral("Hello"));
        awaitReply();
        chat().rename(chat().conversationId(), QStringLiteral("  Greetings\n all "));
        QCOMPARE(chat().title(), QStringLiteral("Greetings all"));
        chat().rename(chat().conversationId(), QStringLiteral("  "));
        QCOMPARE(chat().title(), QStringLiteral("Greetings all"));
        start();
        QTRY_COMPARE(chat().title(), QStringLiteral("Greetings all"));
    }

    void a_deletion_can_be_undone()
    {
        start();
        chat().send(QStringLiteral("Hello"));
        awaitReply();
        const qint64 id = chat().conversationId();
        chat().remove(id);
        QCOMPARE(chat().conversations()->count(), 0);
        QCOMPARE(chat().conversationId(), 0);
        QCOMPARE(chat().messages()->count(), 0);
        QVERIFY(chat().undoText().contains(QStringLiteral("Hello")));
        chat().undoRemove();
        QVERIFY(chat().undoText().isEmpty());
        QTRY_COMPARE(chat().conversationId(), id);
        QCOMPARE(chat().messages()->count(), 2);
        chat().remove(id);
        start();
        QCOMPARE(chat().conversations()->count(), 0);
    }

    void deleting_a_conversation_that_is_being_answered_stops_it_and_undo_has_the_words()
    {
        m_options = fakeOptions(m_folder->path());
        m_options.fakeScript.tokensPerSecond = 30;
        start(false);
        chat().send(QStringLiteral("Hello"));
        const qint64 id = chat().conversationId();
        QTRY_VERIFY(!text(1).isEmpty());
        chat().remove(id);
        awaitReply();
        QCOMPARE(chat().conversations()->count(), 0);
        chat().undoRemove();
        QTRY_COMPARE(chat().conversationId(), id);
        QCOMPARE(chat().messages()->count(), 2);
        QVERIFY(!text(1).isEmpty());
        QCOMPARE(role(1, MessageModel::StatusTextRole), QStringLiteral("Stopped"));
    }

    void a_reply_goes_on_while_another_conversation_is_open()
    {
        m_options = fakeOptions(m_folder->path());
        m_options.fakeScript.tokensPerSecond = 40;
        start(false);
        chat().send(QStringLiteral("First"));
        const qint64 first = chat().conversationId();
        QTRY_VERIFY(!text(1).isEmpty());
        chat().newConversation();
        QCOMPARE(chat().messages()->count(), 0);
        QVERIFY(!chat().canSend());
        chat().open(first);
        QTRY_COMPARE(chat().messages()->count(), 2);
        QVERIFY(role(1, MessageModel::StreamingRole) == QStringLiteral("true"));
        QVERIFY(!text(1).isEmpty());
        chat().newConversation();
        awaitReply();
        QCOMPARE(chat().messages()->count(), 0);
        chat().open(first);
        QTRY_COMPARE(chat().messages()->count(), 2);
        QCOMPARE(text(1), m_options.fakeScript.reply);
    }

    void a_lost_device_keeps_the_reply_and_offers_the_processor()
    {
        m_options = fakeOptions(m_folder->path());
        m_options.fakeScript.replyError
            = Error { ErrorCode::DeviceLost, Reason::DeviceLost, { { "device", "GPU" } }, "lost" };
        m_options.fakeScript.failAfterTokens = 4;
        start(false);
        chat().send(QStringLiteral("Hello"));
        awaitReply();
        QCOMPARE(text(1), QStringLiteral("one two three four"));
        QVERIFY(role(1, MessageModel::ErrorTextRole).startsWith(QStringLiteral("GPU stopped answering")));
        QCOMPARE(role(1, MessageModel::ActionTextRole), QStringLiteral("Use the processor"));
        QTRY_VERIFY(m_context->engine()->loaded().has_value()); // set up again by itself
        chat().runAction(1);
        awaitReply();
        QCOMPARE(m_context->settings()->device(), QStringLiteral("cpu"));
        QCOMPARE(chat().deviceName(), QStringLiteral("Processor"));
        QCOMPARE(text(1), m_options.fakeScript.reply);
        QCOMPARE(role(1, MessageModel::VersionCountRole), QStringLiteral("2"));
        chat().showVersion(1, 1);
        QCOMPARE(text(1), QStringLiteral("one two three four"));
        start(false);
        QTRY_COMPARE(chat().messages()->count(), 2);
        QVERIFY(role(1, MessageModel::ErrorTextRole).startsWith(QStringLiteral("GPU stopped answering")));
    }

    void a_model_that_does_not_load_is_a_block_with_a_way_out()
    {
        m_options = fakeOptions(m_folder->path());
        m_options.fakeScript.loadError
            = Error { ErrorCode::Corrupt, Reason::GgufTruncated, { { "detail", "x" } }, "short" };
        start(false);
        chat().send(QStringLiteral("Hello"));
        awaitReply();
        QCOMPARE(chat().messages()->count(), 2);
        QVERIFY(role(1, MessageModel::ErrorTextRole).contains(QStringLiteral("cut short")));
        QSignalSpy picker(&chat(), &ChatController::modelPickerRequested);
        chat().runAction(1);
        QCOMPARE(picker.count(), 1);
        // The message of the user is there, and so is the reason when one comes back to it.
        const qint64 id = chat().conversationId();
        chat().newConversation();
        chat().open(id);
        QTRY_COMPARE(chat().messages()->count(), 2);
        QVERIFY(role(1, MessageModel::ErrorTextRole).contains(QStringLiteral("cut short")));
        // A model that is picked and fails says so too.
        chat().newConversation();
        chat().chooseModel(FakeEngine::kModelPath);
        QTRY_COMPARE(chat().messages()->count(), 1);
        QVERIFY(role(0, MessageModel::ErrorTextRole).contains(QStringLiteral("cut short")));
    }

    void a_failed_new_version_leaves_the_old_one_on_screen()
    {
        m_options = fakeOptions(m_folder->path());
        start(false);
        chat().send(QStringLiteral("Hello"));
        awaitReply();
        m_options.fakeScript.replyError
            = Error { ErrorCode::InvalidArgument, Reason::ContextFull, { { "context", "9" } }, "full" };
        m_options.fakeScript.failAfterTokens = 0;
        start(false);
        QTRY_COMPARE(chat().messages()->count(), 2);
        chat().regenerate(1);
        awaitReply();
        QCOMPARE(chat().messages()->count(), 3);
        QCOMPARE(text(1), m_options.fakeScript.reply);
        QVERIFY(!role(2, MessageModel::ErrorTextRole).isEmpty());
    }

    void closing_the_window_in_the_middle_of_a_reply_saves_it()
    {
        m_options = fakeOptions(m_folder->path());
        m_options.fakeScript.tokensPerSecond = 40;
        start(false);
        chat().send(QStringLiteral("Hello"));
        QTRY_VERIFY(text(1).size() > 5);
        const QString written = text(1);
        start(false);
        QTRY_COMPARE(chat().messages()->count(), 2);
        QVERIFY(text(1).startsWith(written));
        QVERIFY(role(1, MessageModel::StatusTextRole).startsWith(QStringLiteral("Interrupted")));
    }

    void what_a_later_message_sees_is_the_path_on_screen()
    {
        start();
        chat().send(QStringLiteral("Hello"));
        awaitReply();
        chat().send(QStringLiteral("Again"));
        awaitReply();
        QCOMPARE(chat().messages()->count(), 4);
        const QList<Message> path = chat().messages()->pathTo(chat().messages()->leafId());
        QCOMPARE(path.size(), 4);
        QCOMPARE(path.at(2).text, QStringLiteral("Again"));
    }

    void copying_puts_the_plain_text_on_the_clipboard()
    {
        start();
        chat().send(QStringLiteral("Hello"));
        awaitReply();
        chat().copy(1);
        QCOMPARE(QGuiApplication::clipboard()->text(), m_options.fakeScript.reply);
        chat().copy(99);
    }

    void the_event_loop_never_waits_for_a_load()
    {
        m_options = fakeOptions(m_folder->path());
        m_options.fakeScript.loadMs = 600;
        start(false);
        chat().chooseModel(FakeEngine::kModelPath);
        qint64 longest = 0;
        QElapsedTimer since;
        since.start();
        QTimer tick;
        connect(&tick, &QTimer::timeout, this, [&] { longest = std::max(longest, since.restart()); });
        tick.start(5);
        QTRY_VERIFY(m_context->engine()->loaded().has_value());
        QVERIFY2(longest < 100, qPrintable(QString::number(longest)));
    }

private:
    ChatController &chat() { return *m_context->chat(); }
    QString role(int row, int role) { return chat().messages()->data(chat().messages()->index(row), role).toString(); }
    QString text(int row) { return role(row, MessageModel::TextRole); }

    /// A new start of the program on the same data.
    void start(bool standard = true)
    {
        m_context.reset();
        if (standard)
            m_options = fakeOptions(m_folder->path());
        auto context = AppContext::create(m_options);
        VERIFY_OK(context);
        m_context = *std::move(context);
    }

    void awaitReply()
    {
        QSignalSpy ended(&chat(), &ChatController::replyEnded);
        QVERIFY(!chat().canSend());
        QVERIFY(ended.wait(10'000));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    AppOptions m_options;
    std::unique_ptr<AppContext> m_context;
};

QTEST_MAIN(TestChatController)
#include "tst_chat_controller.moc"
