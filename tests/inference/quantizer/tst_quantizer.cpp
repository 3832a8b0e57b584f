// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/quantizer/quantizer.h"
#include "tests/support/random_tensor.h"
#include "tests/support/temp_dir.h"
#include "tests/support/tiny_gguf.h"
#include "tests/support/verify_ok.h"

#include <sys/resource.h>

#include <csignal>
#include <limits>

using namespace maru;
using namespace maru::quantizer;
using quant::TensorType;

namespace {

constexpr std::uint64_t kColumns = 512;
constexpr std::uint64_t kRows = 40;

/// A model of one layer, stored as `type`.
test::TinyGguf model(TensorType type, std::vector<float> values = test::randomTensor(kColumns * kRows, 3))
{
    test::TinyGguf file;
    file.set("general.architecture", "llama")
        .set("general.name", "tiny")
        .set("general.file_type", 1U)
        .set("llama.block_count", 1U)
        .set("llama.attention.head_count", 8U)
        .set("llama.attention.head_count_kv", 2U)
        .set("tokenizer.ggml.tokens", std::vector<std::string> { "a", "b" })
        .set("split.count", std::uint16_t { 0 })
        .tensor("token_embd.weight", type, { kColumns, kRows }, values)
        .tensor("output.weight", type, { kColumns, kRows }, values)
        .tensor("blk.0.attn_norm.weight", TensorType::F32, { kColumns }, std::span(values).first(kColumns))
        .tensor("blk.0.ffn_up.weight", type, { kColumns, kRows }, values)
        .tensor("blk.0.ffn_gate_exps.weight", type, { kColumns, kRows / 4, 4 }, values);
    return file;
}

std::vector<std::string> filesIn(const std::filesystem::path &folder)
{
    std::vector<std::string> names;
    for (const auto &entry : std::filesystem::directory_iterator(folder))
        names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

} // namespace

class TestQuantizer : public QObject
{
    Q_OBJECT

private slots:
    void every_source_becomes_every_target_data()
    {
        QTest::addColumn<int>("source");
        for (const TensorType type : { TensorType::F32, TensorType::F16, TensorType::BF16, TensorType::Q8_0 })
            QTest::newRow(std::string(quant::tensorTypeInfo(type).name).c_str()) << static_cast<int>(type);
    }

    void every_source_becomes_every_target()
    {
        QFETCH(const int, source);
        const test::TempDir folder;
        const auto in = model(static_cast<TensorType>(source)).write(folder.file("in.gguf"));
        for (int i = 0; i < kTargetCount; ++i) {
            const auto target = static_cast<Target>(i);
            std::vector<std::uint64_t> steps;
            std::uint64_t total = 0;
            const auto result
                = quantize(in, folder.file("out.gguf"), target, nullptr, 2, [&](std::uint64_t done, std::uint64_t all) {
                      steps.push_back(done);
                      total = all;
                  });
            VERIFY_OK(result);
            QVERIFY(std::is_sorted(steps.begin(), steps.end()));
            QCOMPARE(steps.back(), total);
            const auto before = gguf::GgufFile::open(in);
            const auto after = gguf::GgufFile::open(folder.file("out.gguf"));
            VERIFY_OK(after);
            QCOMPARE(result->bytesIn, before->fileSize());
            QCOMPARE(result->bytesOut, after->fileSize());
            QVERIFY(std::abs(static_cast<double>(*quantizedSize(*before, target)) - double(after->fileSize())) < 256);
            QCOMPARE(after->string("general.name").value(), std::string_view("tiny"));
            QCOMPARE(after->integer("general.file_type").value(), std::int64_t { fileType(target) });
            QCOMPARE(after->strings("tokenizer.ggml.tokens").value(), std::vector<std::string_view>({ "a", "b" }));
            QVERIFY(after->find("split.count") == nullptr);
            compare(*before, *after, target);
        }
    }

    void importance_changes_what_is_written()
    {
        const test::TempDir folder;
        const auto in = model(TensorType::F32).write(folder.file("in.gguf"));
        ImportanceMatrix importance;
        ImportanceMatrix::Entry entry { kColumns, std::vector<float>(kColumns, 1.0f), { 2.0f } };
        for (std::size_t i = 0; i < kColumns; i += 3)
            entry.squares[i] = 100.0f;
        importance.entries["blk.0.ffn_up.weight"] = entry;
        VERIFY_OK(quantize(in, folder.file("plain.gguf"), Target::Q4_K_M, nullptr, 1));
        VERIFY_OK(quantize(in, folder.file("informed.gguf"), Target::Q4_K_M, &importance, 1));
        QVERIFY(bytesOf(folder.file("plain.gguf"), "blk.0.ffn_up.weight")
            != bytesOf(folder.file("informed.gguf"), "blk.0.ffn_up.weight"));
        QVERIFY(bytesOf(folder.file("plain.gguf"), "token_embd.weight")
            == bytesOf(folder.file("informed.gguf"), "token_embd.weight"));
        importance.entries["blk.0.ffn_up.weight"] = { 3, { 1, 1, 1 }, { 1 } };
        VERIFY_FAILS(quantize(in, folder.file("wrong.gguf"), Target::Q4_K_M, &importance, 1), Reason::BadTensor);
        QVERIFY(!std::filesystem::exists(folder.file("wrong.gguf")));
    }

    void threads_do_not_change_a_bit()
    {
        const test::TempDir folder;
        const auto in = model(TensorType::F16).write(folder.file("in.gguf"));
        VERIFY_OK(quantize(in, folder.file("one.gguf"), Target::Q3_K_M, nullptr, 1));
        VERIFY_OK(quantize(in, folder.file("three.gguf"), Target::Q3_K_M, nullptr, 3));
        for (const char *name : { "token_embd.weight", "blk.0.ffn_gate_exps.weight" })
            QVERIFY(bytesOf(folder.file("one.gguf"), name) == bytesOf(folder.file("three.gguf"), name));
    }

    void what_has_lost_its_digits_is_refused()
    {
        const test::TempDir folder;
        const auto in = model(TensorType::Q4_K).write(folder.file("in.gguf"));
        VERIFY_FAILS(quantize(in, folder.file("out.gguf"), Target::Q2_K, nullptr, 1), Reason::AlreadyQuantized);
        QCOMPARE(filesIn(folder.path()), std::vector<std::string>({ "in.gguf" }));
    }

    void values_that_are_no_numbers_are_refused()
    {
        for (const float bad : { std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity() }) {
            const test::TempDir folder;
            std::vector<float> values = test::randomTensor(kColumns * kRows, 3);
            values[700] = bad;
            const auto in = model(TensorType::F32, values).write(folder.file("in.gguf"));
            VERIFY_FAILS(quantize(in, folder.file("out.gguf"), Target::Q4_K_M, nullptr, 1), Reason::BadTensor);
            QCOMPARE(filesIn(folder.path()), std::vector<std::string>({ "in.gguf" }));
        }
    }

    void a_stop_leaves_nothing()
    {
        const test::TempDir folder;
        const auto in = model(TensorType::F32).write(folder.file("in.gguf"));
        const auto out = folder.write("out.gguf", "what was there before");
        std::stop_source stop;
        const auto result = quantize(
            in, out, Target::Q4_K_M, nullptr, 1, [&](std::uint64_t, std::uint64_t) { stop.request_stop(); },
            stop.get_token());
        VERIFY_FAILS(result, Reason::Stopped);
        QCOMPARE(filesIn(folder.path()), std::vector<std::string>({ "in.gguf", "out.gguf" }));
        QCOMPARE(std::filesystem::file_size(out), 21U);
    }

    void a_disk_that_fills_up_leaves_nothing()
    {
        const test::TempDir folder;
        const auto in = model(TensorType::F32).write(folder.file("in.gguf"));
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit before {};
        QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
        const rlimit small { 20'000, before.rlim_max };
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
        const auto result = quantize(in, folder.file("out.gguf"), Target::Q8_0, nullptr, 1);
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &before), 0);
        VERIFY_FAILS(result, Reason::DiskFull);
        QCOMPARE(filesIn(folder.path()), std::vector<std::string>({ "in.gguf" }));
    }

    void a_target_that_cannot_be_is_refused()
    {
        const test::TempDir folder;
        const auto in = model(TensorType::F32).write(folder.file("in.gguf"));
        QVERIFY(!quantize(in, in, Target::Q8_0, nullptr, 1).has_value());
        QVERIFY(!quantize(in, folder.path(), Target::Q8_0, nullptr, 1).has_value());
        VERIFY_FAILS(quantize(in, folder.path() / "no" / "folder.gguf", Target::Q8_0, nullptr, 1), Reason::ReadOnly);
        QVERIFY(std::filesystem::is_directory(folder.path()));
        VERIFY_OK(gguf::GgufFile::open(in));
    }

private:
    static std::vector<std::byte> bytesOf(const std::filesystem::path &path, std::string_view name)
    {
        const auto file = gguf::GgufFile::open(path);
        const std::span<const std::byte> bytes = file->data(*file->findTensor(name));
        return { bytes.begin(), bytes.end() };
    }

    static std::vector<float> decoded(const gguf::GgufFile &file, const gguf::TensorInfo &tensor)
    {
        std::uint64_t count = 1;
        for (const std::uint64_t length : tensor.dimensions)
            count *= length;
        std::vector<float> values(count);
        quant::decode(*tensor.type, file.data(tensor).data(), values.data(), count);
        return values;
    }

    static void compare(const gguf::GgufFile &before, const gguf::GgufFile &after, Target target)
    {
        const MixtureModel mixture = MixtureModel::of(before);
        QCOMPARE(after.tensors().size(), before.tensors().size());
        for (const gguf::TensorInfo &tensor : before.tensors()) {
            const gguf::TensorInfo *written = after.findTensor(tensor.name);
            QVERIFY(written && written->type && written->dimensions == tensor.dimensions);
            QVERIFY(*written->type == typeFor(tensor, target, mixture).value_or(*tensor.type));
            const std::vector<float> old = decoded(before, tensor);
            const std::vector<float> now = decoded(after, *written);
            double error = 0;
            double all = 0;
            for (std::size_t i = 0; i < old.size(); ++i) {
                error += std::pow(static_cast<double>(old[i]) - static_cast<double>(now[i]), 2);
                all += std::pow(static_cast<double>(old[i]), 2);
            }
            QVERIFY2(error < 0.1 * all, std::string(tensor.name).c_str());
            QVERIFY(tensor.name != "blk.0.attn_norm.weight" || error == 0);
        }
    }
};

QTEST_GUILESS_MAIN(TestQuantizer)
#include "tst_quantizer.moc"
