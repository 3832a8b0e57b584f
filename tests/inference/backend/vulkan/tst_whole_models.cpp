// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// Whole tiny models of every kind, and the two real ones, on the first Vulkan device: nothing for the validation layers
// to say, and no bit that depends on where barriers stand.

#include "inference/architecture/architecture.h"
#include "inference/backend/vulkan/vulkan_backend.h"
#include "inference/model/model.h"
#include "tests/support/real_models.h"
#include "tests/support/verify_ok.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <cmath>
#include <cstring>
#include <memory>
#include <vector>

using namespace maru;
using namespace maru::backend;

namespace {

constexpr std::uint32_t kContext = 96;

QString tinyModel(const char *name)
{
    return QStringLiteral(MARU_TEST_DATA "/families/") + name + ".gguf";
}

/// The logits of a prompt, of some tokens one by one, of a second prompt; then of the first again.
Result<std::vector<float>> logitsOf(const vulkan::VulkanOptions &settings, const QString &path, KvType kv)
{
    MARU_TRY(const auto model, model::Model::open(path.toStdString()));
    MARU_TRY(const graph::Graph graph, architecture::buildGraph(*model, kContext));
    MARU_TRY(const auto backend, vulkan::createVulkanBackend(0, settings));
    ExecutorOptions options;
    options.contextLength = kContext;
    options.chunkLength = 24;
    options.kv = kv;
    MARU_TRY(const auto executor, backend->prepare(graph, options));
    std::vector<float> logits;
    std::uint32_t position = 0;
    for (const std::uint32_t count : { 21U, 1U, 1U, 24U, 24U, 1U, 5U, 0U, 9U }) {
        if (count == 0) {
            position = 0;
            continue;
        }
        std::vector<std::int32_t> tokens;
        for (std::uint32_t i = 0; i < count; ++i)
            tokens.push_back(static_cast<std::int32_t>((7 * (position + i) + 3) % 50));
        MARU_CHECK(executor->forward(tokens, position, Outputs::Last));
        logits.insert(logits.end(), executor->logits().begin(), executor->logits().end());
        position += count;
    }
    return logits;
}

bool isSame(const std::vector<float> &a, const std::vector<float> &b)
{
    return !a.empty() && a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0;
}

} // namespace

class TestWholeModels : public QObject
{
    Q_OBJECT

private slots:
    void validationHasNothingToSay_data();
    void validationHasNothingToSay();
    void barriersEverywhereChangeNoBit_data() { models(); }
    void barriersEverywhereChangeNoBit();

private:
    void models();

    QTemporaryDir m_cache;
};

void TestWholeModels::models()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<KvType>("kv");
    const struct
    {
        const char *name;
        KvType kv;
    } rows[] = {
        { "llama", KvType::F16 }, // dense
        { "gemma2", KvType::F32 }, // windows and caps
        { "exaone4-hybrid", KvType::F16 }, // windows, layers without positions
        { "qwen3moe", KvType::F16 }, // experts
        { "deepseek2-v3", KvType::F16 }, // values in keys, groups of experts
        { "gpt-oss", KvType::F16 }, // sinks, experts with biases
    };
    for (const auto &row : rows)
        QTest::addRow("%s", row.name) << tinyModel(row.name) << row.kv;
    // A cache of q8_0: whichever of the models has heads of whole blocks.
    for (const char *name : { "gemma3", "qwen2", "qwen3", "deepseek2-lite", "phi3", "llama-3", "granite" }) {
        const auto model = model::Model::open(tinyModel(name).toStdString());
        if (!model)
            continue;
        const auto graph = architecture::buildGraph(**model, kContext);
        if (graph && checkKvType(*graph, KvType::Q8_0))
            QTest::addRow("%s, q8_0", name) << tinyModel(name) << KvType::Q8_0;
    }
}

void TestWholeModels::validationHasNothingToSay_data()
{
    models();
    for (const char *file : { test::kSmolLm2, test::kGemma3 })
        QTest::addRow("%s", file) << QString::fromStdString(test::realModel(file).string()) << KvType::F16;
}

void TestWholeModels::validationHasNothingToSay()
{
    QFETCH(QString, path);
    QFETCH(KvType, kv);
    vulkan::VulkanOptions settings;
    settings.cacheDirectory = m_cache.path().toStdString();
    settings.validation = true;
    VERIFY_OK(logitsOf(settings, path, kv)); // a message of the layers is a failure of the executor
}

void TestWholeModels::barriersEverywhereChangeNoBit()
{
    QFETCH(QString, path);
    QFETCH(KvType, kv);
    vulkan::VulkanOptions settings;
    settings.cacheDirectory = m_cache.path().toStdString();
    const auto expected = logitsOf(settings, path, kv);
    VERIFY_OK(expected);
    for (const float logit : *expected)
        QVERIFY(std::isfinite(logit));
    settings.barrierEverywhere = true;
    const auto guarded = logitsOf(settings, path, kv);
    VERIFY_OK(guarded);
    QVERIFY(isSame(*guarded, *expected));
}

QTEST_GUILESS_MAIN(TestWholeModels)
#include "tst_whole_models.moc"
