// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/reference/operations.h"

#include <QtTest/QtTest>

#include <array>
#include <cmath>
#include <vector>

using namespace maru;
using namespace maru::backend;
using namespace maru::backend::reference;

namespace {

using Values = std::vector<float>;

bool areClose(const Values &a, const Values &b, float tolerance = 1e-6f)
{
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (std::abs(a[i] - b[i]) > tolerance)
            return false;
    }
    return a.size() == b.size();
}

} // namespace

/// Each operation against numbers worked out by hand.
class TestOperations : public QObject
{
    Q_OBJECT

private slots:
    void embedTakesRows()
    {
        const Values table = { 1, 2, 3, 4, 5, 6 };
        const std::array<std::int32_t, 2> tokens = { 2, 0 };
        Values y(4);
        embed(tokens, { 3, 2, false, table }, 2.0f, y);
        QCOMPARE(y, Values({ 10, 12, 2, 4 }));
    }

    void rmsNormTakesGroups()
    {
        const Values x = { 3, 4, 0, 10 };
        const Values weight = { 1, 2 };
        Values y(4);
        rmsNorm(x, weight, 0.0f, y);
        QVERIFY(areClose(y, { 3 / std::sqrt(12.5f), 8 / std::sqrt(12.5f), 0, 20 / std::sqrt(50.0f) }));
        rmsNorm(x, weight, 12.5f, y);
        QVERIFY(areClose({ y[0], y[1] }, { 0.6f, 1.6f }));
    }

    void matMulMultipliesByRows()
    {
        const Values weights = { 1, 2, 3, 4, 5, 6 };
        const Values x = { 1, 10, 2, 0 };
        const Values bias = { 0.5f, 0, -1 };
        Values y(6);
        matMul(x, { 3, 2, false, weights }, bias, ActivationFormat::F32, y);
        QCOMPARE(y, Values({ 21.5f, 43, 64, 2.5f, 6, 9 }));
    }

    void quantizedWeightsMeetRoundedActivations()
    {
        const Values weights(32, 1.0f);
        Values x(32, 0.0f);
        x[0] = 16256.0f;
        x[1] = 0.4f; // rounds to 0
        x[2] = 2.5f; // ties to even: 2
        x[3] = -3.5f; // -4
        Values y(1);
        matMul(x, { 1, 32, true, weights }, {}, ActivationFormat::Int15Blocks, y);
        QCOMPARE(y[0], 16254.0f);
        matMul(x, { 1, 32, false, weights }, {}, ActivationFormat::Int15Blocks, y);
        QCOMPARE(y[0], 16255.4f);
    }

    void roundingIsByBlocksOf32()
    {
        Values x(64, 1.0f);
        x[0] = 162560.0f;
        Values y(64);
        roundActivations(x, ActivationFormat::Int15Blocks, y);
        QCOMPARE(y[0], 162560.0f);
        QCOMPARE(y[1], 0.0f);
        QVERIFY(std::abs(y[40] - 1.0f) < 1e-6f);
        roundActivations(Values(32, 0.0f), ActivationFormat::Int15Blocks, std::span(y).first(32));
        QCOMPARE(y[0], 0.0f);
    }

    void ropeTurnsPairs()
    {
        graph::RopeTable table;
        table.rotaryWidth = 4;
        table.inverse = { std::acos(0.0f), 0.0f }; // a quarter turn a position, and none
        const Values x = { 1, 2, 3, 4, 9, 1, 2, 3, 4, 9 };
        Values y(10);
        table.style = graph::RopeStyle::Adjacent;
        rope(x, table, 1, 5, 0, y);
        QVERIFY(areClose(y, { 1, 2, 3, 4, 9, -2, 1, 3, 4, 9 }));
        table.style = graph::RopeStyle::Halves;
        table.magnitude = 2.0f;
        rope(x, table, 1, 5, 1, y);
        QVERIFY(areClose(y, { -6, 4, 2, 8, 9, -2, 4, -6, 8, 9 }));
    }

    void attentionIsCausalAndKeepsTheWindow()
    {
        Values keys(8);
        Values values(8);
        KvCache cache = { { 1, 1, 1, 0 }, KvType::F32, keys, values };
        kvWrite(Values({ 0, 0, 0, 100 }), Values({ 1, 2, 6, 50 }), 0, cache);
        Values y(3);
        attention(Values({ 1, 1, 1 }), cache, 1, 1.0f, 0, y); // equal scores: means of what is seen
        QVERIFY(areClose(y, { 1, 1.5f, 3 }));
        cache.shape.window = 2;
        attention(Values({ 1, 1, 1 }), cache, 1, 1.0f, 0, y);
        QVERIFY(areClose(y, { 1, 1.5f, 4 }));
        Values last(1);
        attention(Values({ 1 }), cache, 1, 1.0f, 3, last);
        QVERIFY(areClose(last, { 50 }, 1e-4f));
    }

    void queriesShareHeadsInGroups()
    {
        Values keys(2);
        Values values(2);
        const KvCache cache = { { 2, 1, 1, 0 }, KvType::F32, keys, values };
        kvWrite(Values({ 1, 1 }), Values({ 5, 7 }), 0, cache);
        Values y(4);
        attention(Values({ 1, 1, 1, 1 }), cache, 4, 1.0f, 0, y);
        QCOMPARE(y, Values({ 5, 5, 7, 7 }));
    }

    void halfPrecisionCachesRound()
    {
        Values keys(2);
        Values values(2);
        const KvCache cache = { { 1, 1, 1, 0 }, KvType::F16, keys, values };
        kvWrite(Values({ 1.0f + 0x1p-11f }), Values({ 1.0f + 0x1.8p-10f }), 1, cache);
        QCOMPARE(keys, Values({ 0.0f, 1.0f }));
        QCOMPARE(values, Values({ 0.0f, 1.0f + 0x1p-9f }));
    }

    void activations()
    {
        Values y(3);
        gatedAct(Values({ 0, 1, -2 }), Values({ 5, 2, 1 }), graph::Activation::Silu, y);
        QVERIFY(areClose(y, { 0, 2 * 0.7310585786f, -2 * 0.1192029220f }));
        gatedAct(Values({ 0, 1, -2 }), Values({ 5, 2, 1 }), graph::Activation::GeluTanh, y);
        QVERIFY(areClose(y, { 0, 2 * 0.8411919906f, -0.0454022884f }));
    }

    void scalesAndCaps()
    {
        Values y(3);
        scale(Values({ 0, 1, -2 }), 1.5f, 0.0f, y);
        QCOMPARE(y, Values({ 0, 1.5f, -3 }));
        scale(Values({ 0, 4, -1000 }), 2.0f, 8.0f, y);
        QVERIFY(areClose(y, { 0, 8 * 0.7615941560f, -8 }));
    }

    void outputsAreTheLastRows()
    {
        Values y(2);
        selectOutputs(Values({ 1, 2, 3, 4, 5, 6 }), y);
        QCOMPARE(y, Values({ 5, 6 }));
        selectOutputs(Values({ 1, 2 }), std::span(y).first(0));
    }
};

QTEST_GUILESS_MAIN(TestOperations)
#include "tst_operations.moc"
