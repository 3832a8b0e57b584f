// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/engine/engine.h"
#include "app/engine/fake_engine.h"
#include "app/engine/real_engine.h"
#include "tests/app/app_test.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace maru;
using namespace maru::test;

/// A model that is not used gives its memory back, and no message is lost or answered wrongly around that moment.
class TestIdle : public QObject
{
    Q_OBJECT

private slots:
    void an_idle_model_is_unloaded_and_comes_back_for_the_next_message()
    {
        FakeEngine fake(script());
        Engine engine(&fake);
        engine.setIdleMs(60);
        QSignalSpy unloaded(&engine, &Engine::unloaded);
        QSignalSpy ended(&engine, &Engine::ended);
        engine.reply(request(QStringLiteral("one")));
        QVERIFY(ended.wait());
        QVERIFY(engine.loaded());
        QVERIFY(unloaded.wait());
        QVERIFY(!engine.loaded());
        engine.reply(request(QStringLiteral("two")));
        QVERIFY(ended.wait());
        QCOMPARE(textOf(ended.last()), QStringLiteral("a b c"));
        QCOMPARE(fake.loadCount(), 2);
    }

    void a_model_in_use_stays()
    {
        FakeScript slow = script();
        slow.tokensPerSecond = 20; // a reply of 150 ms
        FakeEngine fake(slow);
        Engine engine(&fake);
        engine.setIdleMs(50);
        QSignalSpy unloaded(&engine, &Engine::unloaded);
        QSignalSpy ended(&engine, &Engine::ended);
        engine.reply(request(QStringLiteral("one")));
        QVERIFY(ended.wait());
        QCOMPARE(unloaded.count(), 0);
        QCOMPARE(fake.loadCount(), 1);
        engine.setIdleMs(0);
        QVERIFY(!unloaded.wait(120));
    }

    /// Messages sent at every moment around the unloading: each is answered, once, with its own answer.
    void no_message_is_lost_around_the_moment_of_unloading()
    {
        FakeEngine fake(script());
        Engine engine(&fake);
        constexpr int kIdleMs = 20;
        engine.setIdleMs(kIdleMs);
        QSignalSpy ended(&engine, &Engine::ended);
        for (int round = 0; round < 60; ++round) {
            engine.reply(request(QString::number(round)));
            QTRY_COMPARE_WITH_TIMEOUT(ended.count(), round + 1, 5000);
            QCOMPARE(textOf(ended.last()), QStringLiteral("a b c"));
            QElapsedTimer since;
            since.start();
            while (since.elapsed() < kIdleMs - 3 + round % 7) // from before to after the moment
                QCoreApplication::processEvents(QEventLoop::AllEvents, 1);
        }
        QVERIFY(fake.loadCount() > 1);
    }

    void the_real_engine_answers_the_same_after_coming_back()
    {
        const QString path = QStringLiteral(MARU_TEST_DATA "/families/llama.gguf");
        QVERIFY(QFileInfo::exists(path));
        const QTemporaryDir cache;
        RealEngine real(cache.path());
        Engine engine(&real);
        engine.setIdleMs(30);
        QSignalSpy ended(&engine, &Engine::ended);
        ReplyRequest ask = request(QStringLiteral("abc"));
        ask.model.modelPath = path;
        ask.model.device = QStringLiteral("cpu");
        ask.settings.temperature = 0;
        ask.settings.maxTokens = 6;
        QString first;
        for (int round = 0; round < 12; ++round) {
            engine.reply(ask);
            QTRY_COMPARE_WITH_TIMEOUT(ended.count(), round + 1, 20'000);
            const auto outcome = ended.last().first().value<ReplyOutcome>();
            QVERIFY2(!outcome.error, outcome.error ? outcome.error->message.c_str() : "");
            if (round == 0)
                first = outcome.result.text;
            QCOMPARE(outcome.result.text, first);
            QTest::qWait(24 + round);
        }
    }

private:
    static FakeScript script()
    {
        FakeScript script;
        script.loadMs = 5;
        script.promptTokens = 1;
        script.tokensPerSecond = 1000;
        script.reply = QStringLiteral("a b c");
        return script;
    }
    static ReplyRequest request(const QString &text)
    {
        ReplyRequest request;
        request.model.modelPath = FakeEngine::kModelPath;
        request.messages = { userMessage(1, 1, text) };
        return request;
    }
    static QString textOf(const QList<QVariant> &arguments)
    {
        return arguments.first().value<ReplyOutcome>().result.text;
    }
};

QTEST_GUILESS_MAIN(TestIdle)
#include "tst_idle.moc"
