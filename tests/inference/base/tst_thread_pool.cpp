// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/base/thread_pool.h"

#include <QtTest/QTest>

#include <chrono>
#include <numeric>
#include <string>
#include <vector>

using namespace maru;

namespace {

void addSizes()
{
    QTest::addColumn<unsigned>("size");
    for (const unsigned size : { 1U, 2U, 3U, 7U }) // some more than this machine has
        QTest::newRow(std::to_string(size).c_str()) << size;
}

} // namespace

class TestThreadPool : public QObject
{
    Q_OBJECT

private slots:
    void theMachineHasCores()
    {
        QVERIFY(physicalCores() >= 1);
        QVERIFY(physicalCores() <= availableProcessors());
        QCOMPARE(ThreadPool().size(), physicalCores());
        QCOMPARE(ThreadPool(0).size(), 1U);
    }

    void everyThreadRunsOnceAndAllAreDoneAtTheEnd_data() { addSizes(); }
    void everyThreadRunsOnceAndAllAreDoneAtTheEnd()
    {
        QFETCH(unsigned, size);
        ThreadPool pool(size);
        QCOMPARE(pool.size(), size);
        std::vector<int> calls(size, 0); // unguarded: run() orders what the threads and the caller see
        for (int round = 0; round < 2000; ++round)
            pool.run([&](unsigned thread) { ++calls[thread]; });
        for (const int count : calls)
            QCOMPARE(count, 2000);
    }

    void theCallerIsThreadZero()
    {
        ThreadPool pool(3);
        std::vector<std::thread::id> ids(3);
        const auto note = [&](unsigned thread) { ids[thread] = std::this_thread::get_id(); };
        pool.run(note);
        QVERIFY(ids[0] == std::this_thread::get_id());
        QVERIFY(ids[1] != ids[0] && ids[2] != ids[0] && ids[1] != ids[2]);
    }

    void theBarrierHoldsAllBackUntilTheLast_data() { addSizes(); }
    void theBarrierHoldsAllBackUntilTheLast()
    {
        QFETCH(unsigned, size);
        ThreadPool pool(size);
        std::vector<int> values(size, 0);
        std::vector<int> sums(size, 0);
        bool right = true;
        pool.run([&](unsigned thread) {
            for (int round = 1; round <= 500; ++round) {
                values[thread] = round;
                pool.barrier().wait();
                sums[thread] = std::accumulate(values.begin(), values.end(), 0); // reads what the others wrote
                pool.barrier().wait();
                if (thread == 0)
                    right = right && sums == std::vector<int>(size, round * static_cast<int>(size));
                pool.barrier().wait();
            }
        });
        QVERIFY(right);
    }

    void sleepersWakeUp()
    {
        ThreadPool pool(2);
        std::vector<int> calls(2, 0);
        for (int round = 0; round < 20; ++round) {
            std::this_thread::sleep_for(std::chrono::milliseconds(2)); // far beyond the time of spinning
            pool.run([&](unsigned thread) {
                if (thread == 1)
                    std::this_thread::sleep_for(std::chrono::milliseconds(2));
                pool.barrier().wait();
                ++calls[thread];
            });
        }
        QCOMPARE(calls, (std::vector<int> { 20, 20 }));
    }
};

QTEST_GUILESS_MAIN(TestThreadPool)
#include "tst_thread_pool.moc"
