// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/chat/chat_controller.h"
#include "app/chat/reply_flow.h"
#include "app/settings/settings.h"
#include "app/store/store_worker.h"
#include "tests/app/app_test.h"

#include <QSignalSpy>
#include <QTemporaryDir>

using namespace maru;
using namespace maru::test;

/// Stop, go on, again, edit: through the real controllers over the fake engine.
class TestReplyFlow : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void cleanup() { m_context.reset(); }

    void a_stopped_reply_goes_on_from_its_token()
    {
        start(40);
        QVERIFY(chat().send(QStringLiteral("Hello")));
        QTRY_VERIFY(text(1).split(u' ').size() >= 3);
        chat().stop();
        awaitReply();
        const Message stopped = *chat().messages()->message(1);
        QVERIFY(stopped.text != m_options.fakeScript.reply);
        QVERIFY(role(1, MessageModel::CanContinueRole).toBool());
        chat().continueReply(1);
        QCOMPARE(text(1), stopped.text); // it begins with what is there
        awaitReply();
        const Message whole = *chat().messages()->message(1);
        QCOMPARE(whole.text, m_options.fakeScript.reply);
        QCOMPARE(whole.tokens.size(), 10);
        QCOMPARE(whole.tokens.first(stopped.tokens.size()), stopped.tokens);
        QCOMPARE(whole.seed, stopped.seed);
        QCOMPARE(whole.statistics.continuedTokens, stopped.tokens.size());
        QVERIFY(!role(1, MessageModel::CanContinueRole).toBool());
        QCOMPARE(role(1, MessageModel::VersionCountRole).toInt(), 2);
        QCOMPARE(role(1, MessageModel::BranchTextRole).toString(), QStringLiteral("continued"));
        chat().showVersion(1, 1);
        QCOMPARE(text(1), stopped.text); // nothing is overwritten
    }

    void a_reply_cut_by_a_closed_window_goes_on_after_the_next_start()
    {
        start(40);
        QVERIFY(chat().send(QStringLiteral("Hello")));
        QTRY_VERIFY(text(1).split(u' ').size() >= 3);
        start(400);
        QTRY_COMPARE(chat().messages()->count(), 2);
        QVERIFY(role(1, MessageModel::StatusTextRole).toString().startsWith(QStringLiteral("Interrupted")));
        chat().continueReply(1);
        awaitReply();
        QCOMPARE(text(1), m_options.fakeScript.reply);
    }

    void a_reply_in_the_journal_of_a_killed_program_goes_on()
    {
        start(400);
        QVERIFY(chat().send(QStringLiteral("Hello")));
        awaitReply();
        const Message whole = *chat().messages()->message(1);
        // What the journal has after a kill: a beginning, in two pieces.
        Message begun = whole;
        begun.id = m_context->store()->nextId();
        m_context->store()->write(nullptr, [begun](Stores &stores) -> Result<void> {
            MARU_CHECK(stores.journal.begin(begun));
            MARU_CHECK(
                stores.journal.append(begun.id, { 0, QStringLiteral("one two"), { 0, 1 }, QStringLiteral("1") }));
            return stores.journal.append(begun.id, { 1, QStringLiteral(" three"), { 2 }, QStringLiteral("2") });
        });
        m_context->store()->drain();
        start(400);
        QTRY_COMPARE(text(1), QStringLiteral("one two three"));
        chat().continueReply(1);
        awaitReply();
        QCOMPARE(text(1), m_options.fakeScript.reply);
        QCOMPARE(chat().messages()->message(1)->tokens, whole.tokens);
    }

    void going_on_and_stopping_at_once_adds_no_version()
    {
        start(40);
        QVERIFY(chat().send(QStringLiteral("Hello")));
        QTRY_VERIFY(text(1).split(u' ').size() >= 3);
        chat().stop();
        awaitReply();
        const QString stopped = text(1);
        chat().continueReply(1);
        chat().stop();
        if (!chat().canSend())
            awaitReply();
        QCOMPARE(text(1), stopped);
        QCOMPARE(role(1, MessageModel::VersionCountRole).toInt(), 1);
    }

    void a_reply_that_reached_its_length_goes_on()
    {
        start(400);
        m_context->settings()->setMaxTokens(4);
        QVERIFY(chat().send(QStringLiteral("Hello")));
        awaitReply();
        QCOMPARE(text(1), QStringLiteral("one two three four"));
        QVERIFY(role(1, MessageModel::CanContinueRole).toBool());
        chat().continueReply(1);
        awaitReply();
        QCOMPARE(text(1), QStringLiteral("one two three four five six seven eight"));
    }

    void thinking_goes_on_too()
    {
        m_options = fakeOptions(m_folder->path());
        m_options.fakeScript.thinking = QStringLiteral("let me think of this for a while");
        start(30, false);
        QVERIFY(chat().send(QStringLiteral("Why?")));
        QTRY_VERIFY(role(1, MessageModel::ThinkingRole).toString().split(u' ').size() >= 3);
        chat().stop();
        awaitReply();
        QCOMPARE(text(1), QString());
        start(400, false);
        QTRY_COMPARE(chat().messages()->count(), 2);
        chat().continueReply(1);
        awaitReply();
        QCOMPARE(role(1, MessageModel::ThinkingRole).toString(), m_options.fakeScript.thinking);
        QCOMPARE(text(1), m_options.fakeScript.reply);
    }

    void the_same_again_has_the_same_seed_and_settings()
    {
        start(400);
        m_context->settings()->setTemperature(1.25);
        QVERIFY(chat().send(QStringLiteral("Hello")));
        awaitReply();
        const Message first = *chat().messages()->message(1);
        m_context->settings()->setTemperature(0.5);
        chat().regenerateExactly(1);
        awaitReply();
        QCOMPARE(chat().messages()->message(1)->seed, first.seed);
        QCOMPARE(chat().messages()->message(1)->settings, first.settings);
        chat().regenerate(1);
        awaitReply();
        QVERIFY(chat().messages()->message(1)->seed != first.seed);
        QCOMPARE(chat().messages()->message(1)->settings.temperature, 0.5);
        QCOMPARE(role(1, MessageModel::VersionCountRole).toInt(), 3);
    }

    void an_edited_question_is_a_branch_with_its_own_answers()
    {
        start(400);
        say(QStringLiteral("First"));
        say(QStringLiteral("Second"));
        chat().setFieldText(QStringLiteral("a draft"));
        QSignalSpy field(&chat(), &ChatController::fieldChanged);
        chat().edit(0);
        QCOMPARE(field.constLast().constFirst().toString(), QStringLiteral("First"));
        QVERIFY(!chat().editingText().isEmpty());
        chat().setFieldText(QStringLiteral("First, but better"));
        QVERIFY(chat().send(QStringLiteral("First, but better")));
        QCOMPARE(field.constLast().constFirst().toString(), QStringLiteral("a draft")); // which was put aside
        awaitReply();
        QCOMPARE(chat().messages()->count(), 2);
        QCOMPARE(text(0), QStringLiteral("First, but better"));
        QCOMPARE(role(0, MessageModel::VersionCountRole).toInt(), 2);
        QCOMPARE(role(0, MessageModel::BranchTextRole).toString(), QStringLiteral("edited"));
        chat().showVersion(0, 1);
        QCOMPARE(chat().messages()->count(), 4);
        QCOMPARE(text(2), QStringLiteral("Second"));
        start(400);
        QTRY_COMPARE(chat().messages()->count(), 4); // the branch that was shown last
        chat().showVersion(0, 2);
        QCOMPARE(chat().messages()->count(), 2);
    }

    void an_edited_reply_is_a_version_and_what_follows_sees_it()
    {
        start(400);
        say(QStringLiteral("First"));
        chat().edit(1);
        QVERIFY(chat().send(QStringLiteral("My own words")));
        QVERIFY(chat().canSend()); // nobody was asked
        QCOMPARE(text(1), QStringLiteral("My own words"));
        QCOMPARE(role(1, MessageModel::VersionCountRole).toInt(), 2);
        QCOMPARE(role(1, MessageModel::BranchTextRole).toString(), QStringLiteral("edited by you"));
        say(QStringLiteral("Second"));
        QCOMPARE(chat().messages()->message(2)->parentId, chat().messages()->message(1)->id);
        start(400);
        QTRY_COMPARE(chat().messages()->count(), 4);
        QCOMPARE(text(1), QStringLiteral("My own words"));
    }

    void up_takes_the_last_question_and_escape_gives_the_draft_back()
    {
        start(400);
        QVERIFY(!chat().editLast());
        say(QStringLiteral("First"));
        say(QStringLiteral("Second"));
        QVERIFY(chat().editLast());
        QCOMPARE(chat().fieldText(), QStringLiteral("Second"));
        chat().cancelEdit();
        QCOMPARE(chat().fieldText(), QString());
        QVERIFY(chat().editingText().isEmpty());
    }

    void a_version_shown_again_shows_what_followed_it()
    {
        start(400);
        say(QStringLiteral("First"));
        say(QStringLiteral("Second"));
        chat().regenerate(3);
        awaitReply();
        chat().showVersion(3, 1);
        chat().edit(0);
        QVERIFY(chat().send(QStringLiteral("Other")));
        awaitReply();
        chat().showVersion(0, 1);
        QCOMPARE(chat().messages()->count(), 4);
        QCOMPARE(role(3, MessageModel::VersionIndexRole).toInt(), 1); // not the newest: the one that was on screen
    }

    void a_model_that_was_unloaded_in_between_is_loaded_again_and_asked_once()
    {
        start(400);
        say(QStringLiteral("First"));
        m_context->engine()->load(
            { QStringLiteral("fake:model"), QStringLiteral("cpu") }); // another one takes its place
        QVERIFY(chat().send(QStringLiteral("Second")));
        awaitReply();
        QCOMPARE(chat().messages()->count(), 4);
        QCOMPARE(text(3), m_options.fakeScript.reply);
        start(400);
        QTRY_COMPARE(chat().messages()->count(), 4);
    }

private:
    ChatController &chat() { return *m_context->chat(); }
    QVariant role(int row, int role) { return chat().messages()->data(chat().messages()->index(row), role); }
    QString text(int row) { return role(row, MessageModel::TextRole).toString(); }

    void say(const QString &text)
    {
        QVERIFY(chat().send(text));
        awaitReply();
    }

    void awaitReply()
    {
        QSignalSpy ended(&chat(), &ChatController::replyEnded);
        QVERIFY(!chat().canSend());
        QVERIFY(ended.wait(10'000));
    }

    void start(double tokensPerSecond, bool standard = true)
    {
        m_context.reset();
        if (standard)
            m_options = fakeOptions(m_folder->path());
        m_options.fakeScript.tokensPerSecond = tokensPerSecond;
        auto context = AppContext::create(m_options);
        VERIFY_OK(context);
        m_context = *std::move(context);
        if (m_context->settings()->lastConversation() != 0)
            QTRY_VERIFY(chat().conversationId() != 0);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    AppOptions m_options;
    std::unique_ptr<AppContext> m_context;
};

QTEST_MAIN(TestReplyFlow)
#include "tst_reply_flow.moc"
