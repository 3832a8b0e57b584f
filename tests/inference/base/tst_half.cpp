// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/base/half.h"

#include <QtTest/QTest>

#include <bit>
#include <cmath>
#include <limits>
#include <string>

using namespace maru;

static_assert(halfToFloat(0x3C00) == 1.0F && floatToHalf(-2.0F) == 0xC000 && bfloat16ToFloat(0x3F80) == 1.0F);

namespace {

/// The value of a half-precision number by the book.
double valueOf(std::uint16_t half)
{
    const int exponent = (half >> 10) & 31;
    const int mantissa = half & 1023;
    const double sign = (half & 0x8000) != 0 ? -1.0 : 1.0;
    return sign * (exponent == 0 ? std::ldexp(mantissa, -24) : std::ldexp(1024 + mantissa, exponent - 25));
}

} // namespace

class TestHalf : public QObject
{
    Q_OBJECT

private slots:
    void allHalvesComeBack()
    {
        for (unsigned bits = 0; bits < 0x10000; ++bits) {
            const auto half = static_cast<std::uint16_t>(bits);
            const float value = halfToFloat(half);
            if ((half & 0x7C00) == 0x7C00) {
                QVERIFY((half & 0x3FF) == 0 ? std::isinf(value) : std::isnan(value));
                QCOMPARE(std::signbit(value), half >= 0x8000);
                QVERIFY((half & 0x3FF) == 0 ? floatToHalf(value) == half : std::isnan(halfToFloat(floatToHalf(value))));
                continue;
            }
            QCOMPARE(static_cast<double>(value), valueOf(half));
            QCOMPARE(floatToHalf(value), half);
        }
    }

    void numbersBetweenTwoHalvesGoToTheNearerAndTiesToTheEvenOne()
    {
        for (unsigned bits = 0; bits < 0x7BFF; ++bits) {
            const auto half = static_cast<std::uint16_t>(bits);
            const auto next = static_cast<std::uint16_t>(bits + 1);
            const auto middle = static_cast<float>((valueOf(half) + valueOf(next)) / 2); // exact: a bit more suffices
            const auto even = bits % 2 == 0 ? half : next;
            if (floatToHalf(middle) != even || floatToHalf(std::nextafter(middle, 0.0F)) != half
                || floatToHalf(std::nextafter(middle, 1e9F)) != next)
                QFAIL(std::to_string(bits).c_str());
            QCOMPARE(floatToHalf(-middle), static_cast<std::uint16_t>(even | 0x8000));
        }
    }

    void whatIsTooLargeBecomesInfinity()
    {
        QCOMPARE(floatToHalf(65504.0F), std::uint16_t { 0x7BFF });
        QCOMPARE(floatToHalf(65519.9F), std::uint16_t { 0x7BFF });
        QCOMPARE(floatToHalf(65520.0F), std::uint16_t { 0x7C00 });
        QCOMPARE(floatToHalf(-1e30F), std::uint16_t { 0xFC00 });
        QCOMPARE(floatToHalf(1e-30F), std::uint16_t { 0 });
        QCOMPARE(floatToHalf(-0.0F), std::uint16_t { 0x8000 });
        // A NaN whose bits lie beyond those kept must not turn into infinity.
        QVERIFY(std::isnan(halfToFloat(floatToHalf(std::bit_cast<float>(0x7F800001U)))));
    }

    void bfloat16RoundsToEven()
    {
        for (unsigned bits = 0; bits < 0x10000; ++bits) {
            const auto stored = static_cast<std::uint16_t>(bits);
            const float value = bfloat16ToFloat(stored);
            if (std::isnan(value))
                QVERIFY(std::isnan(bfloat16ToFloat(floatToBfloat16(value))));
            else
                QCOMPARE(floatToBfloat16(value), stored);
        }
        QCOMPARE(floatToBfloat16(std::bit_cast<float>(0x3F808000U)), std::uint16_t { 0x3F80 });
        QCOMPARE(floatToBfloat16(std::bit_cast<float>(0x3F818000U)), std::uint16_t { 0x3F82 });
        QCOMPARE(floatToBfloat16(std::bit_cast<float>(0x3F808001U)), std::uint16_t { 0x3F81 });
        QVERIFY(std::isinf(bfloat16ToFloat(floatToBfloat16(std::numeric_limits<float>::max()))));
        QVERIFY(std::isnan(bfloat16ToFloat(floatToBfloat16(std::bit_cast<float>(0x7F800001U)))));
    }
};

QTEST_GUILESS_MAIN(TestHalf)
#include "tst_half.moc"
