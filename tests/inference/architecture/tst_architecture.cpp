// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/architecture/architecture.h"
#include "inference/backend/reference/reference_backend.h"
#include "inference/graph/lowering.h"
#include "tests/inference/architecture/changed_family.h"
#include "tests/inference/architecture/family_goldens.h"
#include "tests/support/verify_ok.h"

#include <QtCore/QByteArray>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <string>
#include <vector>

using namespace maru;
using backend::reference::ActivationFormat;
using backend::reference::GraphForm;
using test::ChangedFamily;

namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr std::uint32_t kMost = std::numeric_limits<std::uint32_t>::max();

/// llama.gguf with `from` replaced by `to` of the same length, opened and built.
Result<graph::Graph> buildPatched(const QByteArray &from, const QByteArray &to)
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("patched.gguf"));
    QFile original(test::familyFile(QStringLiteral("llama.gguf")));
    QByteArray bytes = original.open(QIODevice::ReadOnly) ? original.readAll() : QByteArray();
    const qsizetype at = bytes.indexOf(from);
    if (at < 0 || from.size() != to.size())
        qFatal("bad patch");
    bytes.replace(at, from.size(), to);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("cannot write");
    file.close();
    MARU_TRY(const auto model, model::Model::open(path.toStdString()));
    return architecture::buildGraph(*model);
}

/// A row of the tensor table: [name, dimensions, type], up to the type's number.
QByteArray tensorRow(const QByteArray &name, std::initializer_list<std::uint64_t> dimensions, std::uint32_t type)
{
    QByteArray row = name;
    const auto append = [&row](auto number) { row.append(reinterpret_cast<const char *>(&number), sizeof number); };
    append(std::uint32_t(dimensions.size()));
    for (const std::uint64_t dimension : dimensions)
        append(dimension);
    append(type);
    return row;
}

/// The windows of a graph's layers.
std::vector<std::uint32_t> windowsOf(const graph::Graph &graph)
{
    std::vector<std::uint32_t> windows;
    for (const graph::KvLayer &layer : graph.kvLayers)
        windows.push_back(layer.window);
    return windows;
}

} // namespace

class TestArchitecture : public QObject
{
    Q_OBJECT

private slots:
    void logitsEqualThoseOfTransformers_data()
    {
        QTest::addColumn<QString>("name");
        for (const QString &name : test::familyModels())
            QTest::newRow(qPrintable(name)) << name;
    }

    void logitsEqualThoseOfTransformers()
    {
        QFETCH(QString, name);
        const test::FamilyGolden golden = test::FamilyGolden::read(name);
        QCOMPARE(golden.tokens.size(), std::size_t(80));
        QVERIFY(golden.deviation > 0.1);
        const auto model = model::Model::open(test::familyFile(name + ".gguf").toStdString());
        VERIFY_OK(model);
        const bool isRounded = std::ranges::any_of((*model)->file().tensors(),
            [](const gguf::TensorInfo &tensor) { return tensor.type != quant::TensorType::F32; });
        for (const GraphForm form : { GraphForm::Plain, GraphForm::Lowered }) {
            const auto reference = backend::reference::createReferenceBackend(ActivationFormat::F32, form);
            const auto logits = test::familyLogits(*reference, **model, backend::KvType::F32, golden.tokens,
                form == GraphForm::Plain ? test::wholeText() : test::twoPieces());
            VERIFY_OK(logits);
            const double distance = isRounded ? golden.usualDistance(*logits) : golden.distance(*logits);
            qInfo("%s difference %.2e of the deviation", isRounded ? "usual" : "largest", distance);
            QVERIFY2(distance <= (isRounded ? 1e-1 : 1e-3), qPrintable(QString::number(distance)));
        }
    }

    /// Every layer of every dense family is a few fused steps.
    void layersAreFused_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("layer");
        const QByteArray before = "qkv attention mat_mul_add gated_mlp mat_mul_add";
        const QByteArray behind = "qkv attention mat_mul norm_add gated_mlp mat_mul norm_add";
        for (const char *name : { "granite", "llama", "llama-window", "phi3", "phi3-old", "qwen2", "qwen3", "smollm3" })
            QTest::newRow(name) << QString(name) << before;
        for (const char *name : { "exaone4", "exaone4-hybrid", "gemma2", "gemma3", "glm4", "glm4-old" })
            QTest::newRow(name) << QString(name) << behind;
    }

    void layersAreFused()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, layer);
        const auto model = model::Model::open(test::familyFile(name + ".gguf").toStdString());
        VERIFY_OK(model);
        const auto graph = architecture::buildGraph(**model);
        VERIFY_OK(graph);
        QByteArray words;
        for (const graph::Step &step : graph::lower(*graph).steps)
            words += QByteArray(toString(step.op).data()) + " ";
        QByteArray expected = "embed ";
        for (std::uint32_t i = 0; i < (*model)->hyperparameters().layerCount; ++i)
            expected += layer + " ";
        expected += "select_outputs norm_mat_mul ";
        QVERIFY2(words == expected || words == expected + "scale ", words);
    }

    void everyFamilyIsBuilt()
    {
        const auto model = model::Model::open(test::familyFile("gemma3.gguf").toStdString());
        VERIFY_OK(model);
        VERIFY_OK(architecture::buildGraph(**model));
        QVERIFY(architecture::families().size() >= 10);
    }

    void windowsFollowTheFile()
    {
        using Windows = std::vector<std::uint32_t>;
        const auto windows = [](const ChangedFamily &family) {
            const auto graph = family.build();
            return graph ? windowsOf(*graph) : Windows();
        };
        QCOMPARE(windows(ChangedFamily("llama")), Windows({ 0, 0, 0 }));
        QCOMPARE(windows(ChangedFamily("llama-window")), Windows({ 24, 24, 24 }));
        QCOMPARE(windows(ChangedFamily("gemma2")), Windows({ 24, 0, 24, 0 }));
        QCOMPARE(windows(ChangedFamily("gemma3")), Windows({ 24, 24, 24, 24, 24, 0, 24 }));
        QCOMPARE(windows(ChangedFamily("exaone4-hybrid")), Windows({ 24, 24, 24, 0, 24 }));
        QCOMPARE(windows(ChangedFamily("exaone4-hybrid").without("exaone4.attention.sliding_window_pattern")),
            Windows({ 24, 24, 24, 0, 24 }));
        QCOMPARE(windows(ChangedFamily("gemma2").set("gemma2.attention.sliding_window", 0U)), Windows({ 0, 0, 0, 0 }));
        QCOMPARE(
            windows(ChangedFamily("gemma2").without("gemma2.attention.sliding_window")), Windows({ 4096, 0, 4096, 0 }));
        QCOMPARE(windows(ChangedFamily("gemma2").set("gemma2.attention.sliding_window", 2147483647U)),
            Windows({ 2147483647, 0, 2147483647, 0 }));
        QCOMPARE(windows(ChangedFamily("llama-window").set("llama.attention.sliding_window_pattern", 3U)),
            Windows({ 24, 24, 0 }));
    }

    void graniteMayKnowNoPositions()
    {
        const auto graph = ChangedFamily("granite").set("granite.rope.scaling.finetuned", false).build();
        VERIFY_OK(graph);
        for (const graph::Step &step : graph->steps)
            QVERIFY(step.op != graph::Op::Rope);
        const graph::Graph lowered = graph::lower(*graph);
        QVERIFY(lowered.steps[1].op == graph::Op::Qkv);
    }

    void olderGemma2FilesNameNoSoftcaps()
    {
        const auto graph = ChangedFamily("gemma2")
                               .without("gemma2.attn_logit_softcapping")
                               .without("gemma2.final_logit_softcapping")
                               .build();
        VERIFY_OK(graph);
        QCOMPARE(graph->steps.back().softcap, 30.0f);
        const auto attention = std::ranges::find(graph->steps, graph::Op::Attention, &graph::Step::op);
        QCOMPARE(attention->softcap, 50.0f);
    }

    void layersThatGuessFurtherTokensAreLeftOut()
    {
        const auto graph = ChangedFamily("glm4").set("glm4.nextn_predict_layers", 1U).build();
        VERIFY_OK(graph);
        QCOMPARE(graph->kvLayers.size(), std::size_t(2));
        const auto none = ChangedFamily("glm4").set("glm4.nextn_predict_layers", 3U).build();
        VERIFY_FAILS(none, Reason::BadValue);
    }

    void longRopeFollowsTheContext()
    {
        const ChangedFamily family("phi3-long");
        const auto shortContext = family.build(32);
        const auto longContext = family.build(33);
        const auto trained = family.build(0);
        VERIFY_OK(shortContext);
        VERIFY_OK(longContext);
        VERIFY_OK(trained);
        const graph::RopeTable &table = shortContext->ropeTables.front();
        QCOMPARE(table.rotaryWidth, 24u);
        QCOMPARE(table.inverse[0], 1.0f);
        QCOMPARE(longContext->ropeTables.front().inverse[0], 1.0f / 1.5f);
        QCOMPARE(trained->ropeTables.front().inverse, longContext->ropeTables.front().inverse);
        const float magnitude = std::sqrt(1.0f + std::log(4.0f) / std::log(32.0f));
        QVERIFY(std::abs(table.magnitude - magnitude) < 1e-6f);
        const auto unnamed = ChangedFamily("phi3-long").without("phi3.rope.scaling.attn_factor").build();
        VERIFY_OK(unnamed);
        QVERIFY(std::abs(unnamed->ropeTables.front().magnitude - magnitude) < 1e-6f);
    }

    /// An array of what each layer has is as good as one number while all are the same.
    void perLayerNumbersMayBeEqual()
    {
        const std::string key = "llama.attention.head_count_kv";
        VERIFY_OK(ChangedFamily("llama").set(key, std::vector<std::uint32_t> { 2, 2, 2 }).build());
        const auto graph = ChangedFamily("llama").set(key, std::vector<std::uint32_t> { 2, 1, 2 }).build();
        VERIFY_FAILS(graph, Reason::BadValue);
        QCOMPARE(graph.error().arg("detail"), std::string_view("differs from layer to layer"));
    }

    void badMetadataIsNamed_data()
    {
        QTest::addColumn<std::shared_ptr<ChangedFamily>>("family");
        QTest::addColumn<QString>("key");
        int number = 0;
        const auto row = [&number](const char *family, const char *key, auto value) {
            const std::string full = std::string(family).substr(0, std::string(family).find('-')) + "." + key;
            auto changed = std::make_shared<ChangedFamily>(family);
            changed->set(full, value);
            QTest::addRow("%d: %s.%s", ++number, family, key) << changed << QString::fromStdString(full);
        };
        const std::vector<std::uint32_t> tooFew = { 1, 1, 1 };
        for (const char *key : { "embedding_scale", "residual_scale", "logit_scale" }) {
            for (const float value : { kNan, kInfinity, 0.0f, -1.0f })
                row("granite", key, value);
        }
        for (const char *key : { "attn_logit_softcapping", "final_logit_softcapping" }) {
            for (const float value : { kNan, kInfinity, -1.0f })
                row("gemma2", key, value);
            row("llama", key, 30.0f);
        }
        row("gemma3", "final_logit_softcapping", kNan);
        row("gemma3", "rope.freq_base_swa", 0.0f);
        row("gemma3", "rope.scaling.factor", kInfinity);
        row("gemma3", "rope.scaling.type", "spiral");
        row("granite", "attention.scale", kNan);
        row("granite", "rope.scaling.finetuned", 1U);
        row("qwen2", "expert_count", 8U);
        row("qwen2", "attention.causal", false);
        row("glm4", "rope.dimension_sections", tooFew);
        row("llama-yarn", "rope.scaling.original_context_length", 0U);
        row("llama-yarn", "rope.scaling.yarn_beta_fast", kNan);
        row("llama-yarn", "rope.scaling.attn_factor", kNan);
        row("phi3-long", "rope.scaling.attn_factor", 0.0f);
        row("phi3", "rope.dimension_count", 33U);
        row("phi3", "attention.sliding_window", -1);
        row("gemma2", "attention.sliding_window", kMost);
        row("gemma2", "attention.sliding_window_pattern", kMost);
        row("exaone4-hybrid", "attention.sliding_window_pattern", tooFew);
        row("exaone4-hybrid", "attention.sliding_window_pattern", std::vector<std::uint32_t> { 1, 1, 1, 2, 1 });
        row("exaone4-hybrid", "attention.sliding_window_pattern", std::vector<float> { 1, 1, 1, 0, 1 });
        row("qwen3", "attention.key_length", 0U);
        row("qwen3", "attention.key_length", kMost);
        row("qwen3", "attention.value_length", 4096U);
        row("qwen2", "block_count", 0U);
        row("qwen2", "block_count", kMost);
        row("qwen2", "attention.head_count", 0U);
        row("qwen2", "attention.head_count", std::vector<std::uint32_t> {});
        row("qwen2", "attention.head_count_kv", 3U);
        row("qwen2", "context_length", "many");
    }

    void badMetadataIsNamed()
    {
        QFETCH(std::shared_ptr<ChangedFamily>, family);
        QFETCH(QString, key);
        const auto graph = family->build();
        VERIFY_FAILS(graph, Reason::BadValue);
        QCOMPARE(QString::fromStdString(std::string(graph.error().arg("key"))), key);
        QVERIFY(!graph.error().arg("detail").empty());
    }

    void missingKeysAndTensorsAreNamed()
    {
        const auto key = ChangedFamily("granite").without("granite.logit_scale").build();
        VERIFY_FAILS(key, Reason::MissingKey);
        for (const auto &[family, tensor] : { std::pair { "phi3-long", "rope_factors_short.weight" },
                 std::pair { "phi3-long", "rope_factors_long.weight" }, std::pair { "phi3", "blk.1.attn_qkv.weight" },
                 std::pair { "glm4", "blk.0.ffn_up.weight" }, std::pair { "glm4", "blk.2.post_ffw_norm.weight" },
                 std::pair { "qwen3", "blk.0.attn_k_norm.weight" }, std::pair { "qwen2", "output_norm.weight" },
                 std::pair { "gemma2", "blk.3.post_attention_norm.weight" } }) {
            const auto graph = ChangedFamily(family).without(tensor).build();
            QVERIFY2(!graph, tensor);
            QCOMPARE(graph.error().reason, Reason::MissingTensor);
        }
        const auto declared = ChangedFamily("phi3").set("phi3.rope.scaling.type", "longrope").build();
        VERIFY_FAILS(declared, Reason::MissingTensor);
    }

    void badTensorsAreNamed()
    {
        std::vector<float> factors(16, 1.0f);
        for (const float bad : { kNan, kInfinity, 0.0f, -1.0f, 1e9f }) {
            factors[7] = bad;
            const auto graph = ChangedFamily("exaone4").setTensor("rope_freqs.weight", factors).build();
            VERIFY_FAILS(graph, Reason::BadTensor);
        }
        factors[7] = 1.0f;
        VERIFY_OK(ChangedFamily("exaone4").setTensor("rope_freqs.weight", factors).build());
        factors.pop_back();
        VERIFY_FAILS(ChangedFamily("exaone4").setTensor("rope_freqs.weight", factors).build(), Reason::BadTensor);
        VERIFY_FAILS(
            ChangedFamily("qwen2").setTensor("blk.0.attn_q.bias", std::vector<float>(127)).build(), Reason::BadTensor);
        VERIFY_FAILS(ChangedFamily("glm4-old").setTensor("blk.0.attn_qkv.bias", std::vector<float>(255)).build(),
            Reason::BadTensor);
        VERIFY_FAILS(
            ChangedFamily("phi3").set("phi3.feed_forward_length", 41U).build(), Reason::BadTensor); // gate and up
        VERIFY_FAILS(ChangedFamily("phi3").set("phi3.attention.head_count_kv", 2U).build(), Reason::BadTensor);
    }

    void aVocabularyOfAnotherSizeIsNamed()
    {
        std::vector<std::string> tokens;
        for (int i = 0; i < 95; ++i)
            tokens.push_back("t" + std::to_string(i));
        const auto graph = ChangedFamily("qwen3")
                               .set("tokenizer.ggml.tokens", tokens)
                               .set("tokenizer.ggml.token_type", std::vector<std::int32_t>(95, 1))
                               .set("tokenizer.ggml.merges", std::vector<std::string> {})
                               .build();
        VERIFY_FAILS(graph, Reason::BadTensor);
        QCOMPARE(graph.error().arg("tensor"), std::string_view("token_embd.weight"));
    }

    void anUnknownFamilyIsNamed()
    {
        const auto graph
            = buildPatched(QByteArray("\x05\0\0\0\0\0\0\0llama", 13), QByteArray("\x05\0\0\0\0\0\0\0mamba", 13));
        VERIFY_FAILS(graph, Reason::UnknownFamily);
        QCOMPARE(graph.error().arg("family"), std::string_view("mamba"));
    }

    void aMissingTensorIsNamed()
    {
        const auto graph = buildPatched("blk.1.attn_q.weight", "blk.1.attn_x.weight");
        VERIFY_FAILS(graph, Reason::MissingTensor);
        QCOMPARE(graph.error().arg("tensor"), std::string_view("blk.1.attn_q.weight"));
    }

    void aWrongShapeIsNamed()
    {
        const QByteArray name = "blk.1.attn_k.weight";
        const auto graph = buildPatched(tensorRow(name, { 32, 16 }, 0), tensorRow(name, { 16, 32 }, 0));
        VERIFY_FAILS(graph, Reason::BadTensor);
        QCOMPARE(graph.error().arg("tensor"), std::string_view("blk.1.attn_k.weight"));
        QCOMPARE(graph.error().arg("detail"), std::string_view("is 16 x 32, not 32 x 16"));
    }

    void aWeightTypeThatCannotRunIsNamed()
    {
        const QByteArray name = "blk.1.attn_k.weight";
        const auto graph = buildPatched(tensorRow(name, { 32, 16 }, 0), tensorRow(name, { 32, 16 }, 24)); // I8
        VERIFY_FAILS(graph, Reason::UnknownWeightType);
        QCOMPARE(graph.error().arg("type"), std::string_view("I8"));
        QCOMPARE(graph.error().arg("tensor"), std::string_view("blk.1.attn_k.weight"));
    }

    void aWeightTypeOutsideTheFormatIsNamed()
    {
        const QByteArray name = "blk.1.attn_k.weight";
        const auto graph = buildPatched(tensorRow(name, { 32, 16 }, 0), tensorRow(name, { 32, 16 }, 4711));
        VERIFY_FAILS(graph, Reason::UnknownWeightType);
        QCOMPARE(graph.error().arg("type"), std::string_view("number 4711"));
    }
};

QTEST_GUILESS_MAIN(TestArchitecture)
#include "tst_architecture.moc"
