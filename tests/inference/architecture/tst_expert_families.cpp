// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/architecture/architecture.h"
#include "inference/backend/cpu/cpu_backend.h"
#include "inference/backend/reference/reference_backend.h"
#include "tests/inference/architecture/family_goldens.h"
#include "tests/support/verify_ok.h"

#include <QtCore/QByteArray>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

#include <cstring>
#include <initializer_list>
#include <memory>
#include <vector>

using namespace maru;
using backend::KvType;
using backend::reference::ActivationFormat;
using backend::reference::GraphForm;
using test::FamilyGolden;

using Pieces = std::vector<std::size_t>;

namespace {

Result<std::unique_ptr<model::Model>> openModel(const QString &name)
{
    return model::Model::open(test::familyFile(name + QStringLiteral(".gguf")).toStdString());
}

QByteArray read(const QString &name)
{
    QFile file(test::familyFile(name + QStringLiteral(".gguf")));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no %s", qPrintable(name));
    return file.readAll();
}

const char *const kModels[] = { "qwen3moe", "deepseek2-lite", "deepseek2-lite-old", "deepseek2-groups", "deepseek2-160",
    "deepseek2-v3", "gpt-oss", "gpt-oss-merged", "mixtral", "mixtral-old", "mixtral-merged" };

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
            QTest::addRow("%s", name) << QString::fromLatin1(name) << false << test::wholeText();
            QTest::addRow("%s, lowered, in two pieces", name) << QString::fromLatin1(name) << true << test::twoPieces();
        }
    }

    void logitsEqualThoseOfTransformers()
    {
        QFETCH(QString, name);
        QFETCH(bool, isLowered);
        QFETCH(Pieces, pieces);
        const FamilyGolden golden = FamilyGolden::read(name);
        QCOMPARE(golden.tokens.size(), std::size_t(80));
        const auto model = openModel(name);
        VERIFY_OK(model);
        const auto reference = backend::reference::createReferenceBackend(
            ActivationFormat::F32, isLowered ? GraphForm::Lowered : GraphForm::Plain);
        const auto logits = test::familyLogits(*reference, **model, KvType::F32, golden.tokens, pieces);
        VERIFY_OK(logits);
        const double difference = golden.distance(*logits);
        qInfo("%.2g deviations", difference);
        QVERIFY2(difference <= 2e-4, qPrintable(QString::number(difference)));
    }

    void piecesAndThreadsChangeNoBit()
    {
        for (const char *name : kModels) {
            const FamilyGolden golden = FamilyGolden::read(QString::fromLatin1(name));
            const auto model = openModel(QString::fromLatin1(name));
            VERIFY_OK(model);
            const auto one = backend::cpu::createCpuBackend(1);
            const auto three = backend::cpu::createCpuBackend(3);
            const auto expected = test::familyLogits(*one, **model, KvType::F32, golden.tokens, test::wholeText());
            VERIFY_OK(expected);
            for (const Pieces &pieces : { test::wholeText(), test::twoPieces(), test::singleTokens() }) {
                const auto logits = test::familyLogits(*three, **model, KvType::F32, golden.tokens, pieces);
                VERIFY_OK(logits);
                QCOMPARE(std::memcmp(logits->data(), expected->data(), expected->size() * sizeof(float)), 0);
            }
        }
    }

    /// The matrices of the keys are turned on their side, which their blocks cannot be: they become F16.
    void aQuantizedTensorOfKeysAndValuesIsTakenApart()
    {
        const QString name = QStringLiteral("deepseek2-old-q8_0");
        const FamilyGolden golden = FamilyGolden::read(name);
        const auto model = openModel(name);
        VERIFY_OK(model);
        const auto reference = backend::reference::createReferenceBackend(ActivationFormat::F32);
        const auto logits = test::familyLogits(*reference, **model, KvType::F32, golden.tokens, test::wholeText());
        VERIFY_OK(logits);
        const double difference = golden.distance(*logits);
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
        const auto graph = build(withValue(read(name), key, value));
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
        row("gpt-oss-merged", "gpt-oss.expert_feed_forward_length", 23, "blk.0.ffn_gate_up_exps.weight");
        row("mixtral-old", "llama.feed_forward_length", 23, "blk.0.ffn_gate.0.weight");
    }

    void shapesThatContradictTheKeysAreRefused()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, key);
        QFETCH(std::uint32_t, value);
        QFETCH(QByteArray, tensor);
        const auto graph = build(withValue(read(name), key, value));
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
        QTest::addRow("one expert") << "mixtral-old" << QByteArray("blk.1.ffn_up.5.weight");
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
        const auto graph = build(replaced(read(name), tensor, other));
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
        const auto graph = build(replaced(read(name), keyOf(key), other));
        QVERIFY(!graph);
        QCOMPARE(graph.error().reason, Reason::MissingKey);
        QCOMPARE(graph.error().arg("key"), std::string_view(key.constData()));
    }
};

QTEST_GUILESS_MAIN(TestExpertFamilies)
#include "tst_expert_families.moc"
