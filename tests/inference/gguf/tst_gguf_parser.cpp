// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// Files that are wrong: each is refused with the reason that fits, and nothing is read that is not there.

#include "inference/gguf/gguf_parser.h"
#include "tests/support/tiny_gguf.h"
#include "tests/support/verify_ok.h"

#include <QtTest/QTest>

#include <cstring>
#include <limits>
#include <string>
#include <vector>

using namespace maru;
using namespace maru::gguf;
using quant::TensorType;
using test::TinyGguf;

namespace {

constexpr std::uint64_t kHuge = std::numeric_limits<std::uint64_t>::max();

/// A file as it would lie in memory, freshly allocated to its exact length so that sanitizers see any step beyond.
Result<ParsedFile> parsed(const std::string &file)
{
    const std::vector<std::byte> bytes(reinterpret_cast<const std::byte *>(file.data()),
        reinterpret_cast<const std::byte *>(file.data() + file.size()));
    return parse(bytes);
}

Result<ParsedFile> parsed(const TinyGguf &file)
{
    return parsed(file.bytes());
}

/// A file with some of everything.
TinyGguf ordinary()
{
    return TinyGguf()
        .set("general.architecture", "llama")
        .set("count", 2U)
        .set("words", std::vector<std::string> { "a", "bc" })
        .tensor("first", TensorType::F32, { 8, 2 }, std::vector<float>(16, 1.0F))
        .tensor("second", TensorType::Q4_0, { 32 }, std::vector<float>(32, 1.0F));
}

template <typename T> std::string number(T value)
{
    return TinyGguf::toBytes(value);
}

} // namespace

class TestGgufParser : public QObject
{
    Q_OBJECT

private slots:
    void theOrdinaryFileIsFine() { VERIFY_OK(parsed(ordinary())); }

    void everyShorterFileIsRefused()
    {
        const std::string whole = ordinary().bytes();
        for (std::size_t length = 0; length < whole.size(); ++length) {
            const auto result = parsed(whole.substr(0, length));
            QVERIFY2(!result.has_value(), std::to_string(length).c_str());
            const Reason reason = result.error().reason;
            QVERIFY2(reason == (length < 4 ? Reason::NotGguf : Reason::GgufTruncated), result.error().message.c_str());
            QVERIFY(length < 4 || !result.error().arg("detail").empty());
        }
    }

    void aCutFileNamesTheBytesItLacks()
    {
        const std::string whole = ordinary().bytes();
        const auto result = parsed(whole.substr(0, whole.size() - 1));
        VERIFY_FAILS(result, Reason::GgufTruncated);
        QVERIFY(result.error().message.find(std::to_string(whole.size())) != std::string::npos);
        QVERIFY(result.error().message.find(std::to_string(whole.size() - 1)) != std::string::npos);
    }

    void versions_data()
    {
        QTest::addColumn<unsigned>("version");
        QTest::addColumn<QByteArray>("shown");
        QTest::newRow("1") << 1U << QByteArray("1");
        QTest::newRow("4") << 4U << QByteArray("4");
        QTest::newRow("0") << 0U << QByteArray("0");
        QTest::newRow("big-endian 3") << 0x03000000U << QByteArray("3 (big-endian)");
    }
    void versions()
    {
        QFETCH(unsigned, version);
        QFETCH(QByteArray, shown);
        const auto result = parsed(ordinary().setVersion(version));
        VERIFY_FAILS(result, Reason::GgufVersion);
        QVERIFY(result.error().code == ErrorCode::Unsupported);
        QVERIFY(result.error().arg("version") == std::string_view(shown.constData()));
    }

    void otherFilesAreNotGguf()
    {
        VERIFY_FAILS(parsed(std::string("PK\x03\x04 something else altogether")), Reason::NotGguf);
        VERIFY_FAILS(parsed(std::string("ggml")), Reason::NotGguf);
        VERIFY_FAILS(parsed(std::string("GG")), Reason::NotGguf);
    }

    void countsBeyondTheFileAreRefusedBeforeAnythingIsAllocated()
    {
        for (const std::uint64_t count : { std::uint64_t { 100 }, std::uint64_t { 1 } << 40, kHuge }) {
            VERIFY_FAILS(parsed(ordinary().claimCounts(count, 3)), Reason::GgufTruncated);
            VERIFY_FAILS(parsed(ordinary().claimCounts(2, count)), Reason::GgufTruncated);
        }
    }

    void lengthsBeyondTheFileAreRefused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<unsigned>("type");
        const auto row = [](const char *name, ValueType type, const std::string &bytes) {
            QTest::newRow(name) << QByteArray::fromStdString(bytes) << static_cast<unsigned>(type);
        };
        for (const std::uint64_t length : { std::uint64_t { 1000 }, std::uint64_t { 1 } << 61, kHuge - 7, kHuge }) {
            row("string", ValueType::String, number(length) + "short");
            for (const std::uint32_t elementType : { 0U, 4U, 7U, 8U, 9U, 12U })
                row("array", ValueType::Array, number(elementType) + number(length) + "short");
            row("string in array", ValueType::Array, number(8U) + number(std::uint64_t { 1 }) + number(length));
        }
    }
    void lengthsBeyondTheFileAreRefused()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(unsigned, type);
        VERIFY_FAILS(
            parsed(TinyGguf().setRaw("key", static_cast<ValueType>(type), bytes.toStdString())), Reason::GgufTruncated);
    }

    void unknownTypesOfValuesAreRefused()
    {
        for (const std::uint32_t type : { 13U, 255U, 0xFFFFFFFFU }) {
            const auto scalar = parsed(TinyGguf().setRaw("key", static_cast<ValueType>(type), "12345678"));
            VERIFY_FAILS(scalar, Reason::GgufCorrupt);
            QVERIFY(scalar.error().message.find("key") != std::string::npos);
            VERIFY_FAILS(parsed(TinyGguf().setRaw(
                             "key", ValueType::Array, number(type) + number(std::uint64_t { 1 }) + "12345678")),
                Reason::GgufCorrupt);
        }
    }

    void arraysNestedWithoutEndAreRefused()
    {
        std::string nested;
        for (int depth = 0; depth < 10000; ++depth)
            nested += number(9U) + number(std::uint64_t { 1 });
        VERIFY_FAILS(parsed(TinyGguf().setRaw("key", ValueType::Array, nested)), Reason::GgufCorrupt);
    }

    void booleansAreZeroOrOne()
    {
        VERIFY_FAILS(parsed(TinyGguf().setRaw("key", ValueType::Bool, "\x02")), Reason::GgufCorrupt);
        VERIFY_FAILS(
            parsed(TinyGguf().setRaw("key", ValueType::Array, number(7U) + number(std::uint64_t { 2 }) + "\x01\x05")),
            Reason::GgufCorrupt);
    }

    void namesAreNeitherEmptyNorEndless()
    {
        VERIFY_FAILS(parsed(TinyGguf().set("", 1U)), Reason::GgufCorrupt);
        VERIFY_FAILS(parsed(TinyGguf().set(std::string(70000, 'k'), 1U)), Reason::GgufCorrupt);
        VERIFY_OK(parsed(TinyGguf().set(std::string(65535, 'k'), 1U)));
        VERIFY_FAILS(parsed(TinyGguf().tensor("", TensorType::F32, { 1 }, std::vector<float>(1))), Reason::GgufCorrupt);
    }

    void nothingOccursTwice()
    {
        const auto key = parsed(ordinary().set("count", 3U));
        VERIFY_FAILS(key, Reason::GgufCorrupt);
        QVERIFY(key.error().message.find("count") != std::string::npos);
        const auto tensor = parsed(ordinary().tensor("first", TensorType::F32, { 1 }, std::vector<float>(1)));
        VERIFY_FAILS(tensor, Reason::BadTensor);
        QVERIFY(tensor.error().arg("tensor") == "first");
    }

    void tensorsLieAlignedInsideTheFileAndApart()
    {
        VERIFY_FAILS(parsed(ordinary().claimOffset(33)), Reason::BadTensor);
        VERIFY_FAILS(parsed(ordinary().claimOffset(32)), Reason::BadTensor); // inside the first
        VERIFY_FAILS(parsed(ordinary().claimOffset(0)), Reason::BadTensor);
        VERIFY_FAILS(parsed(ordinary().claimOffset(96)), Reason::GgufTruncated);
        VERIFY_FAILS(parsed(ordinary().claimOffset(std::uint64_t { 1 } << 40)), Reason::GgufTruncated);
        VERIFY_FAILS(parsed(ordinary().claimOffset(kHuge - 31)), Reason::BadTensor);
        VERIFY_FAILS(parsed(TinyGguf()
                                .rawTensor("odd", 77, { 4 }, std::vector<std::byte>(16))
                                .rawTensor("other", 78, { 4 }, std::vector<std::byte>(16))
                                .claimOffset(0)),
            Reason::BadTensor);
    }

    void shapesAreSane_data()
    {
        QTest::addColumn<QList<quint64>>("dimensions");
        QTest::addColumn<unsigned>("type");
        using Shape = QList<quint64>;
        const auto f32 = static_cast<unsigned>(TensorType::F32);
        QTest::newRow("five dimensions") << Shape { 1, 1, 1, 1, 1 } << f32;
        QTest::newRow("a thousand dimensions") << Shape(1000, 1) << f32;
        QTest::newRow("a dimension of 0") << Shape { 4, 0 } << f32;
        QTest::newRow("2^64 values") << Shape { 1ULL << 32, 1ULL << 32 } << f32;
        QTest::newRow("2^65 values") << Shape { 1ULL << 33, 1ULL << 32 } << f32;
        QTest::newRow("2^63 values") << Shape { 1ULL << 32, 1ULL << 31 } << f32;
        QTest::newRow("2^64 bytes") << Shape { 1ULL << 31, 1ULL << 31 } << f32;
        QTest::newRow("one dimension too large") << Shape { kHuge, kHuge, kHuge, kHuge } << f32;
        QTest::newRow("a row of half a block") << Shape { 16, 2 } << static_cast<unsigned>(TensorType::Q4_0);
        QTest::newRow("a row of 1.5 blocks") << Shape { 384 } << static_cast<unsigned>(TensorType::Q4_K);
        QTest::newRow("unknown type, 2^64 values") << Shape { 1ULL << 32, 1ULL << 32 } << 99U;
    }
    void shapesAreSane()
    {
        QFETCH(QList<quint64>, dimensions);
        QFETCH(unsigned, type);
        const std::vector<std::byte> some(64);
        const auto result = parsed(
            TinyGguf().rawTensor("bad", type, std::vector<std::uint64_t>(dimensions.begin(), dimensions.end()), some));
        VERIFY_FAILS(result, Reason::BadTensor);
        QVERIFY(result.error().arg("tensor") == "bad");
    }

    void aTensorWithoutDimensionsIsOneValue()
    {
        const std::vector<std::byte> four(4);
        const auto result = parsed(TinyGguf().rawTensor("one", 0, {}, four));
        VERIFY_OK(result);
        QCOMPARE(result->tensors[0].dimensionCount, 1U);
        QCOMPARE(result->tensors[0].byteCount, std::uint64_t { 4 });
    }

    void alignmentIsASanePowerOfTwo()
    {
        for (const std::uint32_t alignment : { 8U, 16U, 32U, 4096U, 1U << 20 }) {
            const auto result
                = parsed(TinyGguf().setAlignment(alignment).tensor("t", TensorType::F32, { 1 }, std::vector<float>(1)));
            VERIFY_OK(result);
            QCOMPARE(result->alignment, alignment);
            QCOMPARE(result->dataStart % alignment, std::uint64_t { 0 });
        }
        for (const std::uint32_t alignment : { 0U, 1U, 4U, 24U, 33U, 1U << 21, 0x80000000U })
            VERIFY_FAILS(parsed(TinyGguf().setAlignment(alignment)), Reason::BadValue);
        VERIFY_FAILS(parsed(TinyGguf().set("general.alignment", "32")), Reason::BadValue);
        VERIFY_FAILS(parsed(TinyGguf().set("general.alignment", -32)), Reason::BadValue);
        VERIFY_FAILS(parsed(TinyGguf().set("general.alignment", kHuge)), Reason::BadValue);
    }

    void aPartOfASplitModelSaysSo()
    {
        const auto part = [](int number, int count, int tensors) {
            return parsed(ordinary()
                              .set("split.no", static_cast<std::uint16_t>(number))
                              .set("split.count", static_cast<std::uint16_t>(count))
                              .set("split.tensors.count", std::int32_t { tensors }));
        };
        const auto second = part(1, 3, 7);
        VERIFY_OK(second);
        QVERIFY(second->split.has_value());
        QCOMPARE(second->split->number, 1U);
        QCOMPARE(second->split->count, 3U);
        QCOMPARE(second->split->tensors.value(), std::uint64_t { 7 });
        QVERIFY(!part(0, 1, 7)->split.has_value());
        VERIFY_FAILS(part(3, 3, 7), Reason::BadValue);
        VERIFY_FAILS(part(0, 3, -1), Reason::BadValue);
        VERIFY_FAILS(parsed(ordinary().set("split.count", std::int32_t { -3 })), Reason::BadValue);
        VERIFY_FAILS(parsed(ordinary().set("split.count", 3U)), Reason::MissingKey);
        VERIFY_FAILS(parsed(ordinary().set("split.count", 3'000'000'000U)), Reason::BadValue);
    }

    void namesInMessagesAreShortAndPrintable()
    {
        const std::string name = "\x1B[31m" + std::string(300, 'x') + "\n";
        const auto result = parsed(TinyGguf().rawTensor(name, 0, { 0 }, {}));
        VERIFY_FAILS(result, Reason::BadTensor);
        QVERIFY(result.error().message.size() < 150);
        for (const char letter : result.error().message)
            QVERIFY(letter >= ' ' && letter <= '~');
    }
};

QTEST_GUILESS_MAIN(TestGgufParser)
#include "tst_gguf_parser.moc"
