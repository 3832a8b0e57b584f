// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/runtime/placement.h"

#include <QtTest/QTest>

#include <numeric>

using namespace maru;
using namespace maru::runtime;

class TestPlacement : public QObject
{
    Q_OBJECT

private slots:
    void asManyLayersAsFitGoToTheGpu_data()
    {
        QTest::addColumn<quint64>("gpuFree");
        QTest::addColumn<quint64>("cpuFree");
        QTest::addColumn<int>("expected"); // -1: none fits
        const auto row = [](const char *name, std::uint64_t gpuFree, std::uint64_t cpuFree, int expected) {
            QTest::newRow(name) << quint64(gpuFree) << quint64(cpuFree) << expected;
        };
        const std::uint64_t plenty = kGiB * 100;
        const std::uint64_t whole = kGpuMargin + 20 * kLayer + kHead + kEmbedding;
        row("everything", whole, plenty, 21);
        row("all but the embedding", whole - 1, plenty, 20);
        row("exactly seven", kGpuMargin + 7 * kLayer + kHead, plenty, 7);
        row("one byte less", kGpuMargin + 7 * kLayer + kHead - 1, plenty, 6);
        row("one", kGpuMargin + kLayer + kHead, plenty, 1);
        row("not one", kGpuMargin + kLayer + kHead - 1, plenty, 0);
        row("less than the margin", kGpuMargin / 2, plenty, 0);
        row("no card", 0, plenty, 0);
        row("the rest just fits", kGpuMargin + 7 * kLayer + kHead, kCpuMargin + 13 * kLayer, 7);
        row("the rest does not", kGpuMargin + 7 * kLayer + kHead, kCpuMargin + 13 * kLayer - 1, -1);
        row("everything on the card, nothing free elsewhere", whole, 0, 21);
    }

    void asManyLayersAsFitGoToTheGpu()
    {
        QFETCH(const quint64, gpuFree);
        QFETCH(const quint64, cpuFree);
        QFETCH(const int, expected);
        int asked = 0;
        const auto best = planPlacement(allChoices(),
            [&asked](std::uint32_t layers) {
                ++asked;
                return costOf(layers);
            },
            { cpuFree, gpuFree, false });
        QCOMPARE(best ? int(*best) : -1, expected);
        QVERIFY(asked <= 10);
    }

    void oneMemoryHasToHoldBothParts()
    {
        const std::uint64_t whole = kCpuMargin + 20 * kLayer + kHead;
        QCOMPARE(planPlacement(allChoices(), costOf, { whole, kGiB * 100, true }), std::optional(20u));
        QVERIFY(!planPlacement(allChoices(), costOf, { whole - 1, kGiB * 100, true }));
    }

    void onlyWhatMayBeChosenIsChosen()
    {
        const PlacementLimits plenty { kGiB * 100, kGiB * 100, false };
        const std::uint32_t five[] = { 5 };
        QCOMPARE(planPlacement(five, costOf, plenty), std::optional(5u));
        QVERIFY(!planPlacement(five, costOf, { kGiB * 100, kGpuMargin + 4 * kLayer, false }));
        const std::uint32_t allOrNothing[] = { 0, 21 };
        QCOMPARE(
            planPlacement(allOrNothing, costOf, { kGiB * 100, kGpuMargin + 10 * kLayer, false }), std::optional(0u));
        QVERIFY(!planPlacement({}, costOf, plenty));
    }

    void whatFailsIsTriedWithLessWhereThatMayBe()
    {
        const Error full { ErrorCode::OutOfMemory, Reason::DeviceMemory, {}, {} };
        const Error broken { ErrorCode::Unsupported, Reason::DriverFailed, {}, {} };
        const Error stopped { ErrorCode::Cancelled, Reason::Stopped, {}, {} };
        const PlacementFreedom all { true, true };
        std::vector<std::uint32_t> tried;
        for (std::optional<std::uint32_t> layers = 21; layers; layers = nextPlacement(*layers, 20, full, all))
            tried.push_back(*layers);
        QVERIFY((tried == std::vector<std::uint32_t> { 21, 15, 11, 8, 6, 4, 3, 2, 1, 0 }));
        QCOMPARE(nextPlacement(21, 20, broken, all), std::optional(0u));
        QVERIFY(!nextPlacement(21, 20, stopped, all));
        QVERIFY(!nextPlacement(0, 20, full, all));
        QVERIFY(!nextPlacement(21, 20, full, { false, false }));
        QVERIFY(!nextPlacement(21, 20, broken, { true, false }));
        QCOMPARE(nextPlacement(21, 20, full, { false, true }), std::optional(0u));
    }

    void whatIsMissingIsCountedWithTheMargin()
    {
        const PlacementCost cost { { kGiB, 0, 0 }, { 0, 2 * kGiB, 0 } };
        QCOMPARE(missingOnGpu(cost, { 0, kGiB + kGpuMargin, false }), kGiB);
        QCOMPARE(missingOnCpu(cost, { kCpuMargin, 0, false }), kGiB);
        QCOMPARE(missingOnCpu(cost, { kCpuMargin, 0, true }), 3 * kGiB);
        QCOMPARE(missingOnCpu(cost, { kGiB + kCpuMargin, 0, false }), std::uint64_t(0));
    }

    void adviceNamesWhatHelpsAndNothingElse()
    {
        // weights 10, a cache of 1 for each 1024 positions in f16, half of it in q8_0
        const auto fitsIn = [](double limit) {
            return [limit](const FitQuestion &question) -> std::optional<std::uint32_t> {
                const double cache = question.context / 1024.0 * (question.kv == backend::KvType::F16 ? 1.0 : 0.5);
                return 10 * question.weightShare + cache <= limit ? std::optional(3u) : std::nullopt;
            };
        };
        const FitQuestion asked { 8192, backend::KvType::F16 };
        const FitAdvice cache = adviseFit(asked, 8.5, fitsIn(14.0));
        QVERIFY(!cache.gpuLayers);
        QCOMPARE(cache.context, std::optional(4096u));
        QVERIFY(cache.q8Cache);
        QCOMPARE(cache.quantization, std::string("Q4_K_M")); // 10 * 4.9 / 8.5 + 8 = 13.8
        const FitAdvice weights = adviseFit(asked, 8.5, fitsIn(12.1));
        QCOMPARE(weights.context, std::optional(2048u));
        QVERIFY(!weights.q8Cache);
        QCOMPARE(weights.quantization, std::string("Q2_K")); // 4 + 8
        const FitAdvice none = adviseFit(asked, 3.0, fitsIn(9.0));
        QVERIFY(!none.context && !none.q8Cache && none.quantization.empty());
        const FitAdvice layers = adviseFit(asked, 8.5, fitsIn(100.0));
        QCOMPARE(layers.gpuLayers, std::optional(3u));
        FitQuestion already = asked;
        already.kv = backend::KvType::Q8_0;
        QVERIFY(!adviseFit(already, 8.5, fitsIn(100.0)).q8Cache);
    }

private:
    static constexpr std::uint64_t kGiB = std::uint64_t { 1 } << 30;
    static constexpr std::uint64_t kLayer = 100'000'003;
    static constexpr std::uint64_t kHead = 50'000'001;
    static constexpr std::uint64_t kEmbedding = 30'000'000;

    /// A model of 20 layers.
    static PlacementCost costOf(std::uint32_t gpuLayers)
    {
        if (gpuLayers == 21)
            return { {}, { 20 * kLayer + kHead + kEmbedding, 0, 0 } };
        if (gpuLayers == 0)
            return { { 20 * kLayer + kHead, 0, 0 }, {} };
        return { { (20 - gpuLayers) * kLayer, 0, 0 }, { gpuLayers * kLayer, kHead, 0 } };
    }

    static std::vector<std::uint32_t> allChoices()
    {
        std::vector<std::uint32_t> choices(22);
        std::iota(choices.begin(), choices.end(), 0u);
        return choices;
    }
};

QTEST_GUILESS_MAIN(TestPlacement)
#include "tst_placement.moc"
