// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/architecture/architecture.h"
#include "inference/backend/cpu/cpu_backend.h"
#include "inference/backend/reference/reference_backend.h"
#include "tests/support/verify_ok.h"

#include <QtCore/QByteArray>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <span>
#include <vector>

using namespace maru;
using backend::Outputs;
using backend::reference::ActivationFormat;
using backend::reference::GraphForm;

namespace {

QByteArray read(const QString &name)
{
    QFile file(QStringLiteral(MARU_TEST_DATA "/families/") + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// What transformers computed: see tests/data/families/make_expert_goldens.py.
struct Golden
{
    std::vector<std::int32_t> tokens;
    std::vector<float> logits; // [tokens, vocabulary]
    double deviation = 0.0; // of all logits
};

Golden readGolden(const QString &name)
{
    const QByteArray bytes = read(name + QStringLiteral(".golden"));
    std::int32_t sizes[2] = {};
    Golden golden;
    if (bytes.size() < qsizetype(sizeof sizes))
        return golden;
    std::memcpy(sizes, bytes.data(), sizeof sizes);
    golden.tokens.resize(std::size_t(sizes[0]));
    golden.logits.resize(golden.tokens.size() * std::size_t(sizes[1]));
    std::memcpy(golden.tokens.data(), bytes.data() + sizeof sizes, golden.tokens.size() * 4);
    std::memcpy(golden.logits.data(), bytes.data() + sizeof sizes + golden.tokens.size() * 4, golden.logits.size() * 4);
    double sum = 0.0;
    double squares = 0.0;
    for (const float logit : golden.logits) {
        sum += double(logit);
        squares += double(logit) * double(logit);
    }
    const double count = double(golden.logits.size());
    golden.deviation = std::sqrt(squares / count - (sum / count) * (sum / count));
    return golden;
}

using Pieces = std::vector<std::size_t>;

Pieces wholeText()
{
    return { 80 };
}

Pieces twoPieces()
{
    return { 47, 33 };
}

Pieces singleTokens()
{
    Pieces pieces(60, 1);
    pieces.insert(pieces.begin(), { 13, 4, 3 });
    return pieces;
}

/// The logits of all tokens, in pieces of the given lengths.
Result<std::vector<float>> compute(backend::Backend &device, const model::Model &model,
    std::span<const std::int32_t> tokens, const Pieces &pieces, backend::KvType kv = backend::KvType::F32)
{
    MARU_TRY(const graph::Graph graph, architecture::buildGraph(model));
    backend::ExecutorOptions options;
    options.contextLength = 128;
    options.chunkLength = 128;
    options.maxOutputs = 128;
    options.kv = kv;
    MARU_TRY(const auto executor, device.prepare(graph, options));
    std::vector<float> logits;
    std::size_t start = 0;
    for (const std::size_t piece : pieces) {
        MARU_CHECK(executor->forward(tokens.subspan(start, piece), std::uint32_t(start), Outputs::All));
        logits.insert(logits.end(), executor->logits().begin(), executor->logits().end());
        start += piece;
    }
    return logits;
}

/// The largest difference of each token's logits, ascending, in deviations of the golden ones; infinite where one is no
/// number.
std::vector<double> differencesOf(const std::vector<float> &logits, const Golden &golden)
{
    std::vector<double> differences(golden.tokens.size(), logits.size() == golden.logits.size() ? 0.0 : HUGE_VAL);
    const std::size_t width = golden.logits.size() / golden.tokens.size();
    for (std::size_t i = 0; i < std::min(logits.size(), golden.logits.size()); ++i) {
        const double difference = std::abs(double(logits[i]) - double(golden.logits[i])) / golden.deviation;
        double &largest = differences[i / width];
        largest = std::isnan(difference) ? HUGE_VAL : std::max(largest, difference);
    }
    std::sort(differences.begin(), differences.end());
    return differences;
}

double differenceOf(const std::vector<float> &logits, const Golden &golden)
{
    return differencesOf(logits, golden).back();
}

Result<std::unique_ptr<model::Model>> openModel(const QString &name)
{
    return model::Model::open((QStringLiteral(MARU_TEST_DATA "/families/") + name + ".gguf").toStdString());
}

const char *const kModels[]
    = { "qwen3moe", "deepseek2-lite", "deepseek2-lite-old", "deepseek2-groups", "deepseek2-v3", "gpt-oss" };

/// The golden that belongs to a model: the old spelling of a file changes no number.
QString goldenOf(const QString &name)
{
    return name == QStringLiteral("deepseek2-lite-old") ? QStringLiteral("deepseek2-lite") : name;
}

template <typename T> void append(QByteArray &bytes, T number)
{
    bytes.append(reinterpret_cast<const char *>(&number), sizeof number);
}

/// A whole-number key as the file holds it, up to its value.
QByteArray keyOf(const QByteArray &name)
{
    QByteArray bytes = name;
    append(bytes, std::uint32_t(4)); // uint32
    return bytes;
}

QByteArray replaced(QByteArray bytes, const QByteArray &from, const QByteArray &to)
{
    const qsizetype at = bytes.indexOf(from);
    if (at < 0 || from.size() != to.size())
        qFatal("no %s to replace", from.constData());
    return bytes.replace(at, from.size(), to);
}

/// `bytes` with the whole number under `key` set to `value`.
QByteArray withValue(QByteArray bytes, const QByteArray &key, std::uint32_t value)
{
    const qsizetype at = bytes.indexOf(keyOf(key));
    if (at < 0)
        qFatal("no key %s", key.constData());
    std::memcpy(bytes.data() + at + keyOf(key).size(), &value, sizeof value);
    return bytes;
}

Result<graph::Graph> build(const QByteArray &bytes)
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("patched.gguf"));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("cannot write");
    file.close();
    MARU_TRY(const auto model, model::Model::open(path.toStdString()));
    return architecture::buildGraph(*model);
}

} // namespace

class TestExpertFamilies : public QObject
{
    Q_OBJECT

private slots:
    void logitsEqualThoseOfTransformers_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("isLowered");
        QTest::addColumn<Pieces>("pieces");
        for (const char *name : kModels) {
            QTest::addRow("%s", name) << QString::fromLatin1(name) << false << wholeText();
            QTest::addRow("%s, lowered, in two pieces", name) << QString::fromLatin1(name) << true << twoPieces();
        }
    }

    void logitsEqualThoseOfTransformers()
    {
        QFETCH(QString, name);
        QFETCH(bool, isLowered);
        QFETCH(Pieces, pieces);
        const Golden golden = readGolden(goldenOf(name));
        QCOMPARE(golden.tokens.size(), std::size_t(80));
        const auto model = openModel(name);
        VERIFY_OK(model);
        const auto reference = backend::reference::createReferenceBackend(
            ActivationFormat::F32, isLowered ? GraphForm::Lowered : GraphForm::Plain);
        const auto logits = compute(*reference, **model, golden.tokens, pieces);
        VERIFY_OK(logits);
        const double difference = differenceOf(*logits, golden);
        qInfo("%.2g deviations", difference);
        QVERIFY2(difference <= 2e-4, qPrintable(QString::number(difference)));
    }

    void theProcessorComputesTheSame_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<Pieces>("pieces");
        for (const char *name : kModels) {
            QTest::addRow("%s", name) << QString::fromLatin1(name) << wholeText();
            QTest::addRow("%s, in two pieces", name) << QString::fromLatin1(name) << twoPieces();
            QTest::addRow("%s, token by token", name) << QString::fromLatin1(name) << singleTokens();
        }
    }

    void theProcessorComputesTheSame()
    {
        QFETCH(QString, name);
        QFETCH(Pieces, pieces);
        const Golden golden = readGolden(goldenOf(name));
        const auto model = openModel(name);
        VERIFY_OK(model);
        const auto cpu = backend::cpu::createCpuBackend(2);
        const auto logits = compute(*cpu, **model, golden.tokens, pieces);
        VERIFY_OK(logits);
        const double difference = differenceOf(*logits, golden);
        qInfo("%.2g deviations", difference);
        QVERIFY2(difference <= 1e-3, qPrintable(QString::number(difference)));
    }

    /// A token whose next best expert is nearly as good may take that one when keys and values are rounded, and then is
    /// another: what most tokens do is tested.
    void roundedCachesChangeLittle_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : kModels)
            QTest::addRow("%s", name) << QString::fromLatin1(name);
    }

    void roundedCachesChangeLittle()
    {
        QFETCH(QString, name);
        const Golden golden = readGolden(goldenOf(name));
        const auto model = openModel(name);
        VERIFY_OK(model);
        const auto cpu = backend::cpu::createCpuBackend(2);
        for (const backend::KvType kv : { backend::KvType::F16, backend::KvType::Q8_0 }) {
            const auto logits = compute(*cpu, **model, golden.tokens, twoPieces(), kv);
            VERIFY_OK(logits);
            const std::vector<double> differences = differencesOf(*logits, golden);
            const double middle = differences[differences.size() / 2];
            qInfo("%.2g deviations with a cache of %s, %.2g at most", middle,
                kv == backend::KvType::F16 ? "f16" : "q8_0", differences.back());
            QVERIFY2(middle <= (kv == backend::KvType::F16 ? 5e-3 : 0.3), qPrintable(QString::number(middle)));
        }
    }

    void piecesAndThreadsChangeNoBit()
    {
        for (const char *name : kModels) {
            const Golden golden = readGolden(goldenOf(QString::fromLatin1(name)));
            const auto model = openModel(QString::fromLatin1(name));
            VERIFY_OK(model);
            const auto one = backend::cpu::createCpuBackend(1);
            const auto three = backend::cpu::createCpuBackend(3);
            const auto expected = compute(*one, **model, golden.tokens, wholeText());
            VERIFY_OK(expected);
            for (const Pieces &pieces : { wholeText(), twoPieces(), singleTokens() }) {
                const auto logits = compute(*three, **model, golden.tokens, pieces);
                VERIFY_OK(logits);
                QCOMPARE(std::memcmp(logits->data(), expected->data(), expected->size() * sizeof(float)), 0);
            }
        }
    }

    /// The matrices of the keys are turned on their side, which their blocks cannot be: they become F16.
    void aQuantizedTensorOfKeysAndValuesIsTakenApart()
    {
        const QString name = QStringLiteral("deepseek2-old-q8_0");
        const Golden golden = readGolden(name);
        const auto model = openModel(name);
        VERIFY_OK(model);
        const auto reference = backend::reference::createReferenceBackend(ActivationFormat::F32);
        const auto logits = compute(*reference, **model, golden.tokens, wholeText());
        VERIFY_OK(logits);
        const double difference = differenceOf(*logits, golden);
        qInfo("%.2g deviations", difference);
        QVERIFY2(difference <= 5e-3, qPrintable(QString::number(difference)));
    }

    void expertsThatMakeNoSenseAreRefused_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<std::uint32_t>("value");
        QTest::addColumn<QByteArray>("named");
        const auto row = [](const char *title, const char *name, const char *key, std::uint32_t value,
                             const char *named = nullptr) {
            QTest::addRow("%s", title) << QString::fromLatin1(name) << QByteArray(key) << value
                                       << QByteArray(named == nullptr ? key : named);
        };
        row("no experts", "qwen3moe", "qwen3moe.expert_count", 0);
        row("too many experts", "qwen3moe", "qwen3moe.expert_count", 1u << 31);
        row("none used", "qwen3moe", "qwen3moe.expert_used_count", 0);
        row("more used than there are", "qwen3moe", "qwen3moe.expert_used_count", 9);
        row("groups that do not divide", "deepseek2-v3", "deepseek2.expert_group_count", 5);
        row("more groups used than there are", "deepseek2-v3", "deepseek2.expert_group_used_count", 5);
        row("groups with too few experts", "deepseek2-v3", "deepseek2.expert_group_used_count", 1);
        row("an unknown way to choose", "deepseek2-v3", "deepseek2.expert_gating_func", 9);
        row("all of a head turns", "deepseek2-lite", "deepseek2.attention.key_length_mla", 8,
            "deepseek2.rope.dimension_count");
        row("more dense layers than layers", "deepseek2-lite", "deepseek2.leading_dense_block_count", 4);
        row("nothing in the cache", "deepseek2-lite", "deepseek2.attention.kv_lora_rank", 0);
        row("very many shared experts", "deepseek2-lite", "deepseek2.expert_shared_count", 1u << 30);
        row("experts without a width", "gpt-oss", "gpt-oss.expert_feed_forward_length", 0);
    }

    void expertsThatMakeNoSenseAreRefused()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, key);
        QFETCH(std::uint32_t, value);
        QFETCH(QByteArray, named);
        const auto graph = build(withValue(read(name + QStringLiteral(".gguf")), key, value));
        QVERIFY(!graph);
        QCOMPARE(graph.error().reason, Reason::BadValue);
        QCOMPARE(graph.error().arg("key"), std::string_view(named.constData()));
    }

    void shapesThatContradictTheKeysAreRefused_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<std::uint32_t>("value");
        QTest::addColumn<QByteArray>("tensor");
        const auto row = [](const char *name, const char *key, std::uint32_t value, const char *tensor) {
            QTest::addRow("%s", key) << QString::fromLatin1(name) << QByteArray(key) << value << QByteArray(tensor);
        };
        row("qwen3moe", "qwen3moe.expert_count", 7, "blk.0.ffn_gate_inp.weight");
        row("qwen3moe", "qwen3moe.expert_feed_forward_length", 19, "blk.0.ffn_gate_exps.weight");
        row("deepseek2-lite", "deepseek2.attention.kv_lora_rank", 31, "blk.0.attn_kv_a_mqa.weight");
        row("deepseek2-lite", "deepseek2.attention.value_length_mla", 13, "blk.0.attn_v_b.weight");
        row("deepseek2-lite-old", "deepseek2.attention.value_length", 13, "blk.0.attn_kv_b.weight");
        row("deepseek2-v3", "deepseek2.attention.q_lora_rank", 25, "blk.0.attn_q_a.weight");
        row("deepseek2-lite", "deepseek2.expert_shared_count", 3, "blk.1.ffn_gate_shexp.weight");
        row("gpt-oss", "gpt-oss.expert_feed_forward_length", 23, "blk.0.ffn_gate_exps.weight");
    }

    void shapesThatContradictTheKeysAreRefused()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, key);
        QFETCH(std::uint32_t, value);
        QFETCH(QByteArray, tensor);
        const auto graph = build(withValue(read(name + QStringLiteral(".gguf")), key, value));
        QVERIFY(!graph);
        QCOMPARE(graph.error().reason, Reason::BadTensor);
        QCOMPARE(graph.error().arg("tensor"), std::string_view(tensor.constData()));
    }

    void aTensorThatOneLayerLacksIsNamed_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("tensor");
        QTest::addRow("experts") << "qwen3moe" << QByteArray("blk.1.ffn_up_exps.weight");
        QTest::addRow("router") << "qwen3moe" << QByteArray("blk.1.ffn_gate_inp.weight");
        QTest::addRow("keys") << "deepseek2-lite" << QByteArray("blk.2.attn_k_b.weight");
        QTest::addRow("values") << "deepseek2-lite" << QByteArray("blk.2.attn_v_b.weight");
        QTest::addRow("shared experts") << "deepseek2-lite" << QByteArray("blk.1.ffn_down_shexp.weight");
        QTest::addRow("dense layer") << "deepseek2-v3" << QByteArray("blk.0.ffn_down.weight");
        QTest::addRow("sinks") << "gpt-oss" << QByteArray("blk.3.attn_sinks.weight");
    }

    void aTensorThatOneLayerLacksIsNamed()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, tensor);
        QByteArray other = tensor;
        other[other.size() - 1] = 'x';
        const auto graph = build(replaced(read(name + QStringLiteral(".gguf")), tensor, other));
        QVERIFY(!graph);
        QCOMPARE(graph.error().reason, Reason::MissingTensor);
        QCOMPARE(graph.error().arg("tensor"), std::string_view(tensor.constData()));
    }

    void aKeyThatTheFamilyNeedsIsNamed_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("key");
        QTest::addRow("experts") << "qwen3moe" << QByteArray("qwen3moe.expert_count");
        QTest::addRow("used") << "gpt-oss" << QByteArray("gpt-oss.expert_used_count");
        QTest::addRow("rank") << "deepseek2-v3" << QByteArray("deepseek2.attention.kv_lora_rank");
    }

    void aKeyThatTheFamilyNeedsIsNamed()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, key);
        QByteArray other = keyOf(key);
        other[key.size() - 1] = 'x';
        const auto graph = build(replaced(read(name + QStringLiteral(".gguf")), keyOf(key), other));
        QVERIFY(!graph);
        QCOMPARE(graph.error().reason, Reason::MissingKey);
        QCOMPARE(graph.error().arg("key"), std::string_view(key.constData()));
    }
};

QTEST_GUILESS_MAIN(TestExpertFamilies)
#include "tst_expert_families.moc"
