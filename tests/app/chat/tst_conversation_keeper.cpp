// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/chat/chat_controller.h"
#include "app/chat/conversation_keeper.h"
#include "app/engine/fake_engine.h"
#include "app/engine/job_worker.h"
#include "app/history/history_controller.h"
#include "app/settings/settings.h"
#include "app/store/store_worker.h"
#include "tests/app/app_test.h"
#include "tests/app/file_traces.h"

#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QThread>

#include <csignal>
#include <cstdio>
#include <optional>

using namespace maru;
using namespace maru::test;

namespace {

// Letters that nothing else in the folder has.
const QString kPhrase = QString::fromUtf8("zqxj vkzw qjzx \uac39\ub7b7\ub2ad");

AppOptions phraseOptions(const QString &folder)
{
    AppOptions options = fakeOptions(folder);
    options.fakeScript.reply = QStringLiteral("one two ") + kPhrase + QStringLiteral(" three four five six seven");
    options.fakeScript.thinking = kPhrase;
    options.fakeScript.tokensPerSecond = 60;
    return options;
}

/// Says everything that can be said, in every way that is written elsewhere.
void talkOn(AppContext &context, bool &whole)
{
    ChatController &chat = *context.chat();
    chat.newTemporaryConversation();
    chat.setFieldText(kPhrase);
    chat.options()->setSystemPrompt(kPhrase);
    QVERIFY(chat.send(kPhrase));
    QTRY_COMPARE_WITH_TIMEOUT(chat.state(), ChatController::State::Idle, 20'000);
    QCOMPARE(chat.messages()->count(), 2);
    QVERIFY(chat.messages()->message(1)->text.contains(kPhrase));
    chat.regenerate(1);
    QTRY_COMPARE_WITH_TIMEOUT(chat.state(), ChatController::State::Idle, 20'000);
    chat.edit(0);
    QVERIFY(chat.send(kPhrase + QStringLiteral(" again")));
    QTRY_COMPARE_WITH_TIMEOUT(chat.state(), ChatController::State::Idle, 20'000);
    chat.edit(1);
    QVERIFY(chat.send(kPhrase + QStringLiteral(" mine")));
    chat.showVersion(0, 1);
    chat.togglePin(0);
    chat.rename(chat.conversationId(), kPhrase);
    QVERIFY(chat.send(QStringLiteral("More of ") + kPhrase));
    QTRY_VERIFY_WITH_TIMEOUT(chat.messages()->message(chat.messages()->count() - 1)->text.contains(kPhrase), 10'000);
    chat.stop();
    QTRY_COMPARE(chat.state(), ChatController::State::Idle);
    chat.continueReply(chat.messages()->count() - 1);
    QTRY_COMPARE_WITH_TIMEOUT(chat.state(), ChatController::State::Idle, 20'000);
    chat.setFieldText(kPhrase + QStringLiteral(" unsent"));
    QTest::qWait(2 * DraftKeeper::kSaveAfterMs);
    QVERIFY(chat.send(kPhrase)); // and one that is being written when the program ends
    QTRY_VERIFY_WITH_TIMEOUT(!chat.messages()->message(chat.messages()->count() - 1)->isEmpty(), 10'000);
    context.store()->drain();
    whole = true;
}

bool talk(AppContext &context)
{
    bool whole = false;
    talkOn(context, whole);
    return whole;
}

/// Remembers for which conversations something was to be kept.
class ListeningEngine : public FakeEngine
{
public:
    using FakeEngine::FakeEngine;
    Result<ReplyResult> generate(const ReplyRequest &request, const TokenSink &sink, const PromptProgress &progress,
        std::stop_token stop) override
    {
        asked << request.conversationId;
        return FakeEngine::generate(request, sink, progress, stop);
    }

    QList<qint64> asked;
};

} // namespace

/// Temporary conversations, and messages that are on their way into the store.
class TestConversationKeeper : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void cleanup() { m_context.reset(); }

    void nothing_of_a_temporary_conversation_is_in_any_file_data()
    {
        QTest::addColumn<bool>("killed");
        QTest::addRow("closed") << false;
        QTest::addRow("killed") << true;
    }

    void nothing_of_a_temporary_conversation_is_in_any_file()
    {
        QFETCH(bool, killed);
        const QStringList traces = tracesOf(kPhrase);
        QVERIFY(traces.size() > 15);
        if (killed) {
            QProcess child;
            child.setProcessChannelMode(QProcess::ForwardedErrorChannel);
            QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
            environment.insert(QStringLiteral("MARU_TEST_CHILD"), m_folder->path());
            child.setProcessEnvironment(environment);
            child.start(QCoreApplication::applicationFilePath(), QStringList());
            QVERIFY(child.waitForFinished(60'000));
            QCOMPARE(child.exitStatus(), QProcess::CrashExit);
            QCOMPARE(child.readAllStandardOutput(), QByteArray("all was said\n"));
        } else {
            start(phraseOptions(m_folder->path()));
            QVERIFY(talk(*m_context));
            for (const QString &trace : traces)
                QVERIFY2(filesWith(m_folder->path(), trace).isEmpty(), qPrintable(trace));
            m_context.reset();
        }
        QVERIFY(!filesWith(m_folder->path(), QStringLiteral("SQLite")).isEmpty()); // it looks where files are
        for (const QString &trace : traces) {
            const QStringList names = filesWith(m_folder->path(), trace);
            QVERIFY2(names.isEmpty(), qPrintable(trace + u' ' + names.join(u' ')));
        }
        start(phraseOptions(m_folder->path()));
        QCOMPARE(chat().conversations()->count(), 0);
        QCOMPARE(chat().conversationId(), 0);
    }

    void it_is_there_again_when_it_is_opened_again()
    {
        start(fakeOptions(m_folder->path()));
        say(QStringLiteral("A usual one"));
        const qint64 usual = chat().conversationId();
        chat().newTemporaryConversation();
        QVERIFY(chat().isTemporary());
        QCOMPARE(chat().conversations()->count(), 2);
        say(QStringLiteral("Between us"));
        const qint64 temporary = chat().conversationId();
        chat().regenerate(1);
        awaitReply();
        chat().showVersion(1, 1);
        chat().togglePin(0);
        chat().options()->setSystemPrompt(QStringLiteral("Be brief"));
        chat().setFieldText(QStringLiteral("half a thought"));
        open(usual);
        QCOMPARE(chat().fieldText(), QString());
        open(temporary);
        QCOMPARE(chat().messages()->count(), 2);
        QVERIFY(chat().messages()->message(0)->pinned);
        QCOMPARE(chat().messages()->data(chat().messages()->index(1), MessageModel::VersionIndexRole).toInt(), 1);
        QCOMPARE(chat().messages()->data(chat().messages()->index(1), MessageModel::VersionCountRole).toInt(), 2);
        QCOMPARE(chat().options()->systemPrompt(), QStringLiteral("Be brief"));
        QCOMPARE(chat().fieldText(), QStringLiteral("half a thought"));
    }

    void a_reply_to_it_goes_on_while_another_is_open()
    {
        AppOptions options = fakeOptions(m_folder->path());
        options.fakeScript.tokensPerSecond = 30;
        start(options);
        chat().newTemporaryConversation();
        const qint64 temporary = chat().conversationId();
        QVERIFY(chat().send(QStringLiteral("Slowly")));
        QTRY_VERIFY(chat().messages()->message(1) && !chat().messages()->message(1)->isEmpty());
        chat().newConversation();
        awaitReply();
        open(temporary);
        QCOMPARE(chat().messages()->count(), 2);
        QCOMPARE(chat().messages()->message(1)->text, options.fakeScript.reply);
    }

    void left_without_a_word_it_is_gone()
    {
        start(fakeOptions(m_folder->path()));
        say(QStringLiteral("A usual one"));
        const qint64 usual = chat().conversationId();
        chat().newTemporaryConversation();
        chat().newTemporaryConversation();
        QCOMPARE(chat().conversations()->count(), 2);
        open(usual);
        QCOMPARE(chat().conversations()->count(), 1);
        chat().newTemporaryConversation();
        const qint64 temporary = chat().conversationId();
        chat().setFieldText(QStringLiteral("a word"));
        open(usual);
        open(temporary); // it was not without a word
        QCOMPARE(chat().fieldText(), QStringLiteral("a word"));
    }

    void deleting_it_can_be_undone_for_a_while_and_is_its_end_then()
    {
        start(fakeOptions(m_folder->path()));
        chat().newTemporaryConversation();
        say(QStringLiteral("Between us"));
        const qint64 first = chat().conversationId();
        chat().remove(first);
        QCOMPARE(chat().conversations()->count(), 0);
        chat().undoRemove();
        QTRY_COMPARE(chat().conversationId(), first);
        QCOMPARE(chat().messages()->count(), 2);
        chat().remove(first);
        chat().endUndo();
        chat().undoRemove();
        QCOMPARE(chat().conversations()->count(), 0);
        m_context->history()->setView(SidebarModel::View::Trash);
        QTest::qWait(50);
        QCOMPARE(m_context->history()->list()->count(), 0);
    }

    void forgotten_nothing_is_left_of_it()
    {
        start(fakeOptions(m_folder->path()));
        ConversationKeeper keeper(m_context->store());
        const Conversation conversation = keeper.beginTemporary(1);
        keeper.add(userMessage(7, conversation.id, QStringLiteral("Between us")), {});
        const auto count = [&keeper, id = conversation.id] {
            std::optional<qsizetype> found;
            keeper.read(id, [&found](const Result<ConversationKeeper::Contents> &read) {
                found = read ? read->messages.size() : -1;
            });
            return QTest::qWaitFor([&found] { return found.has_value(); }) ? *found : -1;
        };
        QCOMPARE(count(), 1);
        keeper.forget(conversation.id);
        QCOMPARE(count(), 0);
        QVERIFY(keeper.isTemporary(conversation.id)); // a reply that still ends is not written either
    }

    void kept_it_is_saved_whole()
    {
        start(fakeOptions(m_folder->path()));
        chat().newTemporaryConversation();
        const qint64 id = chat().conversationId();
        chat().keepConversation(id); // there is nothing to keep yet
        QVERIFY(chat().isTemporary());
        chat().options()->setSystemPrompt(QStringLiteral("Be brief"));
        say(QStringLiteral("Between us"));
        chat().regenerate(1);
        awaitReply();
        chat().setFieldText(QStringLiteral("half a thought"));
        chat().keepConversation(id);
        QVERIFY(!chat().isTemporary());
        say(QStringLiteral("And on"));
        chat().setFieldText(QStringLiteral("half a thought"));
        start(fakeOptions(m_folder->path()));
        QTRY_COMPARE(chat().messages()->count(), 4);
        QCOMPARE(chat().conversationId(), id);
        QCOMPARE(chat().title(), QStringLiteral("Between us"));
        QCOMPARE(chat().messages()->data(chat().messages()->index(1), MessageModel::VersionCountRole).toInt(), 2);
        QCOMPARE(chat().options()->systemPrompt(), QStringLiteral("Be brief"));
        QCOMPARE(chat().fieldText(), QStringLiteral("half a thought"));
    }

    void the_draft_of_a_kept_one_is_saved_too()
    {
        start(fakeOptions(m_folder->path()));
        chat().newTemporaryConversation();
        say(QStringLiteral("Between us"));
        const qint64 id = chat().conversationId();
        chat().setFieldText(QStringLiteral("half a thought"));
        chat().newConversation();
        chat().keepConversation(id); // from the sidebar
        start(fakeOptions(m_folder->path()));
        open(id);
        QCOMPARE(chat().fieldText(), QStringLiteral("half a thought"));
        QCOMPARE(chat().messages()->count(), 2);
    }

    void the_engine_keeps_nothing_of_it()
    {
        StoreWorker store;
        VERIFY_OK(store.open(m_folder->filePath(QStringLiteral("maru.sqlite"))));
        ListeningEngine listening(fakeOptions(m_folder->path()).fakeScript);
        JobWorker jobs;
        Engine engine(&listening);
        Settings settings(m_folder->filePath(QStringLiteral("settings.ini")));
        ChatController controller(&engine, &store, &settings, &jobs);
        controller.chooseModel(FakeEngine::kModelPath);
        const auto ask = [&](const QString &text) {
            QSignalSpy ended(&controller, &ChatController::replyEnded);
            QVERIFY(controller.send(text));
            QVERIFY(ended.wait(10'000));
        };
        controller.newTemporaryConversation();
        ask(QStringLiteral("Between us"));
        const qint64 id = controller.conversationId();
        controller.keepConversation(id);
        ask(QStringLiteral("For all"));
        QCOMPARE(listening.asked, (QList<qint64> { 0, id }));
    }

    void a_reply_that_ends_while_its_conversation_is_opened_is_there()
    {
        AppOptions options = fakeOptions(m_folder->path());
        options.fakeScript.tokensPerSecond = 200;
        start(options);
        say(QStringLiteral("Another"));
        const qint64 other = chat().conversationId();
        for (int round = 0; round < 5; ++round) {
            chat().newConversation();
            QVERIFY(chat().send(QStringLiteral("Question")));
            const qint64 id = chat().conversationId();
            open(other);
            // The store is busy when the reply ends: what is read of the conversation is older than its last message.
            m_context->store()->write(nullptr, [](Stores &) {
                QThread::msleep(300);
                return Result<void>();
            });
            chat().open(id);
            awaitReply();
            QTRY_COMPARE(chat().conversationId(), id);
            QCOMPARE(chat().messages()->count(), 2);
            QCOMPARE(chat().messages()->message(1)->text, options.fakeScript.reply);
        }
    }

private:
    ChatController &chat() { return *m_context->chat(); }

    void start(const AppOptions &options)
    {
        m_context.reset();
        auto context = AppContext::create(options);
        VERIFY_OK(context);
        m_context = *std::move(context);
    }

    void awaitReply()
    {
        QSignalSpy ended(&chat(), &ChatController::replyEnded);
        QVERIFY(chat().canSend() || ended.wait(10'000));
    }

    void say(const QString &text)
    {
        QVERIFY(chat().send(text));
        awaitReply();
    }

    void open(qint64 id)
    {
        chat().open(id);
        QTRY_COMPARE(chat().conversationId(), id);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<AppContext> m_context;
};

int main(int argc, char **argv)
{
    QGuiApplication app(argc, argv);
    const QString folder = qEnvironmentVariable("MARU_TEST_CHILD");
    if (!folder.isEmpty()) { // the one that is killed
        auto context = AppContext::create(phraseOptions(folder));
        if (!context || !talk(**context))
            return 1;
        std::puts("all was said");
        std::fflush(stdout);
        std::raise(SIGKILL);
    }
    TestConversationKeeper test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_conversation_keeper.moc"
