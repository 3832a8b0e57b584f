// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/cpu/cpu_backend.h"
#include "inference/backend/reference/reference_backend.h"
#include "inference/backend/split/split_executor.h"
#include "inference/backend/vulkan/vulkan_backend.h"
#include "inference/graph/cut.h"
#include "tests/inference/backend/cpu/small_model.h"
#include "tests/support/verify_ok.h"

#include <QtTest/QTest>

#include <algorithm>
#include <cmath>

using namespace maru;
using namespace maru::backend;

class TestSplitExecutor : public QObject
{
    Q_OBJECT

private slots:
    void aSplitModelComputesWhatTheWholeOneDoes_data()
    {
        QTest::addColumn<QString>("front");
        QTest::addColumn<QString>("back");
        QTest::addColumn<bool>("normsAfter");
        for (const bool normsAfter : { false, true }) {
            for (const char *front : { "reference", "cpu", "vulkan" }) {
                for (const char *back : { "reference", "cpu", "vulkan" }) {
                    QTest::newRow(qPrintable(
                        QStringLiteral("%1 then %2, %3").arg(front, back, normsAfter ? "norms after" : "norms before")))
                        << front << back << normsAfter;
                }
            }
        }
    }

    void aSplitModelComputesWhatTheWholeOneDoes()
    {
        QFETCH(const QString, front);
        QFETCH(const QString, back);
        QFETCH(const bool, normsAfter);
        test::SmallShape shape;
        shape.layers = 3;
        shape.window = 9;
        shape.normsAfter = normsAfter;
        const test::SmallModel model(shape);
        const auto plain = open("reference");
        auto whole = plain->prepare(model.graph(), options());
        VERIFY_OK(whole);
        const std::vector<float> expected = logitsOf(**whole, 20, 20);
        QCOMPARE(expected.size(), std::size_t(40 * 50));
        for (std::uint32_t layer = 0; layer < shape.layers; ++layer) {
            const auto cut = graph::cutBefore(model.graph(), layer);
            QVERIFY(cut);
            const auto first = open(front);
            const auto second = open(back);
            QVERIFY(first && second);
            const split::Part parts[] = { { first.get(), &cut->front }, { second.get(), &cut->back } };
            auto executor = split::SplitExecutor::prepare(parts, options());
            VERIFY_OK(executor);
            const std::vector<float> computed = logitsOf(**executor, 20, 20);
            QCOMPARE(computed.size(), expected.size());
            double largest = 0;
            for (std::size_t i = 0; i < computed.size(); ++i)
                largest = std::max(largest, std::abs(double(computed[i]) - double(expected[i])));
            QVERIFY2(largest <= 2e-3, qPrintable(QString::number(largest))); // logits of about 1
            const std::vector<float> inPieces = logitsOf(**executor, 7, 33);
            for (std::size_t i = 0; i < inPieces.size(); ++i)
                QVERIFY(std::abs(inPieces[i] - computed[i]) <= 2e-3f);

            const std::vector<MemoryUse> foreseen = split::account(parts, options());
            QCOMPARE(foreseen.size(), std::size_t(2));
            for (std::size_t i = 0; i < 2; ++i) {
                QCOMPARE((*executor)->part(i).memory().weights, foreseen[i].weights);
                QCOMPARE((*executor)->part(i).memory().kv, foreseen[i].kv);
                QCOMPARE((*executor)->part(i).memory().scratch, foreseen[i].scratch);
            }
        }
    }

    void onOneDeviceEveryBitIsTheSame()
    {
        test::SmallShape shape;
        shape.type = quant::TensorType::Q8_0;
        shape.layers = 3;
        const test::SmallModel model(shape);
        const auto cpu = open("cpu");
        auto whole = cpu->prepare(model.graph(), options());
        VERIFY_OK(whole);
        const auto cut = graph::cutBefore(model.graph(), 2);
        QVERIFY(cut);
        const auto again = graph::cutBefore(cut->front, 1);
        QVERIFY(again);
        const split::Part parts[]
            = { { cpu.get(), &again->front }, { cpu.get(), &again->back }, { cpu.get(), &cut->back } };
        auto executor = split::SplitExecutor::prepare(parts, options());
        VERIFY_OK(executor);
        QCOMPARE((*executor)->partCount(), std::size_t(3));
        QVERIFY(logitsOf(**executor, 20, 20) == logitsOf(**whole, 20, 20));
    }

    void outputsAreAsAskedFor()
    {
        const test::SmallModel model({});
        const auto cpu = open("cpu");
        const auto cut = graph::cutBefore(model.graph(), 1);
        QVERIFY(cut);
        const split::Part parts[] = { { cpu.get(), &cut->front }, { cpu.get(), &cut->back } };
        ExecutorOptions few = options();
        few.maxOutputs = 2;
        auto executor = split::SplitExecutor::prepare(parts, few);
        VERIFY_OK(executor);
        const std::vector<std::int32_t> tokens { 1, 2, 3 };
        VERIFY_OK((*executor)->forward(tokens, 0, Outputs::None, {}));
        QVERIFY((*executor)->logits().empty());
        VERIFY_OK((*executor)->forward(tokens, 3, Outputs::Last, {}));
        QCOMPARE((*executor)->logits().size(), std::size_t(50));
        QVERIFY(!(*executor)->forward(tokens, 6, Outputs::All, {}));
        QCOMPARE((*executor)->maxOutputs(), 2u);
        QCOMPARE((*executor)->contextLength(), few.contextLength);
        QVERIFY((*executor)->bytesPerToken(5) > 0);
    }

    void badCallsAreRefused()
    {
        const test::SmallModel model({});
        const auto cut = graph::cutBefore(model.graph(), 1);
        QVERIFY(cut);
        for (const char *name : { "reference", "cpu", "vulkan" }) {
            const auto backend = open(name);
            QVERIFY(backend);
            auto front = backend->prepare(cut->front, options());
            auto back = backend->prepare(cut->back, options());
            VERIFY_OK(front);
            VERIFY_OK(back);
            const std::int32_t token = 1;
            const std::vector<float> row(96, 0.5f);
            const std::vector<float> ragged(97, 0.5f);
            const std::vector<float> many(std::size_t { 96 } * (options().chunkLength + 1), 0.5f);
            QVERIFY(!(*front)->forwardRows(row, 0, Outputs::Last));
            QVERIFY(!(*back)->forward({ &token, 1 }, 0, Outputs::Last));
            QVERIFY(!(*back)->forwardRows(ragged, 0, Outputs::Last));
            QVERIFY(!(*back)->forwardRows(many, 0, Outputs::Last));
            QVERIFY(!(*back)->forwardRows({}, 0, Outputs::Last));
            QVERIFY(!(*back)->forwardRows(row, options().contextLength, Outputs::Last));
            VERIFY_OK((*back)->forwardRows(row, 0, Outputs::Last));
        }
    }

    void aStopIsHeard()
    {
        const test::SmallModel model({});
        const auto cpu = open("cpu");
        const auto cut = graph::cutBefore(model.graph(), 1);
        QVERIFY(cut);
        const split::Part parts[] = { { cpu.get(), &cut->front }, { cpu.get(), &cut->back } };
        std::stop_source stop;
        std::uint64_t lastDone = 0;
        auto executor = split::SplitExecutor::prepare(parts, options(), [&](std::uint64_t done, std::uint64_t total) {
            QVERIFY(done >= lastDone && done <= total);
            lastDone = done;
        });
        VERIFY_OK(executor);
        QVERIFY(lastDone > 0);
        stop.request_stop();
        const std::vector<std::int32_t> tokens { 1, 2, 3 };
        const auto result = (*executor)->forward(tokens, 0, Outputs::Last, stop.get_token());
        QVERIFY(!result);
        QVERIFY(result.error().code == ErrorCode::Cancelled);
        const auto loaded = split::SplitExecutor::prepare(parts, options(), {}, stop.get_token());
        QVERIFY(!loaded);
        QVERIFY(loaded.error().code == ErrorCode::Cancelled);
    }

private:
    static ExecutorOptions options()
    {
        ExecutorOptions options;
        options.contextLength = 48;
        options.chunkLength = 40;
        options.maxOutputs = 40;
        options.kv = KvType::F32;
        return options;
    }

    static std::unique_ptr<Backend> open(const QString &name)
    {
        if (name == QLatin1String("reference"))
            return reference::createReferenceBackend(reference::ActivationFormat::F32, reference::GraphForm::Plain);
        if (name == QLatin1String("cpu"))
            return cpu::createCpuBackend(2);
        auto vulkan = vulkan::createVulkanBackend(0);
        return vulkan ? *std::move(vulkan) : nullptr;
    }

    /// The logits of `first` tokens and then of `second` more.
    static std::vector<float> logitsOf(Executor &executor, std::uint32_t first, std::uint32_t second)
    {
        std::vector<float> all;
        std::vector<std::int32_t> tokens;
        for (std::uint32_t i = 0; i < first + second; ++i)
            tokens.push_back(static_cast<std::int32_t>(i * 31 % 50));
        const auto run = [&](std::uint32_t begin, std::uint32_t count) {
            const auto chunk = std::span<const std::int32_t>(tokens).subspan(begin, count);
            if (executor.forward(chunk, begin, Outputs::All))
                all.insert(all.end(), executor.logits().begin(), executor.logits().end());
        };
        run(0, first);
        run(first, second);
        return all;
    }
};

QTEST_GUILESS_MAIN(TestSplitExecutor)
#include "tst_split_executor.moc"
