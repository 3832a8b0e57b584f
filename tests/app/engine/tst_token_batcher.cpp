// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "app/engine/token_batcher.h"

#include <QSignalSpy>
#include <QTest>

#include <thread>

using namespace maru;

class TestTokenBatcher : public QObject
{
    Q_OBJECT

private slots:
    void a_thousand_tokens_a_second_are_few_batches_and_all_of_them()
    {
        TokenBatcher batcher;
        batcher.setJob(1);
        QString text;
        int tokens = 0;
        int batches = 0;
        connect(&batcher, &TokenBatcher::batch, this, [&](const ReplyBatch &batch) {
            text += batch.text;
            tokens += static_cast<int>(batch.tokens.size());
            ++batches;
        });
        std::thread writer([&batcher] {
            for (int i = 0; i < 500; ++i) {
                batcher.add(1, { QStringLiteral("x"), i, QString::number(i) });
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            }
        });
        QTRY_COMPARE(tokens, 500);
        writer.join();
        QCOMPARE(text, QString(500, u'x'));
        QVERIFY2(batches < 60, qPrintable(QString::number(batches)));
    }

    void a_lone_token_comes_within_33_ms()
    {
        TokenBatcher batcher;
        batcher.setJob(1);
        QSignalSpy spy(&batcher, &TokenBatcher::batch);
        for (int i = 0; i < 3; ++i) {
            QElapsedTimer timer;
            timer.start();
            batcher.add(1, { QStringLiteral("x"), 1, QStringLiteral("s") });
            QVERIFY(spy.wait(1000));
            QVERIFY2(timer.elapsed() <= 33 + 50, qPrintable(QString::number(timer.elapsed()))); // 50: a busy machine
        }
        QCOMPARE(spy.last().first().value<ReplyBatch>().samplerState, QStringLiteral("s"));
    }

    void tokens_of_a_job_given_up_are_dropped()
    {
        TokenBatcher batcher;
        batcher.setJob(1);
        batcher.add(1, { QStringLiteral("old"), 1, {} });
        batcher.setJob(2);
        batcher.add(1, { QStringLiteral("late"), 1, {} });
        batcher.add(2, { QStringLiteral("new"), 1, {} });
        QSignalSpy spy(&batcher, &TokenBatcher::batch);
        batcher.flush();
        QCOMPARE(spy.count(), 1);
        QCOMPARE(spy.first().first().value<ReplyBatch>().text, QStringLiteral("new"));
        batcher.flush();
        QCOMPARE(spy.count(), 1);
    }
};

QTEST_GUILESS_MAIN(TestTokenBatcher)
#include "tst_token_batcher.moc"
