// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/base/mapped_file.h"
#include "inference/graph/weight_rows.h"
#include "tests/support/temp_dir.h"
#include "tests/support/verify_ok.h"

#include <QtTest/QTest>

#include <cstring>
#include <filesystem>
#include <string>

using namespace maru;
using namespace maru::graph;

class TestWeightRows : public QObject
{
    Q_OBJECT

private:
    test::TempDir m_folder;

    static constexpr std::uint32_t kRows = 1000;
    static constexpr std::uint32_t kColumns = 700; // rows that a read ahead does not hold all of

    static std::string numbers()
    {
        std::string bytes(std::size_t { kRows } * kColumns * sizeof(float), '\0');
        for (std::size_t i = 0; i < bytes.size() / sizeof(float); ++i) {
            const auto value = static_cast<float>(i);
            std::memcpy(bytes.data() + i * sizeof(float), &value, sizeof(float));
        }
        return bytes;
    }

    static float firstOf(std::span<const std::byte> row)
    {
        float value = -1;
        std::memcpy(&value, row.data(), sizeof(float));
        return value;
    }

private slots:
    void rowsOfFileAndMemoryAreTheSame()
    {
        const std::string text = numbers();
        const auto file = MappedFile::open(m_folder.write("weights", text));
        VERIFY_OK(file);
        const Weight ofFile { "w", quant::TensorType::F32, kRows, kColumns, file->bytes(), &*file };
        const Weight ofMemory { "w", quant::TensorType::F32, kRows, kColumns, std::as_bytes(std::span(text)) };
        for (const Weight *weight : { &ofFile, &ofMemory }) {
            WeightRows rows;
            for (std::uint32_t row = 0; row < kRows; ++row) {
                const auto next = rows.next(*weight, row);
                VERIFY_OK(next);
                QCOMPARE(next->size(), kColumns * sizeof(float));
                QCOMPARE(firstOf(*next), static_cast<float>(row * kColumns));
            }
            const auto back = rows.next(*weight, 3);
            VERIFY_OK(back);
            QCOMPARE(firstOf(*back), static_cast<float>(3 * kColumns));
            const auto some = rows.read(*weight, 998, 2);
            VERIFY_OK(some);
            QCOMPARE(some->size(), 2 * kColumns * sizeof(float));
            QCOMPARE(firstOf(*some), static_cast<float>(998 * kColumns));
            const auto again = rows.next(*weight, 4); // what was read ahead is gone
            VERIFY_OK(again);
            QCOMPARE(firstOf(*again), static_cast<float>(4 * kColumns));
            const auto part = rows.part(*weight, 10, 16);
            VERIFY_OK(part);
            QCOMPARE(part->rows, 16u);
            QVERIFY(part->file == nullptr);
            QCOMPARE(firstOf(part->bytes), static_cast<float>(10 * kColumns));
        }
    }

    void piecesAreReadAsOneWeight()
    {
        const std::string text = numbers();
        const auto file = MappedFile::open(m_folder.write("pieces", text));
        VERIFY_OK(file);
        constexpr std::uint32_t kEach = 100;
        constexpr std::size_t kBytes = std::size_t { kEach } * kColumns * sizeof(float);
        Weight weight { "w", quant::TensorType::F32, 3 * kEach, kColumns, {} };
        weight.pieces = { { file->bytes().subspan(5 * kBytes, kBytes), &*file },
            { std::as_bytes(std::span(text)).subspan(0, kBytes), nullptr },
            { file->bytes().subspan(2 * kBytes, kBytes), &*file } };
        QCOMPARE(weight.byteCount(), std::uint64_t(3 * kBytes));
        const auto expected = [](std::uint32_t row) {
            const std::uint32_t firsts[] = { 500, 0, 200 };
            return static_cast<float>((firsts[row / kEach] + row % kEach) * kColumns);
        };
        WeightRows rows;
        for (std::uint32_t row = 0; row < weight.rows; ++row) {
            const auto next = rows.next(weight, row);
            VERIFY_OK(next);
            QCOMPARE(firstOf(*next), expected(row));
        }
        const auto across
            = rows.read(weight, 98, 104); // the end of the first, all of the second, the start of the third
        VERIFY_OK(across);
        for (std::uint32_t i = 0; i < 104; ++i)
            QCOMPARE(firstOf(across->subspan(i * kColumns * sizeof(float))), expected(98 + i));
        for (std::uint32_t part = 0; part < 3; ++part) {
            const auto first = rows.read(partOf(weight, 3, part), 7, 1);
            VERIFY_OK(first);
            QCOMPARE(firstOf(*first), expected(part * kEach + 7));
        }
    }

    void aShorterFileIsAnErrorAndNotTheEnd()
    {
        const std::filesystem::path path = m_folder.write("shrinking", numbers());
        const auto file = MappedFile::open(path);
        VERIFY_OK(file);
        const Weight weight { "w", quant::TensorType::F32, kRows, kColumns, file->bytes(), &*file };
        std::filesystem::resize_file(path, 5000);
        WeightRows rows;
        VERIFY_OK(rows.read(weight, 0, 1));
        VERIFY_FAILS(rows.read(weight, 900, 1), Reason::FileUnreadable);
        VERIFY_FAILS(rows.next(weight, 900), Reason::FileUnreadable);
    }
};

QTEST_GUILESS_MAIN(TestWeightRows)
#include "tst_weight_rows.moc"
