// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/quantizer/row_encoder.h"
#include "tests/support/random_tensor.h"

#include <QtTest/QTest>

using namespace maru;
using namespace maru::quant;

namespace {

constexpr std::size_t kCount = 4096;

struct TypeRow
{
    TensorType type;
    double error; ///< most, of normally distributed values: root of the mean squared error over that of the values
};

// A little above what the search gives; a lost sub-block scale or bit gives several times as much.
constexpr TypeRow kTypes[] = { { TensorType::F16, 0.0004 }, { TensorType::Q8_0, 0.0065 }, { TensorType::Q6_K, 0.021 },
    { TensorType::Q5_K, 0.039 }, { TensorType::Q5_1, 0.042 }, { TensorType::Q5_0, 0.048 }, { TensorType::Q4_K, 0.078 },
    { TensorType::Q4_1, 0.085 }, { TensorType::Q4_0, 0.093 }, { TensorType::Q3_K, 0.17 }, { TensorType::Q2_K, 0.31 } };

std::vector<float> roundTrip(TensorType type, std::span<const float> values, std::span<const float> importance = {})
{
    std::vector<std::byte> blocks(byteCount(type, values.size()).value());
    quantizer::encodeRow(type, values, importance, blocks.data());
    std::vector<float> decoded(values.size());
    decode(type, blocks.data(), decoded.data(), decoded.size());
    return decoded;
}

double errorOf(std::span<const float> values, std::span<const float> decoded, std::span<const float> weights = {})
{
    double error = 0;
    double all = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double weight = weights.empty() ? 1.0 : static_cast<double>(weights[i]);
        const double difference = static_cast<double>(values[i]) - static_cast<double>(decoded[i]);
        error += weight * difference * difference;
        all += weight * static_cast<double>(values[i]) * static_cast<double>(values[i]);
    }
    return std::sqrt(error / all);
}

} // namespace

class TestRowEncoder : public QObject
{
    Q_OBJECT

private slots:
    void the_error_is_what_the_bits_allow_data() { types(); }
    void the_error_is_what_the_bits_allow()
    {
        QFETCH(const int, index);
        const auto [type, most] = kTypes[index];
        QVERIFY(quantizer::canEncode(type));
        const std::vector<float> values = test::randomTensor(kCount, 7, 0.03f);
        const double error = errorOf(values, roundTrip(type, values));
        qInfo("%.5f", error);
        QVERIFY2(error < most, qPrintable(QString::number(error)));
        QVERIFY2(error > most / 2, qPrintable(QString::number(error))); // or the bound says nothing
    }

    void it_is_no_worse_than_rounding_to_nearest_data() { types(); }
    void it_is_no_worse_than_rounding_to_nearest()
    {
        QFETCH(const int, index);
        const TensorType type = kTypes[index].type;
        for (const std::uint32_t seed : { 1U, 2U, 3U }) {
            const std::vector<float> values = test::randomTensor(kCount, seed);
            const std::vector<std::byte> plain = test::randomBlocks(type, kCount, seed);
            std::vector<float> decoded(kCount);
            decode(type, plain.data(), decoded.data(), decoded.size());
            QVERIFY(errorOf(values, roundTrip(type, values)) <= errorOf(values, decoded) * 1.0001);
        }
    }

    void important_columns_keep_more_of_their_digits_data() { types(); }
    void important_columns_keep_more_of_their_digits()
    {
        QFETCH(const int, index);
        const TensorType type = kTypes[index].type;
        if (type == TensorType::F16 || type == TensorType::Q8_0)
            return; // their scale is given by the largest value
        const std::vector<float> values = test::randomTensor(kCount, 9);
        std::vector<float> importance(kCount, 0.01f);
        for (std::size_t i = 0; i < kCount; i += 5)
            importance[i] = 10.0f;
        const double informed = errorOf(values, roundTrip(type, values, importance), importance);
        const double plain = errorOf(values, roundTrip(type, values), importance);
        QVERIFY2(informed < 0.97 * plain, qPrintable(QStringLiteral("%1 %2").arg(informed).arg(plain)));
    }

    void columns_of_no_importance_are_still_kept_data() { types(); }
    void columns_of_no_importance_are_still_kept()
    {
        QFETCH(const int, index);
        const std::vector<float> values = test::randomTensor(kCount, 11);
        const std::vector<float> importance(kCount, 0.0f);
        QVERIFY(errorOf(values, roundTrip(kTypes[index].type, values, importance)) < kTypes[index].error);
    }

    void odd_rows_come_back_data() { types(); }
    void odd_rows_come_back()
    {
        QFETCH(const int, index);
        const TensorType type = kTypes[index].type;
        const std::vector<float> zeros(512, 0.0f);
        QCOMPARE(roundTrip(type, zeros), zeros);
        for (const float value : { 1.0f, -1.0f, 0.02f, -60.0f }) {
            const std::vector<float> same(512, value);
            const std::vector<float> decoded = roundTrip(type, same);
            QVERIFY2(errorOf(same, decoded) < 0.01, qPrintable(QStringLiteral("%1 %2").arg(value).arg(decoded[0])));
        }
        std::vector<float> lonely(512, 0.0f);
        lonely[300] = 5.0f;
        const std::vector<float> decoded = roundTrip(type, lonely);
        QVERIFY(std::abs(decoded[300] - 5.0f) < 0.05f);
        QVERIFY(std::abs(decoded[0]) < 1e-6f);
    }

private:
    static void types()
    {
        QTest::addColumn<int>("index");
        for (int i = 0; i < static_cast<int>(std::size(kTypes)); ++i)
            QTest::newRow(std::string(tensorTypeInfo(kTypes[i].type).name).c_str()) << i;
    }
};

QTEST_GUILESS_MAIN(TestRowEncoder)
#include "tst_row_encoder.moc"
