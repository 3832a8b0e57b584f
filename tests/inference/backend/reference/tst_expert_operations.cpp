// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/reference/operations.h"

#include <QtTest/QtTest>

#include <cmath>
#include <vector>

using namespace maru;
using namespace maru::backend;
using namespace maru::backend::reference;
using graph::Gating;

namespace {

using Values = std::vector<float>;

bool areClose(const Values &a, const Values &b, float tolerance = 1e-6f)
{
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (!(std::abs(a[i] - b[i]) <= tolerance))
            return false;
    }
    return a.size() == b.size();
}

graph::Routing routing(std::uint32_t experts, std::uint32_t used, Gating gating)
{
    graph::Routing routing;
    routing.experts = experts;
    routing.used = used;
    routing.gating = gating;
    return routing;
}

Values routed(const Values &logits, const graph::Routing &how, const Values &bias = {})
{
    Values y(logits.size() / how.experts * 2 * how.used);
    route(logits, how, bias, y);
    return y;
}

/// A logit of probability p after a sigmoid.
float logit(double p)
{
    return static_cast<float>(std::log(p / (1.0 - p)));
}

} // namespace

/// The operations of experts and of latent attention against numbers worked out by hand.
class TestExpertOperations : public QObject
{
    Q_OBJECT

private slots:
    void aNormOfAPartLetsTheRestPass()
    {
        const Values x = { 3, 4, 7, 0, 10, -1 };
        const Values weight = { 1, 2 };
        Values y(6);
        rmsNorm(x, weight, 0.0f, y, 3);
        QVERIFY(areClose(y, { 3 / std::sqrt(12.5f), 8 / std::sqrt(12.5f), 7, 0, 20 / std::sqrt(50.0f), -1 }));
    }

    void ropeTurnsTheEndOfAHead()
    {
        graph::RopeTable table;
        table.style = graph::RopeStyle::Adjacent;
        table.rotaryWidth = 2;
        table.inverse = { static_cast<float>(std::acos(0.0)) }; // a quarter turn a position
        table.first = 1;
        const Values x = { 5, 1, 2, 6, 3, 4 }; // two heads
        Values y(6);
        rope(x, table, 2, 3, 1, y);
        QVERIFY(areClose(y, { 5, -2, 1, 6, -4, 3 }));
    }

    void eachHeadHasItsMatrix()
    {
        const Values weights = { 1, 2, 3, 4, 5, 6, 10, 20, 30, 40, 50, 60 }; // two heads of 3 x 2
        const Values x = { 1, 0, 7, 0, 1, 8, 1, 1, 9, 0, 0, -1 }; // two tokens of two heads of 2 + 1
        Values y(16);
        headMatMul(x, 2, 3, { 6, 2, false, weights }, ActivationFormat::F32, y);
        QCOMPARE(y, Values({ 1, 3, 5, 7, 20, 40, 60, 8, 3, 7, 11, 9, 0, 0, 0, -1 }));
    }

    void softmaxIsOverAllExperts()
    {
        const Values logits = { 0, std::log(4.0f), std::log(2.0f), 0 }; // of 8: 1, 4, 2, 1
        graph::Routing how = routing(4, 2, Gating::Softmax);
        QVERIFY(areClose(routed(logits, how), { 1, 2, 0.5f, 0.25f }));
        how.normalizes = true;
        how.scale = 3.0f;
        QVERIFY(areClose(routed(logits, how), { 1, 2, 2.0f, 1.0f }));
    }

    void softmaxOfTheChosenIsOverThemAlone()
    {
        const Values logits = { std::log(3.0f), -50, 0, -2, 0, 0, 1, 0 };
        const graph::Routing how = routing(4, 2, Gating::SoftmaxOfChosen);
        const float e = std::exp(1.0f);
        QVERIFY(areClose(routed(logits, how), { 0, 2, 0.75f, 0.25f, 0, 2, 1 / (1 + e), e / (1 + e) }));
    }

    void ofEqualsTheFirstAreChosen()
    {
        QVERIFY(areClose(routed({ 1, 1, 1, 1 }, routing(4, 3, Gating::Softmax)), { 0, 1, 2, 0.25f, 0.25f, 0.25f }));
    }

    void theBiasChoosesAndDoesNotWeigh()
    {
        const Values logits = { logit(0.9), logit(0.5), logit(0.2), logit(0.4) };
        const graph::Routing how = routing(4, 2, Gating::Sigmoid);
        QVERIFY(areClose(routed(logits, how), { 0, 1, 0.9f, 0.5f }));
        QVERIFY(areClose(routed(logits, how, { -1, 0, 1, 0 }), { 1, 2, 0.5f, 0.2f }));
    }

    void groupsAreChosenFirst()
    {
        // pairs: the best single expert lies in the first, the best two together in the last
        const Values logits = { logit(0.9), logit(0.1), logit(0.4), logit(0.3), logit(0.7), logit(0.8) };
        graph::Routing how = routing(6, 2, Gating::Sigmoid);
        how.groups = 3;
        how.groupsUsed = 1;
        QVERIFY(areClose(routed(logits, how), { 0, 1, 0.9f, 0.1f }));
        how.sumsTwoBest = true;
        QVERIFY(areClose(routed(logits, how), { 4, 5, 0.7f, 0.8f }));
        how.groupsUsed = 2;
        QVERIFY(areClose(routed(logits, how), { 0, 5, 0.9f, 0.8f }));
    }

    void whatIsNoNumberStillChoosesExperts()
    {
        const Values y = routed({ NAN, NAN, NAN, 1 }, routing(4, 2, Gating::Softmax));
        QVERIFY(y[0] >= 0 && y[0] < y[1] && y[1] < 4);
    }

    void expertsMultiplyWithTheirOwn()
    {
        const Values routes = { 1, 2, 0.5f, 2.0f }; // of three experts
        const graph::Routing how = routing(3, 2, Gating::Softmax);
        const Values gate = { 9, 9, 1, 0, 0, 1 }; // [3 * 1, 2]
        const Values up = { 9, 9, 2, 2, 1, 1 };
        const Values bias = { 9, 1, 0 };
        const Values x = { 3, 4 };
        Values y(2);
        expertUp(x, routes, { how, { 3, 2, false, gate }, { 3, 2, false, up }, bias, {} }, y);
        const auto silu = [](float g) { return g / (1 + std::exp(-g)); };
        QVERIFY(areClose(y, { silu(4) * 14, silu(4) * 7 }, 1e-4f));

        const Values down = { 9, 9, 1, 2, 3, 4 }; // [3 * 2, 1]
        const Values downBias = { 9, 9, 10, 20, 0, 1 };
        Values sum(2);
        expertDown(Values { 2, 5 }, routes, how, { 6, 1, false, down }, downBias, ActivationFormat::F32, sum);
        QVERIFY(areClose(sum, { 0.5f * (2 + 10) + 2 * 15, 0.5f * (4 + 20) + 2 * (20 + 1) }));
    }

    void theClampedActivationIsClamped()
    {
        const Values gate = { 1, 100, -100, 0 };
        const Values up = { 2, 100, 1, -100 };
        Values y(4);
        gatedAct(gate, up, graph::Activation::ClampedSwiglu, y);
        const auto sigmoid = [](float x) { return 1 / (1 + std::exp(-x)); };
        QVERIFY(areClose(y, { sigmoid(1.702f) * 3, 7 * sigmoid(1.702f * 7) * 8, 0, 0 }, 1e-5f));
    }

    void aMlpMayHaveNoNorm()
    {
        const Values x = { 1, 2 };
        const Values gate = { 1, 1 };
        const Values up = { 2, 0 };
        Values y(1);
        gatedMlp(
            x, {}, 0.0f, { 1, 2, false, gate }, { 1, 2, false, up }, graph::Activation::Silu, ActivationFormat::F32, y);
        QVERIFY(areClose(y, { 3 / (1 + std::exp(-3.0f)) * 2 }));
    }
};

QTEST_GUILESS_MAIN(TestExpertOperations)
#include "tst_expert_operations.moc"
