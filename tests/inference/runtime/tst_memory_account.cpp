// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/gguf/gguf_file.h"
#include "inference/runtime/loaded_model.h"
#include "tests/support/real_models.h"
#include "tests/support/temp_dir.h"
#include "tests/support/tiny_gguf.h"
#include "tests/support/verify_ok.h"

#include <QtTest/QTest>

#include <malloc.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace maru;

/// What the account says is what the process grows by: anonymous and file pages, since before the file was opened,
/// after the whole context was computed.
class TestMemoryAccount : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        if (resident() == 0)
            QSKIP("this system does not tell the size of a process");
        // Code, threads and the first blocks of malloc are there before anything is measured.
        for (const std::filesystem::path &path : tinyFamilies())
            growth(path, 64, backend::KvType::F16);
    }

    void tinyModelsTakeWhatTheAccountSays_data()
    {
        QTest::addColumn<QString>("file");
        for (const std::filesystem::path &path : tinyFamilies())
            QTest::newRow(path.stem().c_str()) << QString::fromStdString(path.string());
    }

    void tinyModelsTakeWhatTheAccountSays()
    {
        QFETCH(const QString, file);
        for (const std::uint32_t context : { 64u, 16384u }) {
            for (const backend::KvType kv : { backend::KvType::F32, backend::KvType::F16, backend::KvType::Q8_0 }) {
                const std::optional<Measured> measured = growth(file.toStdString(), context, kv);
                if (!measured && kv == backend::KvType::Q8_0)
                    continue; // its heads are no whole blocks
                QVERIFY(measured);
                if (!isRight(measured->placement.total(), measured->bytes))
                    QFAIL(qPrintable(describe(*measured)));
            }
        }
    }

    void realModelsTakeWhatTheAccountSays_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("context");
        QTest::addColumn<int>("kv");
        for (const char *file : { test::kSmolLm2, test::kGemma3 }) {
            for (const int context : { 256, 2048 }) {
                for (const backend::KvType kv : { backend::KvType::F32, backend::KvType::F16, backend::KvType::Q8_0 }) {
                    QTest::newRow(qPrintable(QStringLiteral("%1, %2, %3")
                                                 .arg(QLatin1String(file))
                                                 .arg(context)
                                                 .arg(QString::fromStdString(std::string(toString(kv))))))
                        << QString::fromLatin1(file) << context << int(kv);
                }
            }
        }
    }

    void realModelsTakeWhatTheAccountSays()
    {
        QFETCH(const QString, file);
        QFETCH(const int, context);
        QFETCH(const int, kv);
        const std::optional<Measured> measured
            = growth(test::realModel(file), static_cast<std::uint32_t>(context), static_cast<backend::KvType>(kv));
        QVERIFY(measured);
        qInfo("%s", qPrintable(describe(*measured)));
        QVERIFY(isRight(measured->placement.total(), measured->bytes));
    }

    void withoutAnyOfItsTermsTheAccountIsWrong()
    {
        const std::optional<Measured> large = growth(test::realModel(test::kSmolLm2), 2048, backend::KvType::F16);
        const std::optional<Measured> small = growth(test::realModel(test::kSmolLm2), 256, backend::KvType::Q8_0);
        QVERIFY(large && small);
        const auto isMissed = [](const Measured &measured, std::uint64_t term) {
            return !isRight(measured.placement.total() - term, measured.bytes);
        };
        const backend::MemoryUse use = large->placement.memory();
        QVERIFY(isMissed(*large, use.weights));
        QVERIFY(isMissed(*large, use.kv));
        QVERIFY(isMissed(*large, use.scratch));
        QVERIFY(isMissed(*small, small->placement.vocabulary));
    }

    /// Files of DeepSeek's from before 2025 hold the keys' matrices the other way round: those are made, and counted.
    void whatIsMadeOfOldFilesIsCounted()
    {
        const test::TempDir folder;
        const std::optional<Measured> measured
            = growth(largeOldDeepSeek(folder.path() / "old.gguf"), 64, backend::KvType::F16);
        QVERIFY(measured);
        qInfo("%s", qPrintable(describe(*measured)));
        QVERIFY(isRight(measured->placement.total(), measured->bytes));
        QVERIFY(!isRight(measured->placement.total() - measured->placement.made, measured->bytes));
    }

private:
    /// The tiny model with a latent space of 512 values and heads that are as wide.
    static std::filesystem::path largeOldDeepSeek(const std::filesystem::path &path)
    {
        constexpr std::uint32_t kRank = 512;
        constexpr std::uint32_t kHead = 512;
        constexpr std::uint32_t kHeads = 4;
        constexpr std::uint32_t kTurning = 32;
        constexpr std::uint32_t kValue = 12;
        constexpr std::uint32_t kWidth = 32;
        const auto original = gguf::GgufFile::open(MARU_TEST_DATA "/families/deepseek2-old-q8_0.gguf");
        if (!original)
            return {}; // no file to measure
        test::TinyGguf file;
        for (const gguf::Metadata &value : original->metadata()) {
            std::string bytes(reinterpret_cast<const char *>(value.bytes.data()), value.bytes.size());
            if (value.type == gguf::ValueType::Array)
                bytes = test::TinyGguf::toBytes(static_cast<std::uint32_t>(value.elementType))
                    + test::TinyGguf::toBytes(static_cast<std::uint64_t>(value.count)) + bytes;
            if (value.key != "deepseek2.attention.kv_lora_rank" && value.key != "deepseek2.attention.key_length")
                file.setRaw(value.key, value.type, bytes);
        }
        file.set("deepseek2.attention.kv_lora_rank", kRank);
        file.set("deepseek2.attention.key_length", kHead + kTurning);
        const auto add = [&](std::string_view name, std::vector<std::uint64_t> shape) {
            std::uint64_t count = 1;
            for (const std::uint64_t length : shape)
                count *= length;
            file.tensor(name, quant::TensorType::F32, std::move(shape), std::vector<float>(count, 0.01f));
        };
        for (const gguf::TensorInfo &tensor : original->tensors()) {
            const std::span<const std::uint64_t> shape(tensor.dimensions.data(), tensor.dimensionCount);
            if (tensor.name.ends_with("attn_q.weight"))
                add(tensor.name, { kWidth, kHeads * (kHead + kTurning) });
            else if (tensor.name.ends_with("attn_kv_a_mqa.weight"))
                add(tensor.name, { kWidth, kRank + kTurning });
            else if (tensor.name.ends_with("attn_kv_a_norm.weight"))
                add(tensor.name, { kRank });
            else if (tensor.name.ends_with("attn_kv_b.weight"))
                add(tensor.name, { kRank, kHeads * (kHead + kValue) });
            else
                file.rawTensor(tensor.name, tensor.rawType, { shape.begin(), shape.end() }, original->data(tensor));
        }
        return file.write(path);
    }

    struct Measured
    {
        runtime::Placement placement; ///< foreseen
        std::int64_t bytes = 0; ///< grown by
    };

    static std::uint64_t toleranceOf(std::uint64_t total) { return std::max<std::uint64_t>(total * 3 / 100, 2u << 20); }

    static bool isRight(std::uint64_t total, std::int64_t bytes)
    {
        return std::abs(static_cast<std::int64_t>(total) - bytes) <= static_cast<std::int64_t>(toleranceOf(total));
    }

    static QString describe(const Measured &measured)
    {
        const backend::MemoryUse use = measured.placement.memory();
        return QStringLiteral("account %1 (weights %2, kv %3, scratch %4, vocabulary %5, made %6), grown by %7: %8 %")
            .arg(measured.placement.total())
            .arg(use.weights)
            .arg(use.kv)
            .arg(use.scratch)
            .arg(measured.placement.vocabulary)
            .arg(measured.placement.made)
            .arg(measured.bytes)
            .arg(100.0 * (double(measured.bytes) / double(measured.placement.total()) - 1.0), 0, 'f', 2);
    }

    /// Bytes of this process that are in memory.
    static std::int64_t resident()
    {
        ::malloc_trim(0);
        std::ifstream stream("/proc/self/smaps_rollup");
        std::string word;
        while (stream >> word) {
            std::int64_t kilobytes = 0;
            if (word == "Rss:" && stream >> kilobytes)
                return kilobytes * 1024;
        }
        return 0;
    }

    static std::optional<Measured> growth(const std::filesystem::path &path, std::uint32_t context, backend::KvType kv)
    {
        runtime::OpenOptions options;
        options.device = "cpu";
        options.threads = 2;
        options.context = context;
        options.kv = kv;
        Measured measured;
        {
            const auto model = model::Model::open(path);
            if (!model)
                return std::nullopt;
            auto report = runtime::accountMemory(**model, options);
            if (!report || report->problem)
                return std::nullopt;
            measured.placement = report->placement;
        }
        const std::int64_t before = resident();
        auto loaded = runtime::LoadedModel::open(path, options);
        if (!loaded)
            return std::nullopt;
        backend::Executor &executor = (*loaded)->session().executor();
        const std::uint32_t vocabulary = (*loaded)->model().tokenizer().vocabularySize();
        const std::uint32_t used = std::min(context, 1024u); // a whole chunk and more, of tokens all over the embedding
        std::vector<std::int32_t> tokens(used);
        for (std::uint32_t i = 0; i < used; ++i)
            tokens[i] = static_cast<std::int32_t>(std::uint64_t { i } * 7919 % vocabulary);
        for (std::uint32_t done = 0; done < used;) {
            const std::uint32_t count = std::min(executor.chunkLength(), used - done);
            if (!executor.forward(
                    std::span<const std::int32_t>(tokens).subspan(done, count), done, backend::Outputs::Last))
                return std::nullopt;
            done += count;
        }
        measured.bytes = resident() - before;
        return measured;
    }

    static std::vector<std::filesystem::path> tinyFamilies()
    {
        std::vector<std::filesystem::path> files;
        for (const auto &entry : std::filesystem::directory_iterator(MARU_TEST_DATA "/families")) {
            if (entry.path().extension() == ".gguf")
                files.push_back(entry.path());
        }
        std::sort(files.begin(), files.end());
        return files;
    }
};

QTEST_GUILESS_MAIN(TestMemoryAccount)
#include "tst_memory_account.moc"
