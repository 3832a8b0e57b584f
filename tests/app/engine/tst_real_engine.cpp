// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/chat/chat_controller.h"
#include "app/engine/engine.h"
#include "app/engine/real_engine.h"
#include "app/library/library_controller.h"
#include "app/settings/settings.h"
#include "tests/app/app_test.h"
#include "tests/support/real_models.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace maru;
using namespace maru::test;

/// The bridge to the real engine, with a real model.
class TestRealEngine : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_model = QString::fromStdU16String(realModel(kSmolLm2).u16string()); }

    void a_model_file_is_described()
    {
        const InstalledModel model = RealEngine({}).inspect(m_model);
        QVERIFY2(!model.problem, model.problem ? model.problem->message.c_str() : "");
        QCOMPARE(model.family, QStringLiteral("llama"));
        QCOMPARE(model.quantization, QStringLiteral("Q4_1"));
        QVERIFY(model.parameterCount > 130'000'000 && model.parameterCount < 170'000'000);
        QVERIFY(!model.name.isEmpty());
    }

    void the_device_says_how_many_layers_it_has()
    {
        RealEngine engine({});
        LoadRequest request { m_model, QStringLiteral("vulkan:0") };
        request.gpuLayers = 10;
        const Result<LoadedModelInfo> split = engine.load(request, [](qint64, qint64) {}, {});
        VERIFY_OK(split);
        QCOMPARE(split->layerCount, 30);
        QCOMPARE(split->gpuLayers, 10);
        QVERIFY2(split->deviceName.endsWith(QStringLiteral(" (10 of 30 layers)")), qPrintable(split->deviceName));
        request.device = QStringLiteral("cpu"); // which has no use for the number
        const Result<LoadedModelInfo> whole = engine.load(request, [](qint64, qint64) {}, {});
        VERIFY_OK(whole);
        QCOMPARE(whole->gpuLayers, 0);
        QCOMPARE(whole->deviceKind, QStringLiteral("cpu"));
        QVERIFY(!whole->deviceName.contains(QStringLiteral(" layers)")));
    }

    void broken_files_are_described_too()
    {
        QTemporaryDir folder;
        QFile source(m_model);
        QVERIFY(source.open(QIODevice::ReadOnly));
        const QByteArray start = source.read(3'000'000);
        const QList<std::pair<QByteArray, Reason>> files { { {}, Reason::FileEmpty },
            { QByteArray(4000, 'x'), Reason::NotGguf }, { start, Reason::GgufTruncated } };
        for (const auto &[bytes, reason] : files) {
            QFile file(folder.filePath(QStringLiteral("model.gguf")));
            QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
            file.write(bytes);
            file.close();
            const InstalledModel model = RealEngine({}).inspect(file.fileName());
            QVERIFY(model.problem);
            QCOMPARE(model.problem->reason, reason);
        }
        QCOMPARE(RealEngine({}).inspect(QStringLiteral("/nowhere.gguf")).problem->reason, Reason::FileMissing);
    }

    void it_answers()
    {
        start({});
        QElapsedTimer timer;
        timer.start();
        QVERIFY(chat().send(QStringLiteral("What is the capital of France?")));
        QTRY_VERIFY_WITH_TIMEOUT(!text(1).isEmpty(), 20'000);
        qInfo("first word after %lld ms, with the load", static_cast<long long>(timer.elapsed()));
        awaitReply();
        QVERIFY2(text(1).split(u' ').size() > 3, qPrintable(text(1)));
        const Message *reply = chat().messages()->message(1);
        QVERIFY(reply->tokensPerSecond > 0);
        QVERIFY(!reply->tokens.isEmpty());
        QVERIFY(!reply->samplerState.isEmpty());
        QVERIFY(!reply->modelId.isEmpty());
        // The second message is answered in the light of the first.
        QVERIFY(chat().send(QStringLiteral("And of Italy?")));
        awaitReply();
        QCOMPARE(chat().messages()->count(), 4);
        QVERIFY(!text(3).isEmpty());
    }

    void a_conversation_taken_up_again_is_not_read_again()
    {
        start({});
        QVERIFY(chat().send(QString(QStringLiteral("Here are many words to be read once. ")).repeated(40)));
        awaitReply();
        const int before = chat().messages()->message(1)->statistics.promptTokens;
        QVERIFY(before > 200);
        const int written = static_cast<int>(chat().messages()->message(1)->tokens.size());
        const auto askAgain = [this, before, written](int row) {
            QVERIFY(chat().send(QStringLiteral("Go on.")));
            awaitReply();
            const ReplyStatistics &statistics = chat().messages()->message(row)->statistics;
            QVERIFY2(
                statistics.reusedTokens >= before + written - 1, qPrintable(QString::number(statistics.reusedTokens)));
            QVERIFY(statistics.promptTokens - statistics.reusedTokens < 40);
        };
        askAgain(3);
        const qint64 id = chat().conversationId();
        chat().newConversation();
        QVERIFY(chat().send(QStringLiteral("Something else entirely.")));
        awaitReply();
        chat().open(id);
        QTRY_COMPARE(chat().messages()->count(), 4);
        askAgain(5);
        restart();
        QTRY_COMPARE(chat().messages()->count(), 6);
        askAgain(7);
        // Deleted, nothing of it is left in the folder of snapshots.
        const QDir snapshots(m_folder->filePath(QStringLiteral("cache/snapshots")));
        QVERIFY2(!snapshots.entryList(QDir::Files).isEmpty(), qPrintable(snapshots.path()));
        const qsizetype files = snapshots.entryList(QDir::Files).size();
        chat().remove(chat().conversationId());
        QTRY_COMPARE(snapshots.entryList(QDir::Files).size(), files - 1);
        m_context.reset();
        QCOMPARE(snapshots.entryList(QDir::Files).size(), files - 1);
    }

    void a_stopped_reply_goes_on_as_if_it_had_never_stopped_data()
    {
        QTest::addColumn<double>("temperature");
        QTest::addColumn<bool>("restarts");
        QTest::addRow("greedy") << 0.0 << false;
        QTest::addRow("drawn, after a restart") << 0.9 << true;
    }

    void a_stopped_reply_goes_on_as_if_it_had_never_stopped()
    {
        QFETCH(double, temperature);
        QFETCH(bool, restarts);
        start({});
        const auto prepare = [this, temperature] {
            m_context->settings()->setTemperature(temperature);
            chat().options()->fields()->setValue(
                chat().options()->fields()->rowOf(QStringLiteral("seed")), QStringLiteral("42"));
        };
        prepare();
        QVERIFY(chat().send(QStringLiteral("Tell me about the sea.")));
        QTRY_VERIFY_WITH_TIMEOUT(text(1).size() > 20, 20'000);
        chat().stop();
        awaitReply();
        const Message stopped = *chat().messages()->message(1);
        QVERIFY(stopped.tokens.size() > 3 && stopped.tokens.size() < 60);
        if (restarts) {
            restart();
            QTRY_COMPARE(chat().messages()->count(), 2);
        }
        chat().continueReply(1);
        awaitReply();
        const Message continued = *chat().messages()->message(1);
        QCOMPARE(continued.tokens.first(stopped.tokens.size()), stopped.tokens);
        chat().regenerateExactly(1); // from the start, with the same seed
        awaitReply();
        const Message whole = *chat().messages()->message(1);
        QCOMPARE(continued.text, whole.text);
        QCOMPARE(continued.tokens, whole.tokens);
        QVERIFY(whole.text.size() > stopped.text.size());
    }

    void a_system_prompt_is_obeyed_and_counted()
    {
        start({});
        QVERIFY(chat().send(QStringLiteral("Hello.")));
        awaitReply();
        const int without = chat().messages()->message(1)->statistics.promptTokens;
        QTRY_COMPARE_WITH_TIMEOUT(
            std::abs(chat().meter()->used() - static_cast<int>(without + chat().messages()->message(1)->tokens.size()))
                < 20,
            true, 5000);
        chat().newConversation();
        chat().options()->setSystemPrompt(QString(QStringLiteral("You answer in one word. ")).repeated(8));
        QVERIFY(chat().send(QStringLiteral("Hello.")));
        awaitReply();
        QVERIFY(chat().messages()->message(1)->statistics.promptTokens > without + 20);
    }

    void stop_works_within_200_ms_data()
    {
        QTest::addColumn<int>("state");
        QTest::addRow("while a model loads") << static_cast<int>(ChatController::State::Loading);
        QTest::addRow("while a prompt is read") << static_cast<int>(ChatController::State::Reading);
        QTest::addRow("while a reply is written") << static_cast<int>(ChatController::State::Writing);
    }

    void stop_works_within_200_ms()
    {
        QFETCH(int, state);
        const auto wanted = static_cast<ChatController::State>(state);
        start({});
        const bool reading = wanted == ChatController::State::Reading;
        QVERIFY(chat().send(reading ? QString(QStringLiteral("Many words to read. ")).repeated(500)
                                    : QStringLiteral("Write a long story about the sea.")));
        QTRY_VERIFY_WITH_TIMEOUT(
            chat().state() == wanted && (!reading || m_context->engine()->phase() == Engine::Phase::Reading), 20'000);
        QSignalSpy ended(&chat(), &ChatController::replyEnded);
        QElapsedTimer timer;
        qint64 took = -1; // QTRY_ looks every 50 ms only
        connect(&chat(), &ChatController::replyEnded, this, [&] { took = timer.elapsed(); });
        timer.start();
        chat().stop();
        QTRY_COMPARE_WITH_TIMEOUT(ended.count(), 1, 5000);
        QVERIFY2(took >= 0 && took < 200, qPrintable(QString::number(took)));
    }

    void a_lost_device_keeps_the_reply_and_works_again()
    {
        AppOptions options;
        options.loseDeviceAfter = 12;
        start(options);
        QVERIFY(chat().send(QStringLiteral("Write a long story about the sea.")));
        awaitReply();
        QVERIFY(!text(1).isEmpty());
        QCOMPARE(chat().messages()->message(1)->error->reason, Reason::DeviceLost);
        QCOMPARE(role(1, MessageModel::ActionTextRole), QStringLiteral("Use the processor"));
        QTRY_VERIFY_WITH_TIMEOUT(m_context->engine()->loaded().has_value(), 20'000);
        chat().runAction(1);
        QTRY_VERIFY_WITH_TIMEOUT(text(1).size() > 100, 20'000);
        chat().stop();
        awaitReply();
        QCOMPARE(role(1, MessageModel::VersionCountRole), QStringLiteral("2"));
    }

    void a_prompt_longer_than_the_context_says_so()
    {
        start({});
        QVERIFY(chat().send(QString(QStringLiteral("many different words here ")).repeated(5000)));
        awaitReply();
        QVERIFY2(role(1, MessageModel::ErrorTextRole).contains(QStringLiteral("room for")),
            qPrintable(role(1, MessageModel::ErrorTextRole)));
    }

    void without_a_model_it_says_what_to_do()
    {
        start({});
        m_context.reset();
        AppOptions options;
        options.dataDir = m_folder->path();
        auto context = AppContext::create(options);
        VERIFY_OK(context);
        m_context = *std::move(context);
        m_ended = 0;
        connect(&chat(), &ChatController::replyEnded, this, [this] { ++m_ended; });
        QVERIFY(chat().modelName().isEmpty());
        QVERIFY(chat().send(QStringLiteral("Hello"))); // maybe before the folder was looked at
        awaitReply();
        QVERIFY(role(1, MessageModel::ErrorTextRole).contains(QStringLiteral("no model")));
        QCOMPARE(role(1, MessageModel::ActionTextRole), QStringLiteral("Choose a model"));
        // One that is put there is found, and answers.
        QVERIFY(QFile::link(m_model, m_context->library()->modelFolder() + QStringLiteral("/model.gguf")));
        m_context->library()->refresh();
        QTRY_COMPARE_WITH_TIMEOUT(chat().modelName(), QStringLiteral("model"), 20'000);
        m_context->settings()->setMaxTokens(5);
        QVERIFY(chat().send(QStringLiteral("Hello")));
        awaitReply();
        QVERIFY(!text(2).isEmpty());
    }

    void typing_goes_on_while_a_model_loads_and_answers()
    {
        start({});
        QVERIFY(chat().send(QStringLiteral("Hello")));
        qint64 longest = 0;
        QElapsedTimer since;
        since.start();
        QTimer tick;
        connect(&tick, &QTimer::timeout, this, [&] { longest = std::max(longest, since.restart()); });
        tick.start(5);
        awaitReply();
        QVERIFY2(longest < 100, qPrintable(QString::number(longest)));
    }

private:
    ChatController &chat() { return *m_context->chat(); }
    QString role(int row, int role) { return chat().messages()->data(chat().messages()->index(row), role).toString(); }
    QString text(int row) { return role(row, MessageModel::TextRole); }

    void start(AppOptions options)
    {
        m_context.reset();
        m_folder = std::make_unique<QTemporaryDir>();
        restart(options);
    }

    void restart(AppOptions options = {})
    {
        m_context.reset();
        options.dataDir = m_folder->path();
        options.modelPath = m_model;
        options.device = QStringLiteral("cpu");
        auto context = AppContext::create(options);
        VERIFY_OK(context);
        m_context = *std::move(context);
        m_ended = 0;
        connect(&chat(), &ChatController::replyEnded, this, [this] { ++m_ended; });
        m_context->settings()->setTemperature(0); // the same words every time
        m_context->settings()->setMaxTokens(60);
    }

    /// The next reply that nobody has waited for; it may have ended already.
    void awaitReply()
    {
        QTRY_VERIFY_WITH_TIMEOUT(m_ended > 0, 120'000);
        --m_ended;
    }

    QString m_model;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<AppContext> m_context;
    int m_ended = 0; ///< replies not waited for yet
};

QTEST_MAIN(TestRealEngine)
#include "tst_real_engine.moc"
