// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/cpu/cpu_features.h"
#include "inference/backend/cpu/kernels/dot_kernels.h"
#include "inference/backend/cpu/kernels/float_dot.h"
#include "inference/backend/cpu/kernels/quantize.h"
#include "inference/backend/cpu/panel_packing.h"
#include "tests/support/compare.h"
#include "tests/support/random_tensor.h"

#include <QtTest/QTest>

#include <algorithm>
#include <bit>
#include <cstring>
#include <new>
#include <string>
#include <vector>

using namespace maru;
using namespace maru::backend::cpu;
using quant::TensorType;

namespace {

constexpr TensorType kQuantized[] = { TensorType::Q4_0, TensorType::Q4_1, TensorType::Q5_0, TensorType::Q5_1,
    TensorType::Q8_0, TensorType::Q4_K, TensorType::Q5_K, TensorType::Q6_K, TensorType::Q2_K, TensorType::Q3_K,
    TensorType::IQ4_NL, TensorType::IQ4_XS, TensorType::MXFP4, TensorType::IQ2_XXS, TensorType::IQ2_XS,
    TensorType::IQ2_S, TensorType::IQ3_XXS, TensorType::IQ3_S };
constexpr TensorType kFloats[] = { TensorType::F32, TensorType::F16, TensorType::BF16 };

/// Rows of weights, in the file's form and decoded.
struct Weights
{
    TensorType type;
    std::uint32_t rows;
    std::uint32_t columns;
    std::vector<std::byte> blocks;
    std::vector<float> values;

    Weights(TensorType weightType, std::uint32_t rowCount, std::uint32_t columnCount, std::uint32_t seed)
        : type(weightType)
        , rows(rowCount)
        , columns(columnCount)
        , blocks(test::randomBlocks(weightType, std::size_t { rowCount } * columnCount, seed))
        , values(test::decoded(weightType, blocks))
    {
    }

    graph::Weight view() const { return { "w", type, rows, columns, blocks }; }
    std::span<const float> row(std::uint32_t index) const
    {
        return std::span(values).subspan(std::size_t { index } * columns, columns);
    }
};

/// A packed panel, between guards that nobody may touch.
struct Panel
{
    std::vector<std::byte> bytes;
    std::size_t size;

    Panel(const Weights &weights, std::uint32_t index)
        : size(panelBytes(weights.type, weights.columns))
    {
        bytes.assign(size + 192, std::byte { 0x5a });
        packPanel(weights.view(), index, data());
    }

    std::byte *data()
    {
        void *p = bytes.data() + 64;
        std::size_t room = bytes.size() - 64;
        return static_cast<std::byte *>(std::align(64, size, p, room));
    }
    bool guardsHold()
    {
        const auto untouched = [](std::byte b) { return b == std::byte { 0x5a }; };
        const auto begin = bytes.begin() + (data() - bytes.data());
        return std::all_of(bytes.begin(), begin, untouched)
            && std::all_of(begin + static_cast<std::ptrdiff_t>(size), bytes.end(), untouched);
    }
};

double dot(std::span<const float> a, std::span<const float> b)
{
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
    return sum;
}

std::vector<float> decodedBlocks(std::span<const ActivationBlock> blocks)
{
    std::vector<float> values;
    for (const ActivationBlock &block : blocks) {
        for (std::size_t i = 0; i < kBlockColumns; ++i)
            values.push_back(block.value(i));
    }
    return values;
}

} // namespace

/// The kernels that multiply panels of weights: every format on every instruction set of this machine.
class DotKernelsTest : public QObject
{
    Q_OBJECT

private slots:
    void cleanup() { forceInstructionSet(std::nullopt); }

    void packedWeightsTimesRoundedActivations_data();
    void packedWeightsTimesRoundedActivations();
    void extremeQuantsDoNotOverflow_data() { packedWeightsTimesRoundedActivations_data(); }
    void extremeQuantsDoNotOverflow();
    void everySetGivesTheSameBits_data() { packedWeightsTimesRoundedActivations_data(); }
    void everySetGivesTheSameBits();
    void floatWeights_data();
    void floatWeights();
    void roundingIsTheReferences_data();
    void roundingIsTheReferences();
};

void DotKernelsTest::packedWeightsTimesRoundedActivations_data()
{
    QTest::addColumn<int>("set");
    QTest::addColumn<quint32>("type");
    for (const InstructionSet set : kInstructionSets) {
        if (!isAvailable(set))
            continue;
        for (const TensorType type : kQuantized)
            QTest::addRow("%s %s", toString(set).data(), quant::tensorTypeInfo(type).name.data())
                << static_cast<int>(set) << static_cast<quint32>(type);
    }
}

void DotKernelsTest::packedWeightsTimesRoundedActivations()
{
    QFETCH(int, set);
    QFETCH(quint32, type);
    const auto weightType = static_cast<TensorType>(type);
    const PanelKernel kernel = dotKernels(static_cast<InstructionSet>(set)).find(weightType);
    QVERIFY(kernel != nullptr);
    const std::uint32_t unit = quant::tensorTypeInfo(weightType).blockLength;
    for (const std::uint32_t columns : { unit, 3 * unit, 768U }) {
        const Weights weights(weightType, 21, columns, columns); // one whole panel, one of 5 rows
        for (const std::uint32_t tokens : { 1U, 2U, 3U, 4U, 5U, 7U, 8U, 15U, 64U }) {
            const std::vector<float> x = test::randomTensor(std::size_t { tokens } * columns, tokens);
            const std::size_t stride = columns / kBlockColumns + 1; // a gap between the rows
            std::vector<ActivationBlock> activations(stride * tokens);
            for (std::uint32_t t = 0; t < tokens; ++t)
                quantizeRow(x.data() + std::size_t { t } * columns, columns, activations.data() + t * stride);
            for (std::uint32_t panel = 0; panel < panelCount(weights.rows); ++panel) {
                Panel packed(weights, panel);
                QVERIFY(packed.guardsHold());
                std::vector<float> out(std::size_t { tokens } * kPanelRows + 1, -77.0f);
                kernel(packed.data(), columns / kBlockColumns, activations.data(), stride, tokens, out.data());
                QCOMPARE(out.back(), -77.0f);
                for (std::uint32_t t = 0; t < tokens; ++t) {
                    const std::vector<float> rounded
                        = decodedBlocks(std::span(activations).subspan(t * stride, columns / kBlockColumns));
                    for (std::uint32_t r = 0; r < kPanelRows; ++r) {
                        const float actual = out[t * kPanelRows + r];
                        const std::uint32_t row = panel * kPanelRows + r;
                        if (row >= weights.rows) {
                            QCOMPARE(actual, 0.0f); // rows that fill up the last panel
                            continue;
                        }
                        const double expected = dot(weights.row(row), rounded);
                        // The minimum is summed apart from the quants, each several times the sum of both.
                        const double allowed
                            = 4 * test::dotTolerance(columns, test::norm(weights.row(row)), test::norm(rounded), 0);
                        const double difference = std::abs(static_cast<double>(actual) - expected);
                        QVERIFY2(difference <= allowed,
                            qPrintable(
                                QStringLiteral("%1 columns, %2 tokens, token %3, row %4: %5 instead of %6, allowed %7")
                                    .arg(columns)
                                    .arg(tokens)
                                    .arg(t)
                                    .arg(row)
                                    .arg(actual)
                                    .arg(expected)
                                    .arg(allowed)));
                    }
                }
            }
        }
    }
}

void DotKernelsTest::extremeQuantsDoNotOverflow()
{
    QFETCH(int, set);
    QFETCH(quint32, type);
    const auto weightType = static_cast<TensorType>(type);
    const PanelKernel kernel = dotKernels(static_cast<InstructionSet>(set)).find(weightType);
    // All quants at the same end, activations all at the same end: the largest sums that can occur.
    for (const float weightSign : { 1.0f, -1.0f }) {
        for (const float activationSign : { 1.0f, -1.0f }) {
            constexpr std::uint32_t kColumns = 256;
            Weights weights(weightType, kPanelRows, kColumns, 1);
            std::vector<float> ends(std::size_t { kPanelRows } * kColumns, weightSign);
            for (std::size_t i = 0; i < ends.size(); i += 32)
                ends[i] = -weightSign; // else a format with minima needs no quants
            quant::encode(weightType, ends.data(), weights.blocks.data(), ends.size());
            weights.values = test::decoded(weightType, weights.blocks);
            const std::vector<float> x(kColumns, activationSign);
            std::vector<ActivationBlock> activations(kColumns / kBlockColumns);
            quantizeRow(x.data(), kColumns, activations.data());
            Panel packed(weights, 0);
            std::vector<float> out(kPanelRows);
            kernel(packed.data(), kColumns / kBlockColumns, activations.data(), activations.size(), 1, out.data());
            const double expected = dot(weights.row(0), decodedBlocks(activations));
            QVERIFY2(std::abs(static_cast<double>(out[0]) - expected) < 1e-4 * std::abs(expected),
                qPrintable(QStringLiteral("%1 instead of %2").arg(out[0]).arg(expected)));
        }
    }
}

void DotKernelsTest::everySetGivesTheSameBits()
{
    QFETCH(int, set);
    QFETCH(quint32, type);
    const auto weightType = static_cast<TensorType>(type);
    constexpr std::uint32_t kColumns = 768;
    constexpr std::uint32_t kTokens = 15; // tiles of every size
    const Weights weights(weightType, 21, kColumns, 9);
    const std::vector<float> x = test::randomTensor(std::size_t { kTokens } * kColumns, 4);
    constexpr std::size_t kStride = kColumns / kBlockColumns;
    std::vector<ActivationBlock> activations(kStride * kTokens);
    for (std::uint32_t t = 0; t < kTokens; ++t)
        quantizeRow(x.data() + std::size_t { t } * kColumns, kColumns, activations.data() + t * kStride);
    for (std::uint32_t panel = 0; panel < panelCount(weights.rows); ++panel) {
        Panel packed(weights, panel);
        std::vector<float> expected(std::size_t { kTokens } * kPanelRows);
        std::vector<float> actual(expected.size());
        dotKernels(InstructionSet::Scalar)
            .find(weightType)(packed.data(), kStride, activations.data(), kStride, kTokens, expected.data());
        dotKernels(static_cast<InstructionSet>(set))
            .find(weightType)(packed.data(), kStride, activations.data(), kStride, kTokens, actual.data());
        for (std::size_t i = 0; i < expected.size(); ++i)
            QCOMPARE(std::bit_cast<std::uint32_t>(actual[i]), std::bit_cast<std::uint32_t>(expected[i]));
    }
}

void DotKernelsTest::floatWeights_data()
{
    QTest::addColumn<int>("set");
    QTest::addColumn<quint32>("type");
    for (const InstructionSet set : kInstructionSets) {
        if (!isAvailable(set))
            continue;
        for (const TensorType type : kFloats)
            QTest::addRow("%s %s", toString(set).data(), quant::tensorTypeInfo(type).name.data())
                << static_cast<int>(set) << static_cast<quint32>(type);
    }
}

void DotKernelsTest::floatWeights()
{
    QFETCH(int, set);
    QFETCH(quint32, type);
    forceInstructionSet(static_cast<InstructionSet>(set));
    const auto weightType = static_cast<TensorType>(type);
    for (const std::uint32_t columns : { 1U, 5U, 80U, 577U }) {
        const Weights weights(weightType, 19, columns, columns);
        for (const std::uint32_t tokens : { 1U, 2U, 5U, 8U, 11U, 64U }) {
            const std::size_t stride = columns + 3;
            const std::vector<float> x = test::randomTensor(tokens * stride, tokens);
            for (std::uint32_t panel = 0; panel < 2; ++panel) {
                Panel packed(weights, panel);
                QVERIFY(packed.guardsHold());
                std::vector<float> out(std::size_t { tokens } * kPanelRows);
                floatPanelDot(weightType, packed.data(), columns, x.data(), stride, tokens, out.data());
                for (std::uint32_t t = 0; t < tokens; ++t) {
                    const auto values = std::span(x).subspan(t * stride, columns);
                    for (std::uint32_t r = 0; r < kPanelRows && panel * kPanelRows + r < weights.rows; ++r) {
                        const auto row = weights.row(panel * kPanelRows + r);
                        const double allowed = test::dotTolerance(columns, test::norm(row), test::norm(values), 0);
                        QVERIFY(std::abs(static_cast<double>(out[t * kPanelRows + r]) - dot(row, values)) <= allowed);
                    }
                }
            }
        }
    }
}

void DotKernelsTest::roundingIsTheReferences_data()
{
    QTest::addColumn<int>("set");
    for (const InstructionSet set : kInstructionSets) {
        if (isAvailable(set))
            QTest::addRow("%s", toString(set).data()) << static_cast<int>(set);
    }
}

void DotKernelsTest::roundingIsTheReferences()
{
    QFETCH(int, set);
    forceInstructionSet(static_cast<InstructionSet>(set));
    constexpr std::uint32_t kColumns = 32 * 50;
    std::vector<float> x = test::randomTensor(kColumns, 3);
    std::fill(x.begin(), x.begin() + 32, 0.0f); // a block of zeros
    x[40] = -static_cast<float>(kMostSteps); // scale 1: halves are ties
    x[41] = 2.5f;
    x[42] = -3.5f;
    x[43] = 126.5f;
    x[44] = 63.5f; // the lower byte ends at 63, and begins at -64
    x[45] = -64.4f;
    x[46] = static_cast<float>(kMostSteps);
    std::vector<ActivationBlock> blocks(kColumns / kBlockColumns);
    quantizeRow(x.data(), kColumns, blocks.data());
    for (std::size_t b = 0; b < blocks.size(); ++b) {
        const ActivationBlock &block = blocks[b];
        float largest = 0;
        for (std::size_t i = 0; i < kBlockColumns; ++i)
            largest = std::max(largest, std::abs(x[b * kBlockColumns + i]));
        const float scale = largest / static_cast<float>(kMostSteps);
        QCOMPARE(block.scale, scale);
        int sums[2] = { 0, 0 };
        for (std::size_t i = 0; i < kBlockColumns; ++i) {
            const float expected = scale == 0.0f ? 0.0f : std::nearbyint(x[b * kBlockColumns + i] / scale);
            const int steps = block.high[i] * (1 << kLowBits) + block.low[i];
            QCOMPARE(static_cast<float>(steps), expected);
            QVERIFY(block.high[i] >= -127 && block.low[i] >= -64 && block.low[i] < 64);
            sums[i / 16] += steps;
        }
        QCOMPARE(block.negativeHalfSums[0], -sums[0]);
        QCOMPARE(block.negativeHalfSums[1], -sums[1]);
        QCOMPARE(block.negativeSum, -sums[0] - sums[1]);
        QCOMPARE(block.scaledSum, scale * static_cast<float>(sums[0] + sums[1]));
    }
}

QTEST_GUILESS_MAIN(DotKernelsTest)
#include "tst_dot_kernels.moc"
