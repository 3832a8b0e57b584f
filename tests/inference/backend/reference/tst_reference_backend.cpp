// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/reference/reference_backend.h"
#include "inference/base/large_buffer.h"
#include "inference/graph/graph_builder.h"

#include <QtTest/QtTest>

#include <array>
#include <cstring>
#include <limits>

using namespace maru;
using namespace maru::backend;

namespace {

/// Embeds 4 tokens of 2 values: token t is (t, 10 t).
struct Small
{
    std::array<float, 8> table = { 0, 0, 1, 10, 2, 20, 3, 30 };
    graph::Graph graph;
    ExecutorOptions options;

    Small()
    {
        graph::GraphBuilder builder;
        const auto weight = builder.weight({ "table", quant::TensorType::F32, 4, 2, std::as_bytes(std::span(table)) });
        graph = builder.finish(builder.selectOutputs(builder.embed(weight)), 8);
        options = { 8, KvType::F32, 4, 2 };
    }

    Result<std::unique_ptr<Executor>> prepare(std::stop_token stop = {}) const
    {
        return reference::createReferenceBackend(reference::ActivationFormat::F32)->prepare(graph, options, {}, stop);
    }
};

using Tokens = std::vector<std::int32_t>;

} // namespace

class TestReferenceBackend : public QObject
{
    Q_OBJECT

private slots:
    void givesTheOutputsAskedFor()
    {
        const Small small;
        const auto executor = small.prepare();
        QVERIFY(executor);
        QVERIFY((*executor)->forward(Tokens({ 1, 2, 3 }), 0, Outputs::None).has_value());
        QVERIFY((*executor)->logits().empty());
        QVERIFY((*executor)->forward(Tokens({ 1, 2, 3 }), 0, Outputs::Last).has_value());
        QCOMPARE(std::vector<float>((*executor)->logits().begin(), (*executor)->logits().end()),
            std::vector<float>({ 3, 30 }));
        QVERIFY((*executor)->forward(Tokens({ 1, 2 }), 3, Outputs::All).has_value());
        QCOMPARE(std::vector<float>((*executor)->logits().begin(), (*executor)->logits().end()),
            std::vector<float>({ 1, 10, 2, 20 }));
    }

    void refusesWhatDoesNotFit_data()
    {
        QTest::addColumn<std::vector<std::int32_t>>("tokens");
        QTest::addColumn<std::uint32_t>("position");
        QTest::addColumn<int>("outputs");
        QTest::newRow("no tokens") << Tokens() << 0u << int(Outputs::Last);
        QTest::newRow("longer than a chunk") << Tokens(5, 0) << 0u << int(Outputs::Last);
        QTest::newRow("past the context") << Tokens(2, 0) << 7u << int(Outputs::Last);
        QTest::newRow("far past the context")
            << Tokens(2, 0) << std::numeric_limits<std::uint32_t>::max() << int(Outputs::Last);
        QTest::newRow("negative token") << Tokens({ 0, -1 }) << 0u << int(Outputs::Last);
        QTest::newRow("token outside the vocabulary") << Tokens({ 4 }) << 0u << int(Outputs::Last);
        QTest::newRow("too many outputs") << Tokens(3, 0) << 0u << int(Outputs::All);
    }

    void refusesWhatDoesNotFit()
    {
        QFETCH(std::vector<std::int32_t>, tokens);
        QFETCH(std::uint32_t, position);
        QFETCH(int, outputs);
        const Small small;
        const auto executor = small.prepare();
        QVERIFY(executor);
        const auto result = (*executor)->forward(tokens, position, static_cast<Outputs>(outputs));
        QVERIFY(!result);
        QVERIFY(result.error().code == ErrorCode::InvalidArgument);
    }

    void accountsForWhatItTakes()
    {
        const Small small;
        const auto executor = small.prepare();
        QVERIFY(executor);
        const MemoryUse use
            = reference::createReferenceBackend(reference::ActivationFormat::F32)->account(small.graph, small.options);
        QCOMPARE((*executor)->memory().total(), use.total());
        QCOMPARE(use.weights, std::uint64_t(sizeof small.table));
        QCOMPARE((*executor)->chunkLength(), 4u);
    }

    void memoryThatIsNotThereIsAnError()
    {
        const Small small;
        failLargeBuffersFrom(1);
        const auto executor = small.prepare();
        failLargeBuffersFrom(0);
        QVERIFY(!executor);
        QVERIFY(executor.error().code == ErrorCode::OutOfMemory);
    }

    void stops()
    {
        const Small small;
        std::stop_source source;
        const auto executor = small.prepare();
        QVERIFY(executor);
        source.request_stop();
        const auto loaded = small.prepare(source.get_token());
        QVERIFY(!loaded);
        QVERIFY(loaded.error().code == ErrorCode::Cancelled);
        const auto result = (*executor)->forward(Tokens({ 1 }), 0, Outputs::Last, source.get_token());
        QVERIFY(!result);
        QVERIFY(result.error().code == ErrorCode::Cancelled);
        QVERIFY((*executor)->forward(Tokens({ 1 }), 0, Outputs::Last).has_value());
    }
};

QTEST_GUILESS_MAIN(TestReferenceBackend)
#include "tst_reference_backend.moc"
