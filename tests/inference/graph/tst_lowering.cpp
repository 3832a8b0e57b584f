// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/graph/graph_builder.h"
#include "inference/graph/lowering.h"

#include <QtTest/QtTest>

using namespace maru::graph;
using maru::quant::TensorType;

namespace {

/// The operations of a graph, one word each.
QByteArray words(const Graph &graph)
{
    QByteArray text;
    for (const Step &step : graph.steps) {
        const std::string_view word = toString(step.op);
        text += (text.isEmpty() ? "" : " ") + QByteArray(word.data(), qsizetype(word.size()));
    }
    return text;
}

/// A graph of one layer whose parts can be varied.
struct Layer
{
    GraphBuilder builder;
    ValueId x = builder.embed(weight(9, 32));

    WeightId weight(std::uint32_t rows, std::uint32_t columns)
    {
        return builder.weight({ "w", TensorType::F32, rows, columns, {} });
    }

    ValueId attention(ValueId n, float headEpsilon = 0.0f, bool turns = true)
    {
        const std::uint32_t rope = builder.ropeTable({ RopeStyle::Adjacent, 8, { 1, 1, 1, 1 }, 1.0f });
        const std::uint32_t kv = builder.kvLayer({ 2, 8, 8, 0 });
        const auto project = [&](std::uint32_t heads) {
            const ValueId y = builder.matMul(n, weight(8 * heads, 32), weight(1, 8 * heads));
            const ValueId normed = headEpsilon == 0.0f ? y : builder.rmsNorm(y, weight(1, 8), headEpsilon, 8);
            return turns ? builder.rope(normed, rope, heads) : normed;
        };
        const ValueId q = project(4);
        const ValueId k = project(2);
        builder.kvWrite(k, builder.matMul(n, weight(16, 32)), kv);
        return builder.attention(q, kv, 4, 1.0f);
    }

    ValueId norm(ValueId value) { return builder.rmsNorm(value, weight(1, 32), 1e-5f); }

    Graph finish(ValueId value) { return lower(builder.finish(builder.selectOutputs(value), 1)); }
};

} // namespace

class TestLowering : public QObject
{
    Q_OBJECT

private slots:
    void fusesAWholeLayer()
    {
        Layer layer;
        ValueId x = layer.x;
        x = layer.builder.add(x, layer.builder.matMul(layer.attention(layer.norm(x)), layer.weight(32, 32)));
        const ValueId n = layer.norm(x);
        const ValueId gate = layer.builder.matMul(n, layer.weight(64, 32));
        const ValueId up = layer.builder.matMul(n, layer.weight(64, 32));
        const ValueId inner = layer.builder.gatedAct(gate, up, Activation::GeluTanh);
        x = layer.builder.add(layer.builder.matMul(inner, layer.weight(32, 64), layer.weight(1, 32)), x);
        x = layer.norm(layer.builder.selectOutputs(x));
        const Graph lowered = lower(layer.builder.finish(layer.builder.matMul(x, layer.weight(100, 32)), 1));
        QCOMPARE(words(lowered), "embed qkv attention mat_mul_add gated_mlp mat_mul_add select_outputs norm_mat_mul");
        const Step &qkv = lowered.steps[1];
        QCOMPARE(qkv.inputs[0], layer.x);
        QCOMPARE(qkv.heads, 4u);
        QVERIFY(qkv.weights[kNorm] != kNone && qkv.weights[kQBias] != kNone && qkv.weights[kVBias] == kNone);
        QCOMPARE(lowered.weight(qkv, kQ)->rows, 32u);
        QCOMPARE(lowered.weight(qkv, kK)->rows, 16u);
        QVERIFY(qkv.weights[kQNorm] == kNone);
        QCOMPARE(lowered.steps[2].inputs[0], qkv.output);
        QCOMPARE(lowered.steps[4].activation, Activation::GeluTanh);
        QVERIFY(lowered.steps[5].weights[kBias] != kNone);
        QCOMPARE(lowered.steps.back().output, lowered.logits);
    }

    void fusesHeadNormsAndNormsBehind()
    {
        Layer layer;
        const ValueId attended
            = layer.builder.matMul(layer.attention(layer.norm(layer.x), 1e-5f), layer.weight(32, 32));
        const Graph lowered = layer.finish(layer.builder.add(layer.x, layer.norm(attended)));
        QCOMPARE(words(lowered), "embed qkv attention mat_mul norm_add select_outputs");
        QVERIFY(lowered.steps[1].weights[kQNorm] != kNone && lowered.steps[1].weights[kKNorm] != kNone);
        QCOMPARE(lowered.steps[4].inputs[1], layer.x);
    }

    void aHeadNormWithAnEpsilonOfItsOwnStaysPlain()
    {
        Layer layer;
        const Graph lowered = layer.finish(layer.attention(layer.norm(layer.x), 1e-3f));
        QVERIFY(!words(lowered).contains("qkv"));
    }

    void qkvNeedsNoNorm()
    {
        Layer layer;
        const Graph lowered = layer.finish(layer.attention(layer.x));
        QCOMPARE(words(lowered), "embed qkv attention select_outputs");
        QCOMPARE(lowered.steps[1].weights[kNorm], kNone);
    }

    void qkvNeedsNoPositions()
    {
        for (const float headEpsilon : { 0.0f, 1e-5f }) {
            Layer layer;
            const Graph lowered = layer.finish(layer.attention(layer.norm(layer.x), headEpsilon, false));
            QCOMPARE(words(lowered), "embed qkv attention select_outputs");
            QCOMPARE(lowered.steps[1].rope, kNone);
            QVERIFY(lowered.steps[1].weights[kNorm] != kNone && lowered.steps[1].weights[kKBias] != kNone);
            QCOMPARE(lowered.steps[1].weights[kQNorm] != kNone, headEpsilon != 0.0f);
        }
    }

    void aHeadOfWhichOnlyTheEndTurnsStaysPlain()
    {
        Layer layer;
        const std::uint32_t rope = layer.builder.ropeTable({ RopeStyle::Adjacent, 4, { 1, 1 }, 1.0f, 4 });
        const std::uint32_t kv = layer.builder.kvLayer({ 2, 8, 8, 0 });
        const ValueId q = layer.builder.rope(layer.builder.matMul(layer.x, layer.weight(32, 32)), rope, 4);
        const ValueId k = layer.builder.rope(layer.builder.matMul(layer.x, layer.weight(16, 32)), rope, 2);
        layer.builder.kvWrite(k, layer.builder.matMul(layer.x, layer.weight(16, 32)), kv);
        const Graph lowered = layer.finish(layer.builder.attention(q, kv, 4, 1.0f));
        QCOMPARE(words(lowered), "embed mat_mul rope mat_mul rope mat_mul kv_write attention select_outputs");
    }

    void aNormOfAPartStays()
    {
        Layer layer;
        const ValueId n = layer.builder.rmsNorm(layer.x, layer.weight(1, 16), 1e-5f);
        const Graph lowered = layer.finish(layer.builder.matMul(n, layer.weight(8, 32)));
        QCOMPARE(words(lowered), "embed rms_norm mat_mul select_outputs");
    }

    void aNormWithAnotherReaderStays()
    {
        Layer layer;
        const ValueId n = layer.norm(layer.x);
        const Graph lowered = layer.finish(layer.builder.add(layer.attention(n), n));
        QCOMPARE(words(lowered), "embed rms_norm qkv attention add select_outputs");
    }

    void aNormThatOthersReadStaysInFrontOfTheMlp()
    {
        Layer layer;
        const ValueId n = layer.norm(layer.x);
        const ValueId gate = layer.builder.matMul(n, layer.weight(64, 32));
        const ValueId inner
            = layer.builder.gatedAct(gate, layer.builder.matMul(n, layer.weight(64, 32)), Activation::Silu);
        const ValueId sum = layer.builder.add(layer.builder.matMul(inner, layer.weight(32, 64)), n);
        const Graph lowered = layer.finish(sum);
        QCOMPARE(words(lowered), "embed rms_norm gated_mlp mat_mul_add select_outputs");
        QCOMPARE(lowered.steps[2].inputs[0], n);
        QCOMPARE(lowered.steps[2].weights[kNorm], kNone);
    }

    void latentAttentionStaysAsItIs()
    {
        Layer layer;
        const std::uint32_t rope = layer.builder.ropeTable({ RopeStyle::Adjacent, 8, { 1, 1, 1, 1 }, 1.0f, 16 });
        const std::uint32_t kv = layer.builder.kvLayer({ 1, 24, 16, 0, true });
        const ValueId n = layer.norm(layer.x);
        const ValueId q
            = layer.builder.headMatMul(layer.builder.matMul(n, layer.weight(40, 32)), layer.weight(32, 12), 2);
        const ValueId k
            = layer.builder.rmsNorm(layer.builder.matMul(n, layer.weight(24, 32)), layer.weight(1, 16), 1e-5f);
        layer.builder.kvWrite(layer.builder.rope(k, rope, 1), kNone, kv);
        const Graph lowered = layer.finish(layer.builder.attention(layer.builder.rope(q, rope, 2), kv, 2, 1.0f));
        QCOMPARE(words(lowered),
            "embed rms_norm mat_mul head_mat_mul mat_mul rms_norm rope kv_write rope attention select_outputs");
    }

    void aProductWithAnotherReaderStays()
    {
        Layer layer;
        const ValueId product = layer.builder.matMul(layer.x, layer.weight(32, 32));
        const ValueId sum = layer.builder.add(product, layer.x);
        const Graph lowered
            = layer.finish(layer.builder.add(sum, layer.builder.gatedAct(product, sum, Activation::Silu)));
        QCOMPARE(words(lowered), "embed mat_mul add gated_act add select_outputs");
    }
};

QTEST_GUILESS_MAIN(TestLowering)
#include "tst_lowering.moc"
