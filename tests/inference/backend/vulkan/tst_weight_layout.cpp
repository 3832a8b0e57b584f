// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/vulkan/weight_layout.h"
#include "tests/support/random_tensor.h"

#include <QtTest>

#include <algorithm>
#include <cstring>
#include <numeric>
#include <vector>

using namespace maru::backend::vulkan;
using maru::quant::TensorType;

namespace {

constexpr TensorType kTypes[] = { TensorType::F32, TensorType::F16, TensorType::BF16, TensorType::Q4_0,
    TensorType::Q4_1, TensorType::Q5_0, TensorType::Q5_1, TensorType::Q8_0, TensorType::Q4_K, TensorType::Q5_K,
    TensorType::Q6_K, TensorType::IQ4_NL, TensorType::MXFP4 };

std::vector<std::byte> countingRow(std::uint64_t bytes)
{
    std::vector<std::byte> row(bytes);
    for (std::size_t i = 0; i < row.size(); ++i)
        row[i] = static_cast<std::byte>(1 + i % 255);
    return row;
}

std::vector<std::byte> packed(TensorType type, std::uint32_t columns)
{
    const RowLayout layout = rowLayout(type, columns);
    std::vector<std::byte> to(layout.bytes(), std::byte { 0xEE });
    packRow(type, layout, countingRow(layout.fileBytes), to);
    return to;
}

} // namespace

/// That kernels read these layouts right is shown by tests/shaders; here: that no byte is lost or left over.
class TstWeightLayout : public QObject
{
    Q_OBJECT

private slots:
    void every_byte_of_a_row_is_kept_data();
    void every_byte_of_a_row_is_kept();
    void padding_is_small();
    void planes_lie_where_the_kernels_read_them();
    void odd_widths_are_whole_units();
    void codebooks_cost_what_they_promise_data();
    void codebooks_cost_what_they_promise();
    void a_codebook_row_says_what_the_file_says();
};

void TstWeightLayout::every_byte_of_a_row_is_kept_data()
{
    QTest::addColumn<quint32>("type");
    for (const TensorType type : kTypes)
        QTest::addRow("%s", maru::quant::tensorTypeInfo(type).name.data()) << static_cast<quint32>(type);
}

void TstWeightLayout::every_byte_of_a_row_is_kept()
{
    QFETCH(quint32, type);
    for (const std::uint32_t columns : { 256U, 768U, 1280U }) {
        const auto tensorType = static_cast<TensorType>(type);
        std::vector<std::byte> before = countingRow(rowLayout(tensorType, columns).fileBytes);
        std::vector<std::byte> after = packed(tensorType, columns);
        std::erase(after, std::byte { 0 });
        std::sort(before.begin(), before.end());
        std::sort(after.begin(), after.end());
        QVERIFY(before == after);
    }
}

void TstWeightLayout::padding_is_small()
{
    for (const TensorType type : kTypes) {
        const RowLayout layout = rowLayout(type, 1280);
        QVERIFY(layout.bytes() >= layout.fileBytes);
        QVERIFY(layout.bytes() < layout.fileBytes + 4 * kVectorBytes);
        QCOMPARE(layout.units, 40U);
    }
}

void TstWeightLayout::planes_lie_where_the_kernels_read_them()
{
    // Q4_0: blocks of (scale 2, quants 16).
    const std::vector<std::byte> row = countingRow(3 * 18);
    const std::vector<std::byte> to = packed(TensorType::Q4_0, 96);
    QCOMPARE(to.size(), std::size_t(3 * 16 + 16));
    for (std::size_t block = 0; block < 3; ++block) {
        QVERIFY(std::equal(
            to.begin() + long(16 * block), to.begin() + long(16 * block + 16), row.begin() + long(18 * block + 2)));
        QVERIFY(std::equal(
            to.begin() + long(48 + 2 * block), to.begin() + long(50 + 2 * block), row.begin() + long(18 * block)));
    }
    QVERIFY(std::all_of(to.begin() + 54, to.end(), [](std::byte b) { return b == std::byte { 0 }; }));
    // Q4_K stays as it is.
    QVERIFY(packed(TensorType::Q4_K, 512) == countingRow(2 * 144));
}

void TstWeightLayout::odd_widths_are_whole_units()
{
    const RowLayout layout = rowLayout(TensorType::F16, 577);
    QCOMPARE(layout.units, 19U);
    QCOMPARE(layout.bytes(), std::uint64_t(19 * 32 * 2));
    const std::vector<std::byte> to = packed(TensorType::F16, 577);
    QVERIFY(std::all_of(to.begin() + 577 * 2, to.end(), [](std::byte b) { return b == std::byte { 0 }; }));
}

/// Bytes of 1280 columns (5 blocks), where indices are stored instead of points of a grid.
void TstWeightLayout::codebooks_cost_what_they_promise_data()
{
    QTest::addColumn<quint32>("type");
    QTest::addColumn<int>("bytes");
    const auto row = [](TensorType type, int bytes) {
        QTest::addRow("%s", maru::quant::tensorTypeInfo(type).name.data()) << static_cast<quint32>(type) << bytes;
    };
    row(TensorType::Q2_K, 5 * (64 + 16) + 32); // scale and minimum of 4 bits for 16; 5 times d and dmin, padded
    for (const TensorType type : { TensorType::Q3_K, TensorType::IQ2_XXS, TensorType::IQ2_XS, TensorType::IQ2_S })
        row(type, 5 * (64 + 32 + 16) + 32);
    for (const TensorType type : { TensorType::IQ4_XS, TensorType::IQ3_XXS, TensorType::IQ3_S })
        row(type, 5 * 128 + 48 + 32); // 40 bytes of scales, padded
}

void TstWeightLayout::codebooks_cost_what_they_promise()
{
    QFETCH(quint32, type);
    QFETCH(int, bytes);
    const RowLayout layout = rowLayout(static_cast<TensorType>(type), 1280);
    QCOMPARE(layout.bytes(), static_cast<std::uint64_t>(bytes));
    QCOMPARE(layout.units, 40U);
}

void TstWeightLayout::a_codebook_row_says_what_the_file_says()
{
    // The kernel's arithmetic on its own planes: IQ2_S and IQ3_S, one of three and one of four bits.
    for (const TensorType type : { TensorType::IQ2_S, TensorType::IQ3_S }) {
        const std::vector<std::byte> file = maru::test::randomBlocks(type, 768, 5);
        const std::vector<float> expected = maru::test::decoded(type, file);
        const RowLayout layout = rowLayout(type, 768);
        std::vector<std::byte> row(layout.bytes());
        packRow(type, layout, file, row);
        const auto byteAt = [&](std::size_t i) { return std::to_integer<unsigned>(row[i]); };
        const auto floatAt = [&](std::size_t i) {
            float value = 0;
            std::memcpy(&value, row.data() + i, sizeof(value));
            return value;
        };
        const BookConstants book = bookConstants(type);
        for (std::size_t i = 0; i < 768; ++i) {
            const std::size_t unit = i / 32;
            const std::size_t run = i % 32 / 16;
            const std::size_t byte = i % 4;
            const std::size_t four = i % 16 / 4;
            unsigned index = 0;
            float scale = 0;
            if (type == TensorType::IQ2_S) {
                index = byteAt(8 * unit + 4 * run + byte) >> (2 * four) & 3;
                index |= (byteAt(8 * 24 + 4 * unit + byte) >> (4 * run + four) & 1) << 2;
                scale = static_cast<std::int8_t>(byteAt(12 * 24 + 2 * unit + run));
                scale *= floatAt(14 * 24 + 4 * (unit / 8));
            } else {
                index = byteAt(16 * unit + i % 16) >> (4 * run) & 15;
                scale = static_cast<std::int8_t>(byteAt(16 * 24 + unit));
                scale *= floatAt(16 * 24 + 32 + 4 * (unit / 8));
            }
            const auto stored = static_cast<std::int8_t>(book.words[index / 4] >> (8 * (index % 4)));
            const float value = book.offset != 0 ? static_cast<float>(index) + book.offset : static_cast<float>(stored);
            QCOMPARE(scale * value, expected[i]);
        }
    }
}

QTEST_GUILESS_MAIN(TstWeightLayout)
#include "tst_weight_layout.moc"
