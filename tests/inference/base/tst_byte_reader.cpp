// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/base/byte_reader.h"
#include "inference/base/checked_math.h"

#include <QtTest/QTest>

#include <array>
#include <limits>

using namespace maru;

class TestByteReader : public QObject
{
    Q_OBJECT

private slots:
    void readsLittleEndianNumbersInOrder()
    {
        const std::array<unsigned char, 15> raw { 1, 0x34, 0x12, 0xFE, 0xFF, 0xFF, 0xFF, 0, 0, 0xC0, 0x3F, 'a', 'b',
            'c', 9 };
        ByteReader reader(std::as_bytes(std::span(raw)));
        QCOMPARE(reader.read<std::uint8_t>().value(), std::uint8_t { 1 });
        QCOMPARE(reader.read<std::uint16_t>().value(), std::uint16_t { 0x1234 });
        QCOMPARE(reader.read<std::int32_t>().value(), -2);
        QCOMPARE(reader.read<float>().value(), 1.5F);
        QCOMPARE(reader.position(), std::uint64_t { 11 });
        const auto text = reader.take(3).value();
        QVERIFY(text[0] == std::byte { 'a' } && text.size() == 3);
        QCOMPARE(reader.remaining(), std::uint64_t { 1 });
    }

    void whatDoesNotFitLeavesTheCursorWhereItWas()
    {
        const std::array<unsigned char, 5> raw { 1, 2, 3, 4, 5 };
        ByteReader reader(std::as_bytes(std::span(raw)));
        QVERIFY(reader.read<std::uint16_t>());
        QVERIFY(!reader.read<std::uint32_t>());
        QVERIFY(!reader.take(4));
        QVERIFY(!reader.take(std::numeric_limits<std::uint64_t>::max()));
        QCOMPARE(reader.position(), std::uint64_t { 2 });
        QCOMPARE(reader.take(3).value().size(), std::size_t { 3 });
        QVERIFY(reader.take(0));
        QVERIFY(!reader.read<std::uint8_t>());
    }

    void checkedMathFindsOverflow()
    {
        constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();
        QCOMPARE(checkedAdd(kMost - 1, std::uint64_t { 1 }).value(), kMost);
        QVERIFY(!checkedAdd(kMost, std::uint64_t { 1 }));
        QVERIFY(!checkedMultiply(std::uint64_t { 1 } << 32, std::uint64_t { 1 } << 32));
        QCOMPARE(checkedMultiply(std::uint64_t { 3 }, std::uint64_t { 5 }).value(), std::uint64_t { 15 });
        QVERIFY(!checkedMultiply(std::int32_t { -2147483647 - 1 }, std::int32_t { -1 }));
        QCOMPARE(checkedRoundUp(std::uint64_t { 33 }, std::uint64_t { 32 }).value(), std::uint64_t { 64 });
        QCOMPARE(checkedRoundUp(std::uint64_t { 64 }, std::uint64_t { 32 }).value(), std::uint64_t { 64 });
        QVERIFY(!checkedRoundUp(kMost, std::uint64_t { 32 }));
    }
};

QTEST_GUILESS_MAIN(TestByteReader)
#include "tst_byte_reader.moc"
