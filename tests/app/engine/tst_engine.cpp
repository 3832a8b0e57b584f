// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/engine/engine.h"
#include "app/engine/fake_engine.h"
#include "tests/app/app_test.h"

#include <QElapsedTimer>
#include <QSignalSpy>

using namespace maru;
using namespace maru::test;

namespace {

const Error kLost { ErrorCode::DeviceLost, Reason::DeviceLost, { { "device", "GPU" } }, "lost" };

FakeScript slowScript()
{
    FakeScript script;
    script.loadMs = 3000;
    script.promptTokens = 3000;
    script.promptMsPerToken = 1;
    script.tokensPerSecond = 20;
    script.reply = QString(QStringLiteral("word ")).repeated(500).trimmed();
    return script;
}

FakeScript quickScript()
{
    FakeScript script;
    script.loadMs = 10;
    script.promptTokens = 2;
    script.tokensPerSecond = 500;
    script.reply = QStringLiteral("a b c d e f");
    return script;
}

ReplyRequest request(const QString &device = QStringLiteral("auto"))
{
    ReplyRequest result;
    result.model = { FakeEngine::kModelPath, device };
    result.messages = { userMessage(1, 1, QStringLiteral("hello")) };
    return result;
}

} // namespace

class TestEngine : public QObject
{
    Q_OBJECT

private slots:
    void a_reply_loads_the_model_and_streams()
    {
        FakeEngine fake(quickScript());
        Engine engine(&fake);
        QSignalSpy ended(&engine, &Engine::ended);
        QList<Engine::Phase> phases;
        connect(&engine, &Engine::phaseChanged, this, [&] { phases << engine.phase(); });
        QString streamed;
        connect(&engine, &Engine::written, this, [&](const ReplyBatch &batch) { streamed += batch.text; });
        engine.reply(request());
        QVERIFY(ended.wait());
        const auto outcome = ended.first().first().value<ReplyOutcome>();
        QVERIFY(!outcome.error);
        QCOMPARE(outcome.result.text, QStringLiteral("a b c d e f"));
        QCOMPARE(streamed, outcome.result.text);
        QCOMPARE(phases,
            QList<Engine::Phase>(
                { Engine::Phase::Loading, Engine::Phase::Reading, Engine::Phase::Writing, Engine::Phase::Idle }));
        QVERIFY(engine.loaded().has_value());
        engine.reply(request());
        QVERIFY(ended.wait());
        QCOMPARE(fake.loadCount(), 1);
    }

    void stop_works_within_200_ms_data()
    {
        QTest::addColumn<int>("phase");
        QTest::addColumn<bool>("deaf");
        for (const bool deaf : { false, true }) {
            const char *kind = deaf ? "a driver that hangs" : "an engine that listens";
            QTest::addRow("while loading, %s", kind) << static_cast<int>(Engine::Phase::Loading) << deaf;
            QTest::addRow("while reading, %s", kind) << static_cast<int>(Engine::Phase::Reading) << deaf;
            QTest::addRow("while writing, %s", kind) << static_cast<int>(Engine::Phase::Writing) << deaf;
        }
    }

    void stop_works_within_200_ms()
    {
        QFETCH(int, phase);
        QFETCH(bool, deaf);
        FakeScript script = slowScript();
        script.deafToStop = deaf;
        const auto wanted = static_cast<Engine::Phase>(phase);
        if (wanted != Engine::Phase::Loading)
            script.loadMs = 10;
        if (wanted == Engine::Phase::Writing)
            script.promptTokens = 1;
        script.reply = QString(QStringLiteral("word ")).repeated(deaf ? 30 : 500).trimmed();
        if (deaf && wanted != Engine::Phase::Writing)
            script.tokensPerSecond = 1000;
        FakeEngine fake(script);
        Engine engine(&fake);
        QSignalSpy ended(&engine, &Engine::ended);
        engine.reply(request());
        QTRY_COMPARE(engine.phase(), wanted);
        QTest::qWait(120);
        QElapsedTimer timer;
        timer.start();
        qint64 took = -1; // QTRY_ looks every 50 ms only
        connect(&engine, &Engine::ended, this, [&] { took = timer.elapsed(); });
        engine.stop();
        QTRY_COMPARE_WITH_TIMEOUT(ended.count(), 1, 5000);
        QVERIFY2(took >= 0 && took < 200, qPrintable(QString::number(took)));
        QCOMPARE(engine.phase(), Engine::Phase::Idle);
        const auto outcome = ended.first().first().value<ReplyOutcome>();
        QVERIFY(!outcome.error);
        QCOMPARE(outcome.result.end, ReplyEnd::Stopped);
        QCOMPARE(outcome.result.text.isEmpty(), wanted != Engine::Phase::Writing);
        // Nothing of it comes later, and the next reply is whole.
        QSignalSpy late(&engine, &Engine::written);
        QTest::qWait(100);
        QCOMPARE(late.count(), 0);
    }

    void the_next_reply_after_a_hanging_one_is_its_own()
    {
        FakeScript script = quickScript();
        script.deafToStop = true;
        script.tokensPerSecond = 10;
        FakeEngine fake(script);
        Engine engine(&fake);
        QSignalSpy ended(&engine, &Engine::ended);
        engine.reply(request());
        QTRY_COMPARE(engine.phase(), Engine::Phase::Writing);
        engine.stop();
        QVERIFY(ended.wait());
        QString streamed;
        connect(&engine, &Engine::written, this, [&](const ReplyBatch &batch) { streamed += batch.text; });
        engine.reply(request());
        QVERIFY(ended.wait(10'000));
        QCOMPARE(streamed, script.reply);
        QCOMPARE(ended.last().first().value<ReplyOutcome>().result.text, script.reply);
    }

    void stopping_a_load_leaves_no_model_and_no_error()
    {
        FakeEngine fake(slowScript());
        Engine engine(&fake);
        QSignalSpy failed(&engine, &Engine::loadFailed);
        engine.load(request().model);
        QTest::qWait(50);
        engine.stop();
        QTRY_COMPARE_WITH_TIMEOUT(engine.phase(), Engine::Phase::Idle, 190);
        QVERIFY(!engine.loaded());
        QCOMPARE(failed.count(), 0);
    }

    void a_reply_goes_on_with_the_load_under_way()
    {
        FakeScript script = quickScript();
        script.loadMs = 300;
        FakeEngine fake(script);
        Engine engine(&fake);
        QSignalSpy ended(&engine, &Engine::ended);
        QSignalSpy progressed(&engine, &Engine::progressed);
        engine.load(request().model);
        QTest::qWait(60);
        engine.reply(request());
        progressed.clear();
        QVERIFY(ended.wait());
        QVERIFY(progressed.count() > 1);
        QCOMPARE(fake.loadCount(), 1);
    }

    void another_model_takes_the_place_of_the_one_that_loads()
    {
        FakeScript script = quickScript();
        script.loadMs = 500;
        FakeEngine fake(script);
        Engine engine(&fake);
        QSignalSpy loaded(&engine, qOverload<const LoadedModelInfo &>(&Engine::loaded));
        engine.load(request().model);
        QTest::qWait(30);
        engine.load(request(QStringLiteral("cpu")).model);
        QVERIFY(loaded.wait());
        QCOMPARE(loaded.count(), 1);
        QCOMPARE(engine.loaded()->request.device, QStringLiteral("cpu"));
        QCOMPARE(fake.loadCount(), 1);
    }

    void a_lost_device_keeps_the_text_and_is_set_up_again_once()
    {
        FakeScript script = quickScript();
        script.replyError = kLost;
        script.failAfterTokens = 3;
        script.failOnce = false;
        FakeEngine fake(script);
        Engine engine(&fake);
        QSignalSpy ended(&engine, &Engine::ended);
        engine.reply(request());
        QVERIFY(ended.wait());
        const auto outcome = ended.first().first().value<ReplyOutcome>();
        QVERIFY(outcome.error);
        QCOMPARE(outcome.error->reason, Reason::DeviceLost);
        QCOMPARE(outcome.result.text, QStringLiteral("a b c"));
        QTRY_VERIFY(engine.loaded().has_value());
        QCOMPARE(fake.loadCount(), 2);
        // Lost again: no third time by itself.
        engine.reply(request());
        QVERIFY(ended.wait());
        QTest::qWait(100);
        QVERIFY(!engine.loaded());
        QCOMPARE(engine.phase(), Engine::Phase::Idle);
        QCOMPARE(fake.loadCount(), 2);
    }

    void a_load_that_fails_says_why()
    {
        FakeScript script = quickScript();
        script.loadError = Error { ErrorCode::OutOfMemory, Reason::HostMemory, {}, "no memory" };
        FakeEngine fake(script);
        Engine engine(&fake);
        QSignalSpy failed(&engine, &Engine::loadFailed);
        engine.load(request().model);
        QVERIFY(failed.wait());
        QCOMPARE(failed.first().first().value<Error>().reason, Reason::HostMemory);
        QSignalSpy ended(&engine, &Engine::ended);
        engine.reply(request());
        QVERIFY(ended.wait());
        QCOMPARE(ended.first().first().value<ReplyOutcome>().error->reason, Reason::HostMemory);
    }

    void it_can_be_destroyed_in_the_middle_of_anything()
    {
        for (const int wait : { 0, 20, 200 }) {
            FakeScript script = slowScript();
            script.loadMs = 50;
            script.promptTokens = 20;
            FakeEngine fake(script);
            QElapsedTimer timer;
            {
                Engine engine(&fake);
                engine.reply(request());
                QTest::qWait(wait);
                timer.start();
            }
            QVERIFY2(timer.elapsed() < 200, qPrintable(QString::number(timer.elapsed())));
        }
    }
};

QTEST_GUILESS_MAIN(TestEngine)
#include "tst_engine.moc"
