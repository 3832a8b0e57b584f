// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/sampling/sampler.h"

#include <QtTest/QTest>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <limits>
#include <memory>
#include <string>
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

std::shared_ptr<const PieceTable> letters()
{
    static const auto kPieces = std::make_shared<const PieceTable>(
        std::vector<std::string> { "a", "b", "ab", "\n", "", "\xea", "\xb0\x80", "[1", "]" },
        std::vector<std::int32_t> { 4 });
    return kPieces;
}

Sampler samplerOf(const SamplingSettings &settings)
{
    auto sampler = Sampler::create(settings, letters());
    return std::move(*sampler);
}

} // namespace

class TestSampler : public QObject
{
    Q_OBJECT

private slots:
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

    void biasComesBeforeEverything()
    {
        const float never = -std::numeric_limits<float>::infinity();
        Sampler sampler = samplerOf({ .temperature = 0, .logitBias = { { 2, never }, { 0, 5.0f }, { 99, 1.0f } } });
        std::vector<float> logits { 1, 2, 9, 3 };
        QCOMPARE(sampler.sample(logits, {}), 0);
    }

    void infinitiesAreDrawnAlikeAndNothingElse()
    {
        const float infinite = std::numeric_limits<float>::infinity();
        for (const bool mirostat : { false, true }) {
            Sampler sampler = samplerOf({ .temperature = 1, .mirostat = mirostat, .seed = 3 });
            std::array<int, 4> counts {};
            for (int i = 0; i < 400; ++i) {
                std::vector<float> logits { 1, infinite, 5, infinite };
                ++counts[static_cast<std::size_t>(sampler.sample(logits, {}))];
            }
            QCOMPARE(counts[0] + counts[2], 0);
            QVERIFY(counts[1] > 140 && counts[3] > 140); // four standard deviations are 40
        }
    }

    void xtcLeavesTheTopChoiceOutAsOftenAsItIsTold()
    {
        const SamplingSettings settings {
            .temperature = 1, .topK = 0, .topP = 1, .minP = 0, .xtcProbability = 0.25f, .xtcThreshold = 0.2f, .seed = 11
        };
        Sampler sampler = samplerOf(settings);
        int top = 0;
        for (int i = 0; i < 20000; ++i) {
            std::vector<float> logits = logitsOf({ 0.5, 0.4, 0.1 });
            top += sampler.sample(logits, {}) == 0 ? 1 : 0;
        }
        QVERIFY2(
            std::abs(top - 20000 * 0.75 * 0.5) < 280, qPrintable(QString::number(top))); // four standard deviations
    }

    void mirostatHoldsTheSurpriseItIsTold()
    {
        SamplingSettings settings { .temperature = 1, .mirostat = true, .mirostatTau = 3.0f, .seed = 5 };
        Sampler sampler = samplerOf(settings);
        std::vector<double> chances(2000);
        double total = 0;
        for (std::size_t i = 0; i < chances.size(); ++i)
            total += chances[i] = 1.0 / static_cast<double>(i + 1);
        double surprise = 0;
        const int rounds = 4000;
        for (int i = 0; i < rounds; ++i) {
            std::vector<float> logits;
            for (const double chance : chances)
                logits.push_back(static_cast<float>(std::log(chance)));
            const std::int32_t token = sampler.sample(logits, {});
            surprise -= std::log2(chances[static_cast<std::size_t>(token)] / total);
        }
        // What is cut off makes what remains likelier, so that the surprise over all tokens lies above the one aimed
        // at.
        QVERIFY2(surprise / rounds > 3.0 && surprise / rounds < 5.5, qPrintable(QString::number(surprise / rounds)));
    }

    void everySamplersStateGoesOnExactly_data()
    {
        QTest::addColumn<int>("kind");
        QTest::newRow("plain") << 0;
        QTest::newRow("mirostat") << 1;
        QTest::newRow("grammar") << 2;
        QTest::newRow("mirostat and grammar") << 3;
        QTest::newRow("dry and xtc") << 4;
    }

    void everySamplersStateGoesOnExactly()
    {
        QFETCH(const int, kind);
        SamplingSettings settings { .temperature = 1, .topK = 0, .topP = 1, .minP = 0, .seed = 99 };
        settings.mirostat = (kind & 1) != 0;
        if (kind == 2 || kind == 3)
            settings.grammar = "root ::= (\"ab\" | \"a\" [^a]+ \"\\n\" | \"\\uAC00\" root \"]\")*";
        if (kind == 4) {
            settings.dry.multiplier = 1.0f;
            settings.xtcProbability = 0.5f;
        }
        Sampler sampler = samplerOf(settings);
        std::vector<std::int32_t> text;
        const auto step = [](Sampler &from, std::vector<std::int32_t> &to) {
            std::vector<float> logits(9);
            for (std::size_t i = 0; i < logits.size(); ++i)
                logits[i] = static_cast<float>(i % 3);
            logits[4] = -9; // the end
            const std::int32_t token = from.sample(logits, to);
            from.accept(token);
            to.push_back(token);
        };
        for (int round = 0; round < 60; ++round) {
            auto copy = Sampler::restore(settings, sampler.state(), letters());
            QVERIFY2(copy.has_value(), sampler.state().c_str());
            QCOMPARE(copy->state(), sampler.state());
            std::vector<std::int32_t> other = text;
            step(sampler, text);
            step(*copy, other);
            QCOMPARE(other, text);
            QCOMPARE(copy->state(), sampler.state());
            if (text.back() == 4 || text.back() < 0)
                return;
        }
    }

    void statesOfOtherSettingsAreRefused()
    {
        const SamplingSettings plain;
        const SamplingSettings mirostat { .mirostat = true };
        const SamplingSettings grammar { .grammar = "root ::= \"a\" [bc]* (\"x\" root \"y\")?" };
        const std::string good = samplerOf(grammar).state();
        QVERIFY(Sampler::restore(grammar, good, letters()).has_value());
        QVERIFY(!Sampler::restore(plain, samplerOf(mirostat).state()).has_value());
        QVERIFY(!Sampler::restore(mirostat, samplerOf(plain).state()).has_value());
        QVERIFY(!Sampler::restore(grammar, samplerOf(plain).state(), letters()).has_value());
        QVERIFY(!Sampler::restore(mirostat, "0000000000000000;m7fc00000").has_value()); // not a number
        for (std::size_t length = 0; length < good.size(); ++length)
            QVERIFY(!Sampler::restore(grammar, good.substr(0, length), letters()).has_value());
        for (std::size_t i = 16; i < good.size(); ++i) { // any damage is refused or is another state of the grammar
            for (const char c : { 'z', '|', ',', '.', '9' }) {
                std::string bad = good;
                bad[i] = c;
                auto restored = Sampler::restore(grammar, bad, letters());
                if (restored) {
                    restored->accept(0);
                    std::vector<float> logits(9, 0.0f);
                    restored->sample(logits, {});
                }
            }
        }
    }

    void aGrammarLeavesOnlyWhatItAllows()
    {
        SamplingSettings settings { .temperature = 0, .grammar = "root ::= \"ab\" \"\\n\"" };
        Sampler sampler = samplerOf(settings);
        const auto next = [&sampler](std::vector<float> logits) {
            const std::int32_t token = sampler.sample(logits, {});
            sampler.accept(token);
            return token;
        };
        QCOMPARE(next({ 1, 9, 0, 9, 9, 9, 9, 9, 9 }), 0); // "a": "ab" is less likely, everything else is not allowed
        QCOMPARE(next({ 9, 1, 9, 9, 9, 9, 9, 9, 9 }), 1);
        QCOMPARE(next({ 9, 9, 9, 1, 9, 9, 9, 9, 9 }), 3);
        QVERIFY(sampler.isComplete());
        QCOMPARE(next({ 9, 9, 9, 9, 1, 9, 9, 9, 9 }), 4); // only the end is left
        std::vector<float> logits(9, 0.0f);
        const float nan = std::numeric_limits<float>::quiet_NaN();
        logits[4] = nan;
        QCOMPARE(sampler.sample(logits, {}), -1);
    }

    void halfACharacterIsAllowedWhereItsWholeIs()
    {
        Sampler sampler = samplerOf({ .temperature = 0, .grammar = "root ::= [\\uAC00-\\uAC0F]" });
        std::vector<float> logits { 9, 9, 9, 9, 9, 1, 9, 9, 9 };
        QCOMPARE(sampler.sample(logits, {}), 5); // EA: the first of three bytes
        sampler.accept(5);
        logits = { 9, 9, 9, 9, 9, 9, 1, 9, 9 };
        QCOMPARE(sampler.sample(logits, {}), 6); // B0 80
    }

    void aSamplerThatIsFreeDoesNotAskTheGrammar()
    {
        Sampler sampler = samplerOf({ .temperature = 0, .grammar = "root ::= \"a\"" });
        std::vector<float> logits { 1, 9, 0, 0, 0, 0, 0, 0, 0 };
        QCOMPARE(sampler.sample(logits, {}, true), 1);
        QCOMPARE(sampler.sample(logits, {}, false), 0);
    }

    void aVocabularyOf150000TakesLessThanAMillisecond()
    {
        std::vector<float> source(150000);
        Sampler random = samplerOf({});
        for (std::size_t i = 0; i < source.size(); ++i)
            source[i] = static_cast<float>((i * 7919) % 10007) / 1000.0f;
        const std::vector<std::int32_t> recent(4000, 17);
        std::vector<float> logits;
        double best = 1e9;
        for (int i = 0; i < 30; ++i) {
            logits = source;
            const auto start = std::chrono::steady_clock::now();
            QVERIFY(random.sample(logits, recent) >= 0);
            best = std::min(
                best, std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
        }
        qInfo("%.3f ms", best);
#ifdef NDEBUG
        QVERIFY2(best < 1.0, qPrintable(QString::number(best)));
#endif
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
