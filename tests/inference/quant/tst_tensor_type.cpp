// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// Formats against golden values that tests/data/quant/make_goldens.py made with another implementation.

#include "inference/quant/coded_block.h"
#include "inference/quant/k_scales.h"
#include "inference/quant/tensor_type.h"
#include "tests/support/compare.h"
#include "tests/support/random_tensor.h"

#include <QtTest/QTest>

#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <set>
#include <string>
#include <vector>

using namespace maru;
using namespace maru::quant;

namespace {

constexpr std::array kRunnable { TensorType::F32, TensorType::F16, TensorType::BF16, TensorType::Q4_0, TensorType::Q4_1,
    TensorType::Q5_0, TensorType::Q5_1, TensorType::Q8_0, TensorType::Q4_K, TensorType::Q5_K, TensorType::Q6_K,
    TensorType::Q2_K, TensorType::Q3_K, TensorType::IQ4_NL, TensorType::IQ4_XS, TensorType::MXFP4, TensorType::IQ2_XXS,
    TensorType::IQ2_XS, TensorType::IQ2_S, TensorType::IQ3_XXS, TensorType::IQ3_S };

/// What rounding a sub-block's scale may take off, as a share of the largest value of its block.
double scaleStepOf(TensorType type)
{
    switch (type) {
    case TensorType::Q2_K:
        return 1.5 / 15;
    case TensorType::Q3_K:
    case TensorType::IQ4_XS:
        return 1.5 / 32;
    default:
        return tensorTypeInfo(type).blockLength == 256 ? 1.5 / 63 : 0;
    }
}

/// The formats whose weights are points of a grid: encoding is coarse, and has a test of its own.
bool isGrid(TensorType type)
{
    return tensorTypeInfo(type).name.starts_with("IQ2") || tensorTypeInfo(type).name.starts_with("IQ3");
}

/// Steps between neighbouring quants, as a share of the range of values that one scale covers.
double stepOf(TensorType type)
{
    switch (type) {
    case TensorType::Q4_0:
    case TensorType::Q4_1:
    case TensorType::Q4_K:
        return 1.0 / 15;
    case TensorType::Q5_0:
    case TensorType::Q5_1:
    case TensorType::Q5_K:
        return 1.0 / 31;
    case TensorType::Q6_K:
        return 1.0 / 63;
    case TensorType::Q8_0:
        return 1.0 / 254;
    case TensorType::Q3_K:
        return 1.0 / 7;
    case TensorType::Q2_K:
        return 1.0 / 3;
    case TensorType::IQ4_NL:
    case TensorType::IQ4_XS:
        return 14.0 / 127 / 2; // uneven: the opposite end is 113
    case TensorType::MXFP4:
        return 1.0 / 8; // from 12 to 16
    case TensorType::BF16:
        return 1.0 / 256;
    case TensorType::F16:
        return 1.0 / 2048;
    default:
        return 0;
    }
}

std::filesystem::path golden(const std::string &name)
{
    return std::filesystem::path(MARU_TEST_DATA) / "quant" / name;
}

std::vector<std::byte> readBytes(const std::string &name)
{
    std::ifstream stream(golden(name), std::ios::binary);
    const std::string text { std::istreambuf_iterator<char>(stream), {} };
    std::vector<std::byte> bytes(text.size());
    std::memcpy(bytes.data(), text.data(), text.size());
    return bytes;
}

std::vector<float> readFloats(const std::string &name)
{
    const std::vector<std::byte> bytes = readBytes(name);
    std::vector<float> values(bytes.size() / sizeof(float));
    std::memcpy(values.data(), bytes.data(), values.size() * sizeof(float));
    return values;
}

std::vector<std::byte> encoded(TensorType type, const std::vector<float> &values)
{
    std::vector<std::byte> blocks(byteCount(type, values.size()).value());
    encode(type, values.data(), blocks.data(), values.size());
    return blocks;
}

void addRunnableRows()
{
    QTest::addColumn<int>("number");
    for (const TensorType type : kRunnable)
        QTest::newRow(std::string(tensorTypeInfo(type).name).c_str()) << static_cast<int>(type);
}

} // namespace

class TestTensorType : public QObject
{
    Q_OBJECT

private slots:
    void everyTypeOfGgufHasItsBlockSizes()
    {
        std::ifstream stream(golden("types.txt"));
        std::uint32_t number = 0;
        std::string name;
        std::uint32_t length = 0;
        std::uint32_t bytes = 0;
        int rows = 0;
        while (stream >> number >> name >> length >> bytes) {
            const TensorTypeInfo *info = findTensorType(number);
            QVERIFY2(info != nullptr, name.c_str());
            QCOMPARE(static_cast<std::uint32_t>(info->type), number);
            QCOMPARE(std::string(info->name), name);
            QCOMPARE(info->blockLength, length);
            if (info->type
                != TensorType::Q8_1) // never stored in files; the package counts its two sums as 32-bit floats
                QCOMPARE(info->blockBytes, bytes);
            ++rows;
        }
        QCOMPARE(rows, 34);
    }

    void numbersThatGgufDoesNotHaveAreNotFound()
    {
        for (const std::uint32_t number : { 4U, 5U, 31U, 36U, 1000U, 0xFFFFFFFFU })
            QVERIFY(findTensorType(number) == nullptr);
    }

    void theTypesThatRunAreThese()
    {
        std::size_t count = 0;
        for (std::uint32_t number = 0; number < 64; ++number) {
            const TensorTypeInfo *info = findTensorType(number);
            count += info != nullptr && info->canRun ? 1 : 0;
        }
        QCOMPARE(count, kRunnable.size());
        for (const TensorType type : kRunnable)
            QVERIFY(tensorTypeInfo(type).canRun);
    }

    void sizesAreWholeBlocksAndDoNotOverflow()
    {
        QCOMPARE(byteCount(TensorType::Q4_K, 512).value(), std::uint64_t { 288 });
        QCOMPARE(byteCount(TensorType::F32, 3).value(), std::uint64_t { 12 });
        QCOMPARE(byteCount(TensorType::Q8_0, 0).value(), std::uint64_t { 0 });
        QVERIFY(!byteCount(TensorType::Q4_K, 255));
        QVERIFY(!byteCount(TensorType::Q8_0, 33));
        QVERIFY(!byteCount(TensorType::F32, std::numeric_limits<std::uint64_t>::max()));
        QVERIFY(!byteCount(TensorType::F16, std::uint64_t { 1 } << 63));
    }

    void decodesAsTheGoldens_data() { addRunnableRows(); }
    void decodesAsTheGoldens()
    {
        QFETCH(int, number);
        const auto type = static_cast<TensorType>(number);
        if (type == TensorType::F32)
            return; // a copy; see encodesWithinHalfAStep
        const std::string name(tensorTypeInfo(type).name);
        const std::vector<float> expected = readFloats(name + ".f32");
        const std::vector<float> actual = test::decoded(type, readBytes(name + ".blocks"));
        QVERIFY(expected.size() >= 256);
        // Exact but for a product and a difference that a compiler may round once instead of twice.
        const std::string difference = test::firstDifference(
            actual, expected, [&](std::size_t i) { return std::fabs(expected[i]) * 0x1p-22F + 1e-7F; });
        QVERIFY2(difference.empty(), difference.c_str());
    }

    void encodesToTheBytesOfTheGoldens_data() { addRunnableRows(); }
    void encodesToTheBytesOfTheGoldens()
    {
        QFETCH(int, number);
        const auto type = static_cast<TensorType>(number);
        const std::string name(tensorTypeInfo(type).name);
        if (type == TensorType::F32 || name.ends_with("_K") || name.starts_with("IQ"))
            return; // the package has no encoder for these
        const std::vector<std::byte> expected = readBytes(name + ".encoded");
        const std::vector<std::byte> actual = encoded(type, readFloats("input.f32"));
        QCOMPARE(actual.size(), expected.size());
        for (std::size_t i = 0; i < actual.size(); ++i) {
            QVERIFY2(actual[i] == expected[i],
                ("byte " + std::to_string(i) + ", block " + std::to_string(i / tensorTypeInfo(type).blockBytes))
                    .c_str());
        }
    }

    void encodesWithinHalfAStep_data() { addRunnableRows(); }
    void encodesWithinHalfAStep()
    {
        QFETCH(int, number);
        const auto type = static_cast<TensorType>(number);
        const std::vector<float> values = readFloats("input.f32");
        const std::vector<float> result = test::decoded(type, encoded(type, values));
        if (isGrid(type))
            return;
        const std::size_t group
            = type == TensorType::Q6_K || type == TensorType::Q2_K || type == TensorType::Q3_K ? 16 : 32;
        for (std::size_t start = 0; start < values.size(); start += group) {
            double largest = 0;
            for (std::size_t i = start; i < start + group; ++i)
                largest = std::max(largest, static_cast<double>(std::fabs(values[i])));
            // K formats round the scales too: those of a block are multiples of 1/63 (1/127) of the largest.
            double ofScales = 0;
            if (tensorTypeInfo(type).blockLength == 256) {
                for (std::size_t i = start / 256 * 256; i < start / 256 * 256 + 256; ++i)
                    ofScales = std::max(ofScales, static_cast<double>(std::fabs(values[i])));
                ofScales *= scaleStepOf(type);
            }
            const double allowed = largest * 2 * stepOf(type) + ofScales + largest * 0x1p-10 * (stepOf(type) > 0);
            for (std::size_t i = start; i < start + group; ++i) {
                const double off = std::fabs(static_cast<double>(result[i]) - static_cast<double>(values[i]));
                QVERIFY2(off <= allowed,
                    ("value " + std::to_string(i) + ": " + std::to_string(values[i]) + " became "
                        + std::to_string(result[i]))
                        .c_str());
            }
        }
    }

    void encodingAgainChangesNothing_data() { addRunnableRows(); }
    void encodingAgainChangesNothing()
    {
        QFETCH(int, number);
        const auto type = static_cast<TensorType>(number);
        if (isGrid(type))
            return;
        const std::vector<float> once = test::decoded(type, encoded(type, test::randomTensor(2048, 7)));
        const std::vector<float> twice = test::decoded(type, encoded(type, once));
        // Not bit for bit where scales are chosen anew: within a tenth of a step of the whole range.
        const double allowed = 8 * stepOf(type) * (tensorTypeInfo(type).blockLength == 256 ? 1.0 : 0.1);
        const std::string difference = test::firstDifference(twice, once, allowed);
        QVERIFY2(difference.empty(), difference.c_str());
    }

    void oddInputsAreEncodedWithoutHarm_data() { addRunnableRows(); }
    void oddInputsAreEncodedWithoutHarm()
    {
        QFETCH(int, number);
        const auto type = static_cast<TensorType>(number);
        const float infinity = std::numeric_limits<float>::infinity();
        for (const float odd : { std::nanf(""), infinity, -infinity, 3e38F, 1e-45F, -0.0F }) {
            std::vector<float> values = test::randomTensor(256, 3);
            values[100] = odd;
            QCOMPARE(test::decoded(type, encoded(type, values)).size(), values.size());
            QCOMPARE(test::decoded(type, encoded(type, std::vector<float>(256, odd))).size(), values.size());
        }
    }

    void encodingKeepsMostOfAWeight_data() { addRunnableRows(); }
    void encodingKeepsMostOfAWeight()
    {
        QFETCH(int, number);
        const auto type = static_cast<TensorType>(number);
        if (tensorTypeInfo(type).blockLength == 1)
            return;
        const std::vector<float> values = test::randomTensor(8192, 11);
        const std::vector<float> result = test::decoded(type, encoded(type, values));
        double lost = 0;
        double all = 0;
        for (std::size_t i = 0; i < values.size(); ++i) {
            lost += std::pow(static_cast<double>(values[i]) - static_cast<double>(result[i]), 2);
            all += std::pow(static_cast<double>(values[i]), 2);
        }
        const double bits = 8.0 * tensorTypeInfo(type).blockBytes / tensorTypeInfo(type).blockLength;
        QVERIFY2(std::sqrt(lost / all) < 2.5 * std::exp2(-bits),
            qPrintable(QString("%1 of %2 bits").arg(std::sqrt(lost / all)).arg(bits)));
    }

    void codedBlocksAreWhatTheyDecodeTo_data() { addRunnableRows(); }
    void codedBlocksAreWhatTheyDecodeTo()
    {
        QFETCH(int, number);
        const auto type = static_cast<TensorType>(number);
        const std::span<const std::int8_t> book = codebook(type);
        if (!isCoded(type))
            return;
        const std::vector<std::byte> blocks = readBytes(std::string(tensorTypeInfo(type).name) + ".blocks");
        const std::vector<float> expected = test::decoded(type, blocks);
        std::set<int> used;
        for (std::size_t b = 0; b < expected.size() / 256; ++b) {
            CodedBlock coded;
            readCoded(type, blocks.data() + b * tensorTypeInfo(type).blockBytes, coded);
            for (std::size_t i = 0; i < 256; ++i) {
                QCOMPARE(coded.d * static_cast<float>(coded.scales[i / 16]) * static_cast<float>(coded.values[i]),
                    expected[256 * b + i]);
                QVERIFY(std::find(book.begin(), book.end(), coded.values[i]) != book.end());
                used.insert(coded.values[i]);
            }
        }
        QCOMPARE(used.size(), (std::set<int>(book.begin(), book.end()).size())); // all of the codebook
    }

    void everyPointOfAGridIsItsOwnNearest()
    {
        for (const IqGrid *grid : { &kIq2XxsGrid, &kIq2XsGrid, &kIq2SGrid, &kIq3XxsGrid, &kIq3SGrid }) {
            for (std::size_t p = 0; p < grid->points.size(); ++p) {
                std::array<float, 8> sizes {};
                for (std::size_t i = 0; i < grid->width; ++i)
                    sizes[i] = grid->at(p, i);
                QCOMPARE(grid->nearest(sizes.data()), static_cast<std::uint16_t>(p));
            }
        }
        for (unsigned seven = 0; seven < 128; ++seven) {
            QCOMPARE(evenSigns(seven) & 127U, seven);
            QCOMPARE(std::popcount(evenSigns(seven)) % 2, 0);
        }
    }

    void packedScalesComeBack()
    {
        KScales scales;
        for (std::size_t i = 0; i < 8; ++i) {
            scales.scales[i] = static_cast<std::uint8_t>((i * 29 + 5) % 64);
            scales.minima[i] = static_cast<std::uint8_t>((i * 23 + 63) % 64);
        }
        std::array<std::byte, KScales::kBytes> packed {};
        scales.pack(packed.data());
        const KScales back = KScales::unpack(packed.data());
        QVERIFY(back.scales == scales.scales);
        QVERIFY(back.minima == scales.minima);
    }
};

QTEST_GUILESS_MAIN(TestTensorType)
#include "tst_tensor_type.moc"
