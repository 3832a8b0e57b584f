// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/base/log.h"

#include <QtTest/QTest>

#include <string>
#include <thread>
#include <vector>

using namespace maru;

class TestLog : public QObject
{
    Q_OBJECT

private slots:
    void cleanup() { setLogSink({}); }

    void linesGoToTheSinkAndNowhereWithoutOne()
    {
        std::vector<std::string> lines;
        log(LogLevel::Error, "test", "dropped");
        setLogSink([&](LogLevel level, std::string_view area, std::string_view message) {
            lines.push_back(std::string(toString(level)) + " " + std::string(area) + ": " + std::string(message));
        });
        log(LogLevel::Warning, "vulkan", "slow driver");
        log(LogLevel::Debug, "gguf", "opened");
        setLogSink({});
        log(LogLevel::Error, "test", "dropped again");
        QCOMPARE(lines, (std::vector<std::string> { "warning vulkan: slow driver", "debug gguf: opened" }));
    }

    void threadsNeverOverlapInTheSink()
    {
        std::vector<int> lines; // unguarded: the log is the guard
        setLogSink([&](LogLevel, std::string_view, std::string_view) { lines.push_back(1); });
        {
            std::vector<std::jthread> threads;
            for (int thread = 0; thread < 4; ++thread) {
                threads.emplace_back([] {
                    for (int i = 0; i < 1000; ++i)
                        log(LogLevel::Info, "test", "line");
                });
            }
        }
        QCOMPARE(lines.size(), std::size_t { 4000 });
    }
};

QTEST_GUILESS_MAIN(TestLog)
#include "tst_log.moc"
