// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/chat/chat_controller.h"
#include "app/settings/settings.h"
#include "app/store/store_worker.h"
#include "tests/app/app_test.h"

#include <QSignalSpy>
#include <QTemporaryDir>

using namespace maru;
using namespace maru::test;

/// Settings of a conversation and presets, through the real controllers over the fake engine.
class TestChatOptions : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        start();
    }
    void cleanup() { m_context.reset(); }

    void every_row_has_words_and_a_value_that_can_be_changed()
    {
        SettingList &list = *options().fields();
        QVERIFY(list.rowCount() >= 24);
        for (int row = 0; row < list.rowCount(); ++row) {
            QVERIFY(!data(row, SettingList::TitleRole).toString().isEmpty());
            QVERIFY(data(row, SettingList::ExplanationRole).toString().size() > 15);
            const QVariant before = data(row, SettingList::ValueRole);
            QVERIFY(before.isValid());
            list.setValue(row, other(row, before));
            QVERIFY2(
                data(row, SettingList::ValueRole) != before, qPrintable(data(row, SettingList::KeyRole).toString()));
        }
    }

    void numbers_are_kept_inside_their_range()
    {
        set("temperature", 99);
        QCOMPARE(options().generation().temperature, 2.0);
        set("seed", QStringLiteral("not a number"));
        QVERIFY(!options().generation().seed);
        set("seed", QStringLiteral("18446744073709551615"));
        QCOMPARE(*options().generation().seed, std::numeric_limits<quint64>::max());
    }

    void a_conversation_keeps_its_own_settings_and_others_theirs()
    {
        set("temperature", 0.25);
        options().setSystemPrompt(QStringLiteral("Be brief."));
        chat().setThinkingOn(false);
        say(QStringLiteral("First"));
        const qint64 first = chat().conversationId();
        const Message *reply = chat().messages()->message(1);
        QCOMPARE(reply->settings.temperature, 0.25);
        QCOMPARE(reply->settings.thinking, Thinking::Off);
        QCOMPARE(reply->statistics.systemPrompt, QStringLiteral("Be brief."));
        chat().newConversation();
        QVERIFY(!options().isOwn());
        QCOMPARE(options().generation().temperature, GenerationSettings().temperature);
        m_context->settings()->setTemperature(1.5); // of the program: the first one does not follow
        QCOMPARE(options().generation().temperature, 1.5);
        start();
        chat().newConversation();
        chat().open(first);
        QTRY_COMPARE(chat().conversationId(), first);
        QCOMPARE(options().generation().temperature, 0.25);
        QCOMPARE(options().systemPrompt(), QStringLiteral("Be brief."));
        QCOMPARE(options().generation().thinking, Thinking::Off);
        options().reset();
        QVERIFY(!options().isOwn());
        QCOMPARE(options().generation().temperature, 1.5);
        start();
        QTRY_COMPARE(chat().conversationId(), first);
        QVERIFY(!options().isOwn());
    }

    void a_system_prompt_that_is_taken_away_stays_away()
    {
        options().setSystemPrompt(QStringLiteral("Be brief."));
        say(QStringLiteral("First"));
        options().setSystemPrompt({});
        start();
        QTRY_VERIFY(chat().conversationId() != 0);
        QCOMPARE(options().systemPrompt(), QString());
    }

    void the_same_budget_is_no_setting_of_ones_own()
    {
        options().setThinkingBudget(options().generation().thinkingBudget);
        QVERIFY(!options().isOwn());
    }

    void presets_are_saved_picked_renamed_and_deleted()
    {
        set("temperature", 0.1);
        options().setSystemPrompt(QStringLiteral("You are exact."));
        QCOMPARE(options().name(), QStringLiteral("Own settings"));
        options().savePreset(QStringLiteral("  Exact  "));
        QCOMPARE(options().name(), QStringLiteral("Exact"));
        chat().newConversation();
        QCOMPARE(options().name(), QStringLiteral("Standard"));
        options().usePreset(id(QStringLiteral("Exact")));
        QCOMPARE(options().generation().temperature, 0.1);
        QCOMPARE(options().systemPrompt(), QStringLiteral("You are exact."));
        say(QStringLiteral("Hello"));
        start();
        QTRY_COMPARE(options().name(), QStringLiteral("Exact"));
        options().renamePreset(id(QStringLiteral("Exact")), QStringLiteral("Precise"));
        QCOMPARE(options().name(), QStringLiteral("Precise"));
        start();
        QTRY_COMPARE(options().name(), QStringLiteral("Precise"));
        options().removePreset(id(QStringLiteral("Precise")));
        QVERIFY(options().presets().isEmpty());
        QCOMPARE(options().name(), QStringLiteral("Own settings"));
        QCOMPARE(options().generation().temperature, 0.1); // what it set stays
        start();
        QTRY_COMPARE(chat().messages()->count(), 2);
        QVERIFY(options().presets().isEmpty());
        QCOMPARE(options().generation().temperature, 0.1);
    }

    void a_model_is_chosen_for_its_conversation()
    {
        say(QStringLiteral("Hello"));
        const qint64 first = chat().conversationId();
        chat().chooseModel(QStringLiteral("fake:model"));
        QCOMPARE(chat().conversationId(), first); // switching keeps the conversation
        QCOMPARE(chat().messages()->count(), 2);
        QCOMPARE(options().modelPath(), QStringLiteral("fake:model"));
        say(QStringLiteral("More"));
        QCOMPARE(chat().messages()->count(), 4);
    }

private:
    ChatController &chat() { return *m_context->chat(); }
    ChatOptions &options() { return *chat().options(); }
    QVariant data(int row, int role) { return options().fields()->data(options().fields()->index(row), role); }
    void set(const char *key, const QVariant &value)
    {
        options().fields()->setValue(options().fields()->rowOf(QString::fromLatin1(key)), value);
    }
    qint64 id(const QString &name)
    {
        for (const QVariant &preset : options().presets()) {
            if (preset.toMap().value(QStringLiteral("name")) == name)
                return preset.toMap().value(QStringLiteral("presetId")).toLongLong();
        }
        return 0;
    }

    QVariant other(int row, const QVariant &value)
    {
        switch (data(row, SettingList::KindRole).value<SettingList::Kind>()) {
        case SettingList::Kind::Number:
            return value.toDouble() == data(row, SettingList::ToRole).toDouble()
                ? value.toDouble() - data(row, SettingList::StepRole).toDouble()
                : value.toDouble() + data(row, SettingList::StepRole).toDouble();
        case SettingList::Kind::Switch:
            return !value.toBool();
        case SettingList::Kind::Choice:
            return value.toInt() == 0 ? 1 : 0;
        case SettingList::Kind::Text:
        case SettingList::Kind::LongText:
            return QStringLiteral("7");
        }
        return {};
    }

    void say(const QString &text)
    {
        QSignalSpy ended(&chat(), &ChatController::replyEnded);
        QVERIFY(chat().send(text));
        QVERIFY(ended.wait(10'000));
    }

    void start()
    {
        m_context.reset();
        auto context = AppContext::create(fakeOptions(m_folder->path()));
        VERIFY_OK(context);
        m_context = *std::move(context);
        if (m_context->settings()->lastConversation() != 0)
            QTRY_VERIFY(chat().conversationId() != 0);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<AppContext> m_context;
};

QTEST_MAIN(TestChatOptions)
#include "tst_chat_options.moc"
