// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/check/case_builder.h"
#include "inference/backend/cpu/cpu_backend.h"
#include "inference/backend/cpu/cpu_features.h"
#include "tests/support/verify_ok.h"

#include <QtTest/QTest>

#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

using namespace maru;
using namespace maru::backend;
using quant::TensorType;

namespace {

constexpr std::uint32_t kWidth = 256;
constexpr std::uint32_t kTokens = 61;

graph::Routing routing()
{
    graph::Routing routing;
    routing.experts = 6;
    routing.used = 3;
    routing.normalizes = true;
    return routing;
}

/// A layer of experts in front of a projection for each head, both of `type`; inner widths are no multiple of a panel's
/// rows, and one is wide enough for more than a sweep of one expert's tokens.
check::KernelCase makeLayer(TensorType type, std::uint32_t used)
{
    check::CaseBuilder builder("experts of " + std::string(quant::tensorTypeInfo(type).name));
    graph::GraphBuilder &graph = builder.graph();
    graph::Routing how = routing();
    how.used = used;
    const graph::ValueId x = builder.input(kWidth);
    const graph::ValueId route
        = graph.route(graph.matMul(x, builder.matrix(TensorType::F32, how.experts, kWidth)), how);
    const graph::WeightId gate = builder.matrix(type, how.experts * kWidth, kWidth);
    const graph::WeightId up = builder.matrix(type, how.experts * kWidth, kWidth);
    const graph::WeightId down = builder.matrix(type, how.experts * 2 * kWidth, kWidth);
    const graph::WeightId bias = builder.bias(how.experts * 2 * kWidth);
    const graph::ValueId inner = graph.expertUp(x, route, how, { gate, up });
    const graph::ValueId sum = graph.expertDown(inner, route, how, down, bias);
    return builder.finish(graph.headMatMul(sum, builder.matrix(type, 2 * 41, kWidth), 2));
}

Result<std::vector<float>> run(const graph::Graph &graph, unsigned threads, std::vector<std::uint32_t> pieces)
{
    ExecutorOptions options;
    options.contextLength = kTokens;
    options.chunkLength = kTokens;
    options.maxOutputs = kTokens;
    MARU_TRY(const std::unique_ptr<Executor> executor, cpu::createCpuBackend(threads)->prepare(graph, options));
    std::vector<float> all;
    std::uint32_t position = 0;
    for (std::size_t i = 0; position < kTokens; ++i) {
        std::vector<std::int32_t> tokens(std::min(pieces[i % pieces.size()], kTokens - position));
        for (std::int32_t &token : tokens)
            token = static_cast<std::int32_t>(position++ * 5 % 96);
        const auto first = position - static_cast<std::uint32_t>(tokens.size());
        MARU_CHECK(executor->forward(tokens, first, Outputs::All));
        all.insert(all.end(), executor->logits().begin(), executor->logits().end());
    }
    return all;
}

} // namespace

/// Experts give the same values, bit by bit, with every instruction set, any number of threads and any cut of the text,
/// though few tokens read their experts one by one and many are sorted by expert.
class ExpertBitsTest : public QObject
{
    Q_OBJECT

private slots:
    void cleanup() { cpu::forceInstructionSet(std::nullopt); }

    void valuesNeverChange_data()
    {
        QTest::addColumn<int>("type");
        QTest::addColumn<std::uint32_t>("used");
        for (std::uint32_t number = 0; number < 64; ++number) {
            const quant::TensorTypeInfo *info = quant::findTensorType(number);
            if (info != nullptr && info->canRun)
                QTest::newRow(std::string(info->name).c_str()) << static_cast<int>(info->type) << 3u;
        }
        QTest::newRow("one expert used") << static_cast<int>(TensorType::Q8_0) << 1u;
        QTest::newRow("all experts used") << static_cast<int>(TensorType::F16) << 6u;
    }

    void valuesNeverChange()
    {
        QFETCH(int, type);
        QFETCH(std::uint32_t, used);
        const check::KernelCase layer = makeLayer(static_cast<TensorType>(type), used);
        std::vector<float> first;
        for (const cpu::InstructionSet set : cpu::kInstructionSets) {
            if (!cpu::isAvailable(set))
                continue;
            cpu::forceInstructionSet(set);
            const std::vector<std::vector<std::uint32_t>> cuts = { { kTokens }, { 1 }, { 30, 4, 2, 5 } };
            for (const std::vector<std::uint32_t> &pieces : cuts) {
                const unsigned threads = pieces.size() == 1 && pieces[0] == 1 ? 1 : 3;
                const auto values = run(layer.graph, threads, pieces);
                VERIFY_OK(values);
                QCOMPARE(values->size(), std::size_t { kTokens } * layer.graph.vocabularySize);
                if (first.empty())
                    first = *values;
                QVERIFY2(
                    std::memcmp(first.data(), values->data(), first.size() * sizeof(float)) == 0, toString(set).data());
            }
        }
    }

    /// One token reads the experts it uses, no others.
    void bytesPerTokenAreThoseOfTheExpertsUsed()
    {
        ExecutorOptions options;
        const auto bytes = [&](std::uint32_t used) {
            const check::KernelCase layer = makeLayer(TensorType::Q8_0, used);
            const auto executor = cpu::createCpuBackend(1)->prepare(layer.graph, options);
            return executor ? (*executor)->bytesPerToken(0) : 0;
        };
        const std::uint64_t row = kWidth / 32 * 34; // bytes
        const std::uint64_t perExpert = 4 * kWidth * row; // gate, up and twice as many rows of down
        QCOMPARE(bytes(3) - bytes(2), perExpert);
        QCOMPARE(bytes(6) - bytes(3), 3 * perExpert);
    }
};

QTEST_GUILESS_MAIN(ExpertBitsTest)
#include "tst_expert_bits.moc"
