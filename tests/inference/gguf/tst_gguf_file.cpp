// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// Reading files that are right: small ones made here, and two real models.

#include "inference/gguf/gguf_file.h"
#include "tests/support/random_tensor.h"
#include "tests/support/real_models.h"
#include "tests/support/temp_dir.h"
#include "tests/support/tiny_gguf.h"
#include "tests/support/verify_ok.h"

#include <QtTest/QTest>

#include <cstring>
#include <limits>
#include <map>
#include <string>
#include <vector>

using namespace maru;
using namespace maru::gguf;
using quant::TensorType;
using test::TinyGguf;

namespace {

/// The sum and the sum of squares of a tensor's values.
std::pair<double, double> momentsOf(const GgufFile &file, const TensorInfo &tensor)
{
    const std::uint64_t count
        = tensor.dimensions[0] * tensor.dimensions[1] * tensor.dimensions[2] * tensor.dimensions[3];
    std::vector<float> values(count);
    quant::decode(tensor.type.value(), file.data(tensor).data(), values.data(), count);
    double sum = 0;
    double squares = 0;
    for (const double value : values) {
        sum += value;
        squares += value * value;
    }
    return { sum, squares };
}

bool near(double actual, double expected)
{
    return std::fabs(actual - expected) <= 1e-6 * std::fabs(expected);
}

} // namespace

class TestGgufFile : public QObject
{
    Q_OBJECT

private:
    test::TempDir m_folder;

    Result<GgufFile> open(const TinyGguf &file) { return GgufFile::open(file.write(m_folder.file("tiny.gguf"))); }

private slots:
    void readsEveryKindOfScalar()
    {
        const auto file = open(TinyGguf()
                                   .set("u8", std::uint8_t { 200 })
                                   .set("i8", std::int8_t { -100 })
                                   .set("u16", std::uint16_t { 60000 })
                                   .set("i16", std::int16_t { -30000 })
                                   .set("u32", std::uint32_t { 4000000000 })
                                   .set("i32", std::int32_t { -2000000000 })
                                   .set("u64", std::uint64_t { 1 } << 62)
                                   .set("i64", std::numeric_limits<std::int64_t>::min())
                                   .set("f32", 1.5F)
                                   .set("f64", 0.1)
                                   .set("yes", true)
                                   .set("no", false)
                                   .set("text", "words \xED\x95\x9C")
                                   .set("nothing", ""));
        VERIFY_OK(file);
        QCOMPARE(file->version(), 3U);
        QCOMPARE(file->alignment(), 32U);
        QCOMPARE(file->metadata().size(), std::size_t { 14 });
        QCOMPARE(file->integer("u8").value(), std::int64_t { 200 });
        QCOMPARE(file->integer("i8").value(), std::int64_t { -100 });
        QCOMPARE(file->integer("u16").value(), std::int64_t { 60000 });
        QCOMPARE(file->integer("i16").value(), std::int64_t { -30000 });
        QCOMPARE(file->integer("u32").value(), std::int64_t { 4000000000 });
        QCOMPARE(file->integer("i32").value(), std::int64_t { -2000000000 });
        QCOMPARE(file->integer("u64").value(), std::int64_t { 1 } << 62);
        QCOMPARE(file->integer("i64").value(), std::numeric_limits<std::int64_t>::min());
        QCOMPARE(file->number("f32").value(), 1.5);
        QCOMPARE(file->number("f64").value(), 0.1);
        QCOMPARE(file->number("i8").value(), -100.0);
        QVERIFY(file->boolean("yes").value());
        QVERIFY(!file->boolean("no").value());
        QVERIFY(file->string("text").value() == "words \xED\x95\x9C");
        QVERIFY(file->string("nothing").value().empty());
    }

    void whatIsAbsentOrOfAnotherKindIsNothing()
    {
        const auto file = open(TinyGguf()
                                   .set("number", 7U)
                                   .set("large", std::numeric_limits<std::uint64_t>::max())
                                   .set("fraction", 2.0F)
                                   .set("flag", true)
                                   .set("text", "7")
                                   .set("list", std::vector<float> { 1.0F, 2.5F })
                                   .set("words", std::vector<std::string> { "a" }));
        VERIFY_OK(file);
        QVERIFY(file->find("absent") == nullptr);
        QVERIFY(!file->integer("absent") && !file->number("absent") && !file->boolean("absent"));
        QVERIFY(!file->string("absent") && !file->strings("absent") && !file->integers("absent"));
        QVERIFY(!file->integer("large")); // does not fit
        QVERIFY(!file->integer("fraction") && !file->integer("flag") && !file->integer("text"));
        QVERIFY(!file->integer("list") && !file->number("list") && !file->number("text") && !file->number("flag"));
        QVERIFY(!file->boolean("number") && !file->string("number") && !file->string("words"));
        QVERIFY(!file->strings("text") && !file->strings("list"));
        QVERIFY(!file->integers("list") && !file->integers("words") && !file->integers("number"));
        QVERIFY(!file->floats("words") && !file->floats("fraction"));
        QCOMPARE(file->number("large").value(), 18446744073709551615.0);
    }

    void readsEveryKindOfArray()
    {
        const auto file = open(TinyGguf()
                                   .set("words", std::vector<std::string> { "one", "", "three" })
                                   .set("i32", std::vector<std::int32_t> { -1, 2, 3 })
                                   .set("u8", std::vector<std::uint8_t> { 255, 0 })
                                   .set("i64", std::vector<std::int64_t> { -5 })
                                   .set("u64", std::vector<std::uint64_t> { 5, ~std::uint64_t { 0 } })
                                   .set("f32", std::vector<float> { 0.5F, -2.0F })
                                   .set("f64", std::vector<double> { 0.25 })
                                   .set("flags", std::vector<bool> { true, false, true })
                                   .set("empty", std::vector<float> {})
                                   .set("no words", std::vector<std::string> {}));
        VERIFY_OK(file);
        const auto words = file->strings("words").value();
        QCOMPARE(words.size(), std::size_t { 3 });
        QVERIFY(words[0] == "one" && words[1].empty() && words[2] == "three");
        QCOMPARE(file->integers("i32").value(), (std::vector<std::int64_t> { -1, 2, 3 }));
        QCOMPARE(file->integers("u8").value(), (std::vector<std::int64_t> { 255, 0 }));
        QCOMPARE(file->integers("i64").value(), (std::vector<std::int64_t> { -5 }));
        QVERIFY(!file->integers("u64")); // one does not fit
        QCOMPARE(file->floats("f32").value(), (std::vector<float> { 0.5F, -2.0F }));
        QCOMPARE(file->floats("f64").value(), (std::vector<float> { 0.25F }));
        QCOMPARE(file->floats("i32").value(), (std::vector<float> { -1.0F, 2.0F, 3.0F }));
        QCOMPARE(file->integers("flags").value(), (std::vector<std::int64_t> { 1, 0, 1 }));
        QVERIFY(file->floats("empty").value().empty());
        QVERIFY(file->strings("no words").value().empty());
        QCOMPARE(file->find("i32")->count, std::uint64_t { 3 });
        QVERIFY(file->find("i32")->type == ValueType::Array && file->find("i32")->elementType == ValueType::Int32);
    }

    void arraysOfArraysAreSteppedOver()
    {
        const auto number = [](auto value) { return TinyGguf::toBytes(value); };
        const std::string inner = number(4U) + number(std::uint64_t { 2 }) + number(7U) + number(8U);
        const auto file
            = open(TinyGguf()
                       .setRaw("nested", ValueType::Array, number(9U) + number(std::uint64_t { 2 }) + inner + inner)
                       .set("after", 5U));
        VERIFY_OK(file);
        QVERIFY(file->find("nested")->elementType == ValueType::Array);
        QCOMPARE(file->find("nested")->count, std::uint64_t { 2 });
        QCOMPARE(file->find("nested")->bytes.size(), 2 * inner.size());
        QVERIFY(!file->integers("nested") && !file->strings("nested"));
        QCOMPARE(file->integer("after").value(), std::int64_t { 5 });
    }

    void tensorsAreViewsOfTheirBlocks()
    {
        const std::vector<float> first = test::randomTensor(64 * 3, 1);
        const std::vector<float> second = test::randomTensor(5, 2);
        const auto file = open(TinyGguf()
                                   .setAlignment(64)
                                   .tensor("first", TensorType::Q8_0, { 64, 3 }, first)
                                   .tensor("second", TensorType::F32, { 5 }, second)
                                   .tensor("cube", TensorType::F16, { 2, 3, 4, 2 }, test::randomTensor(48, 3)));
        VERIFY_OK(file);
        QCOMPARE(file->alignment(), 64U);
        QCOMPARE(file->tensors().size(), std::size_t { 3 });
        const TensorInfo &tensor = *file->findTensor("first");
        QVERIFY(&tensor == &file->tensors()[0]);
        QVERIFY(tensor.type == TensorType::Q8_0);
        QCOMPARE(tensor.dimensionCount, 2U);
        QVERIFY((tensor.dimensions == std::array<std::uint64_t, 4> { 64, 3, 1, 1 }));
        QCOMPARE(file->data(tensor).size(), std::size_t { 6 * 34 });

        std::vector<std::byte> blocks(6 * 34);
        quant::encode(TensorType::Q8_0, first.data(), blocks.data(), first.size());
        QVERIFY(std::memcmp(file->data(tensor).data(), blocks.data(), blocks.size()) == 0);
        const auto bytes = file->data(*file->findTensor("second"));
        QCOMPARE(bytes.size(), second.size() * sizeof(float));
        QVERIFY(std::memcmp(bytes.data(), second.data(), bytes.size()) == 0);
        QCOMPARE(reinterpret_cast<std::uintptr_t>(bytes.data()) % 64, std::uintptr_t { 0 });
        QCOMPARE(file->data(*file->findTensor("cube")).size(), std::size_t { 96 });
        QVERIFY(file->findTensor("third") == nullptr);
    }

    void versionTwoAndFilesWithoutTensorsAreFine()
    {
        const auto file = open(TinyGguf().setVersion(2).set("general.architecture", "llama").set("split.count", 1U));
        VERIFY_OK(file);
        QCOMPARE(file->version(), 2U);
        QVERIFY(file->tensors().empty());
        QVERIFY(file->findTensor("x") == nullptr);
        VERIFY_OK(open(TinyGguf()));
    }

    void aTensorOfAnUnknownTypeIsListedWithoutBytes()
    {
        const std::vector<std::byte> bytes(100);
        const auto file = open(
            TinyGguf().rawTensor("odd", 77, { 16 }, bytes).rawTensor("i32", 26, { 4 }, std::span(bytes).first(16)));
        VERIFY_OK(file);
        const TensorInfo *odd = file->findTensor("odd");
        QVERIFY(odd != nullptr && !odd->type);
        QCOMPARE(odd->rawType, 77U);
        QVERIFY(file->data(*odd).empty());
        QVERIFY(file->findTensor("i32")->type == TensorType::I32); // known, if not to the kernels
        QCOMPARE(file->data(*file->findTensor("i32")).size(), std::size_t { 16 });
    }

    void viewsSurviveAMove()
    {
        auto file = open(TinyGguf().set("text", "still here"));
        VERIFY_OK(file);
        const std::string_view text = file->string("text").value();
        const GgufFile moved = *std::move(file);
        QVERIFY(text == "still here");
        QVERIFY(moved.string("text").value().data() == text.data());
    }

    void filesThatCannotBeReadSayWhy()
    {
        const auto missing = GgufFile::open(m_folder.file("missing.gguf"));
        VERIFY_FAILS(missing, Reason::FileMissing);
        QVERIFY(missing.error().code == ErrorCode::NotFound);
        VERIFY_FAILS(GgufFile::open(m_folder.path()), Reason::FileUnreadable);
        VERIFY_FAILS(GgufFile::open(m_folder.write("empty.gguf", "")), Reason::FileEmpty);
        const auto text = GgufFile::open(m_folder.write("text.gguf", "It was a dark and stormy night"));
        VERIFY_FAILS(text, Reason::NotGguf);
        QVERIFY(text.error().arg("path").ends_with("text.gguf"));
        QVERIFY(text.error().message.find("text.gguf") != std::string::npos);
    }

    void readsSmolLm2()
    {
        const auto file = GgufFile::open(test::realModel(test::kSmolLm2));
        VERIFY_OK(file);
        QCOMPARE(file->version(), 3U);
        QVERIFY(file->string("general.architecture").value() == "llama");
        QCOMPARE(file->metadata().size(), std::size_t { 33 });
        QCOMPARE(file->tensors().size(), std::size_t { 272 });
        QCOMPARE(file->integer("llama.block_count").value(), std::int64_t { 30 });
        QCOMPARE(file->number("llama.rope.freq_base").value(), 100000.0);
        QVERIFY(!file->boolean("tokenizer.ggml.add_bos_token").value());
        QCOMPARE(file->strings("tokenizer.ggml.tokens").value().size(), std::size_t { 49152 });
        QCOMPARE(file->integers("tokenizer.ggml.token_type").value().size(), std::size_t { 49152 });
        std::uint64_t bytes = 0;
        for (const TensorInfo &tensor : file->tensors())
            bytes += file->data(tensor).size();
        QCOMPARE(bytes, std::uint64_t { 96576768 });
        const auto [sum, squares] = momentsOf(*file, *file->findTensor("blk.0.attn_q.weight"));
        QVERIFY(near(sum, 59.22322082519531));
        QVERIFY(near(squares, 26749.573275085306));
    }

    void readsGemma()
    {
        const auto file = GgufFile::open(test::realModel(test::kGemma3));
        VERIFY_OK(file);
        QVERIFY(file->string("general.architecture").value() == "gemma3");
        QCOMPARE(file->integer("gemma3.attention.sliding_window").value(), std::int64_t { 512 });
        QCOMPARE(file->floats("tokenizer.ggml.scores").value().size(), std::size_t { 262144 });
        std::map<TensorType, int> types;
        for (const TensorInfo &tensor : file->tensors())
            ++types[tensor.type.value()];
        QCOMPARE(types[TensorType::F32], 109);
        QCOMPARE(types[TensorType::Q5_0], 81);
        QCOMPARE(types[TensorType::Q4_K], 27);
        QCOMPARE(types[TensorType::Q8_0], 10);
        QCOMPARE(types[TensorType::Q6_K], 9);
        const auto [sum, squares] = momentsOf(*file, *file->findTensor("blk.5.ffn_down.weight"));
        QVERIFY(near(sum, -17.400326013565063));
        QVERIFY(near(squares, 620.5550868067502));
    }
};

QTEST_GUILESS_MAIN(TestGgufFile)
#include "tst_gguf_file.moc"
