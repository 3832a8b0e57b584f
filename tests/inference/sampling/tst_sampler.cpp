// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/sampling/filters.h"
#include "inference/sampling/sampler.h"

#include <QtTest/QTest>

#include <cmath>
#include <limits>
#include <vector>

using namespace maru::sampling;

namespace {

std::vector<float> logitsOf(std::initializer_list<double> probabilities)
{
    std::vector<float> logits;
    for (const double probability : probabilities)
        logits.push_back(static_cast<float>(std::log(probability)));
    return logits;
}

std::vector<std::int32_t> idsOf(const std::vector<Candidate> &candidates)
{
    std::vector<std::int32_t> ids;
    for (const Candidate &candidate : candidates)
        ids.push_back(candidate.token);
    return ids;
}

Sampler samplerOf(const SamplingSettings &settings)
{
    auto sampler = Sampler::create(settings);
    return *sampler;
}

} // namespace

class TestSampler : public QObject
{
    Q_OBJECT

private slots:
    void topKKeepsTheLikeliestInOrder()
    {
        const std::vector<float> logits { 1, 5, 3, 5, -2, 4 };
        QCOMPARE(idsOf(topK(logits, 3)), (std::vector<std::int32_t> { 1, 3, 5 }));
        QCOMPARE(idsOf(topK(logits, 0)), (std::vector<std::int32_t> { 1, 3, 5, 2, 0, 4 }));
        QCOMPARE(topK(logits, 100).size(), 6u);
    }

    void topKLeavesOutWhatIsNoNumber()
    {
        const float nan = std::numeric_limits<float>::quiet_NaN();
        QCOMPARE(idsOf(topK(std::vector<float> { nan, 1, nan, 2 }, 4)), (std::vector<std::int32_t> { 3, 1 }));
        QVERIFY(topK(std::vector<float> { nan, nan }, 1).empty());
    }

    void topPKeepsTheFewestThatReachIt()
    {
        auto candidates = topK(logitsOf({ 0.5, 0.3, 0.15, 0.05 }), 0);
        keepTopP(candidates, 0.79f);
        QCOMPARE(idsOf(candidates), (std::vector<std::int32_t> { 0, 1 }));
        keepTopP(candidates, 0.01f);
        QCOMPARE(idsOf(candidates), (std::vector<std::int32_t> { 0 }));
    }

    void minPIsRelativeToTheLikeliest()
    {
        auto candidates = topK(logitsOf({ 0.5, 0.3, 0.15, 0.05 }), 0);
        keepMinP(candidates, 0.29f);
        QCOMPARE(idsOf(candidates), (std::vector<std::int32_t> { 0, 1, 2 }));
        keepMinP(candidates, 1.0f);
        QCOMPARE(idsOf(candidates), (std::vector<std::int32_t> { 0 }));
    }

    void repetitionIsPenalizedOnceAndOnBothSidesOfZero()
    {
        std::vector<float> logits { 2, -2, 2, 2 };
        penalizeRepetition(logits, std::vector<std::int32_t> { 0, 1, 0, 0, 99, -1 }, 2.0f);
        QCOMPARE(logits, (std::vector<float> { 1, -4, 2, 2 }));
    }

    void temperatureZeroTakesTheLikeliest()
    {
        Sampler sampler = samplerOf({ .temperature = 0 });
        std::vector<float> logits { 1, 2, 3, 2 };
        QCOMPARE(sampler.sample(logits, {}), 2);
    }

    void onlyTheWindowOfRecentTokensCounts()
    {
        SamplingSettings settings { .temperature = 0, .repetitionPenalty = 10, .repetitionWindow = 2 };
        Sampler sampler = samplerOf(settings);
        std::vector<float> logits { 3, 2, 1 };
        QCOMPARE(sampler.sample(logits, std::vector<std::int32_t> { 0, 2, 2 }), 0);
        logits = { 3, 2, 1 };
        QCOMPARE(sampler.sample(logits, std::vector<std::int32_t> { 2, 2, 0 }), 1);
    }

    void drawsFollowTheProbabilities()
    {
        Sampler sampler = samplerOf({ .temperature = 1, .topK = 0, .topP = 1, .minP = 0, .seed = 42 });
        std::array<int, 3> counts {};
        for (int i = 0; i < 20000; ++i) {
            std::vector<float> logits = logitsOf({ 0.7, 0.2, 0.1 });
            ++counts[static_cast<std::size_t>(sampler.sample(logits, {}))];
        }
        // Four standard deviations of a binomial count of 20000.
        QVERIFY2(std::abs(counts[0] - 14000) < 260, qPrintable(QString::number(counts[0])));
        QVERIFY2(std::abs(counts[1] - 4000) < 227, qPrintable(QString::number(counts[1])));
        QVERIFY2(std::abs(counts[2] - 2000) < 170, qPrintable(QString::number(counts[2])));
    }

    void sameSeedGivesTheSameTokensAndTheStateContinuesThem()
    {
        const SamplingSettings settings { .temperature = 1, .topK = 0, .topP = 1, .minP = 0, .seed = 7 };
        Sampler first = samplerOf(settings);
        Sampler second = samplerOf(settings);
        const auto draw = [](Sampler &sampler) {
            std::vector<float> logits(50, 0.0f);
            return sampler.sample(logits, {});
        };
        for (int i = 0; i < 20; ++i)
            QCOMPARE(draw(first), draw(second));
        auto third = Sampler::restore(settings, first.state());
        QVERIFY(third.has_value());
        std::vector<std::int32_t> rest;
        for (int i = 0; i < 20; ++i) {
            rest.push_back(draw(first));
            QCOMPARE(rest.back(), draw(*third));
        }
        Sampler other = samplerOf({ .temperature = 1, .topK = 0, .topP = 1, .minP = 0, .seed = 8 });
        std::vector<std::int32_t> different;
        for (int i = 0; i < 20; ++i)
            different.push_back(draw(other));
        QVERIFY(rest != different);
    }

    void settingsOutOfRangeAreRefusedByName()
    {
        const auto refused = [](SamplingSettings settings) {
            const auto sampler = Sampler::create(settings);
            return sampler ? std::string() : std::string(sampler.error().arg("key"));
        };
        QCOMPARE(refused({ .temperature = -1 }), std::string("temperature"));
        QCOMPARE(refused({ .temperature = std::numeric_limits<float>::quiet_NaN() }), std::string("temperature"));
        QCOMPARE(refused({ .topP = 0 }), std::string("top-p"));
        QCOMPARE(refused({ .minP = 2 }), std::string("min-p"));
        QCOMPARE(refused({ .repetitionPenalty = 0 }), std::string("repetition penalty"));
        QVERIFY(!Sampler::restore({}, "xyz").has_value());
        QVERIFY(!Sampler::restore({}, "00000000000000001").has_value());
    }

    void logitsWithoutANumberGiveNoToken()
    {
        Sampler sampler = samplerOf({});
        std::vector<float> logits(4, std::numeric_limits<float>::quiet_NaN());
        QCOMPARE(sampler.sample(logits, {}), -1);
    }
};

QTEST_GUILESS_MAIN(TestSampler)
#include "tst_sampler.moc"
