// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/graph/cut.h"
#include "inference/graph/graph_builder.h"
#include "inference/graph/plan.h"

#include <QtTest/QTest>

#include <algorithm>

using namespace maru::graph;
using maru::quant::TensorType;

class TestCut : public QObject
{
    Q_OBJECT

private slots:
    void aCutLiesBetweenLayersAndNotWithinOne()
    {
        const Graph whole = model(false);
        for (std::uint32_t layer = 0; layer < 3; ++layer) {
            const std::optional<std::size_t> first = firstStepOf(whole, layer);
            QVERIFY(first);
            QCOMPARE(*first, 1 + layer * kStepsOfLayer);
        }
        QVERIFY(!firstStepOf(whole, 3));
        QVERIFY(!cutBefore(whole, kNone));
    }

    void partsHaveWhatTheyUseAndNoMore()
    {
        const Graph whole = model(false);
        const std::optional<Cut> cut = cutBefore(whole, 1);
        QVERIFY(cut);
        QCOMPARE(cut->front.kvLayers.size(), std::size_t(1));
        QCOMPARE(cut->back.kvLayers.size(), std::size_t(2));
        QCOMPARE(cut->back.kvLayers[0].window, 7u);
        QCOMPARE(cut->front.steps.size() + cut->back.steps.size(), whole.steps.size() + 1);
        QVERIFY(cut->front.steps.back().op == Op::SelectOutputs);
        QCOMPARE(cut->front.values[cut->front.logits].width, kWidth);
        QCOMPARE(cut->front.vocabularySize, kWidth);
        QCOMPARE(cut->back.values[cut->back.input].width, kWidth);
        QCOMPARE(cut->back.vocabularySize, whole.vocabularySize);
        QCOMPARE(cut->back.trainedContext, whole.trainedContext);
        QVERIFY(has(cut->front, "embedding"));
        QVERIFY2(has(cut->back, "embedding"), "it is the head too");
        QCOMPARE(cut->front.weights.size() + cut->back.weights.size(), whole.weights.size() + 1);
        for (const Graph *part : { &cut->front, &cut->back }) {
            for (const Step &step : part->steps) {
                QVERIFY(step.layer == kNone || step.layer < part->kvLayers.size());
                QVERIFY(step.rope == kNone || step.rope < part->ropeTables.size());
                for (const WeightId weight : step.weights)
                    QVERIFY(weight == kNone || weight < part->weights.size());
            }
        }
    }

    void aPartCanBeCutAgain()
    {
        const std::optional<Cut> cut = cutBefore(model(false), 1);
        QVERIFY(cut);
        const std::optional<Cut> again = cutBefore(cut->back, 1);
        QVERIFY(again);
        QVERIFY(again->front.input != kNone);
        QCOMPARE(again->front.kvLayers.size(), std::size_t(1));
        QCOMPARE(again->back.kvLayers.size(), std::size_t(1));
    }

    void theFrontMayBeTheEmbeddingAlone()
    {
        const std::optional<Cut> cut = cutBefore(model(false), 0);
        QVERIFY(cut);
        QCOMPARE(cut->front.steps.size(), std::size_t(2));
        QVERIFY(cut->front.kvLayers.empty());
    }

    void whereTwoValuesGoOverThereIsNoCut()
    {
        const Graph whole = model(true);
        QVERIFY(!cutBefore(whole, 1));
        QVERIFY(!cutBefore(whole, 2));
    }

    void theInputHasAPlaceOfItsOwn()
    {
        const std::optional<Cut> cut = cutBefore(model(false), 1);
        QVERIFY(cut);
        const Plan plan = planMemory(cut->back);
        const std::uint32_t begin = plan.offsets[cut->back.input];
        QVERIFY(begin + kWidth <= plan.floatsPerRow);
        for (const Step &step : cut->back.steps) {
            if (step.output == kNone || cut->back.values[step.output].perOutput)
                continue;
            const std::uint32_t other = plan.offsets[step.output];
            QVERIFY(other >= begin + kWidth || other + cut->back.values[step.output].width <= begin);
            if (step.op == Op::Add)
                break; // the last to read the input
        }
    }

private:
    static constexpr std::uint32_t kWidth = 32;
    static constexpr std::size_t kStepsOfLayer = 10;

    static bool has(const Graph &graph, const char *name)
    {
        return std::any_of(
            graph.weights.begin(), graph.weights.end(), [name](const Weight &weight) { return weight.name == name; });
    }

    /// Three layers with a tied head; with `leaky`, every layer adds the embedding again.
    static Graph model(bool leaky)
    {
        GraphBuilder builder;
        const auto matrix = [&builder](const char *name, std::uint32_t rows) {
            return builder.weight({ name, TensorType::F32, rows, kWidth, {} });
        };
        RopeTable table;
        table.rotaryWidth = 2;
        table.inverse = { 1.0f };
        const std::uint32_t rope = builder.ropeTable(table);
        const WeightId embedding = matrix("embedding", 50);
        const ValueId start = builder.embed(embedding);
        ValueId x = start;
        for (std::uint32_t i = 0; i < 3; ++i) {
            const std::uint32_t kv = builder.kvLayer({ 1, kWidth, kWidth, i == 1 ? 7u : 0u });
            const ValueId n = builder.rmsNorm(x, matrix("norm", 1), 1e-5f);
            const ValueId q = builder.rope(builder.matMul(n, matrix("q", kWidth)), rope, 1);
            const ValueId k = builder.rope(builder.matMul(n, matrix("k", kWidth)), rope, 1);
            builder.kvWrite(k, builder.matMul(n, matrix("v", kWidth)), kv);
            const ValueId attended = builder.attention(q, kv, 1, 1.0f);
            x = builder.add(builder.matMul(attended, matrix("o", kWidth)), leaky ? start : x);
        }
        const ValueId normed = builder.rmsNorm(builder.selectOutputs(x), matrix("norm", 1), 1e-5f);
        return builder.finish(builder.matMul(normed, embedding), 100);
    }
};

QTEST_GUILESS_MAIN(TestCut)
#include "tst_cut.moc"
