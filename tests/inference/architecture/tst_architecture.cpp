// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/architecture/architecture.h"
#include "inference/backend/reference/reference_backend.h"

#include <QtCore/QByteArray>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

#include <cmath>
#include <cstring>
#include <span>
#include <vector>

using namespace maru;
using backend::Outputs;
using backend::reference::GraphForm;

namespace {

QByteArray read(const QString &name)
{
    QFile file(QStringLiteral(MARU_TEST_DATA "/families/") + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// What transformers computed: see tests/data/families/make_goldens.py.
struct Golden
{
    std::vector<std::int32_t> tokens;
    std::vector<float> logits; // [tokens, vocabulary]
    std::size_t vocabulary = 0;
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
    golden.vocabulary = std::size_t(sizes[1]);
    golden.tokens.resize(std::size_t(sizes[0]));
    golden.logits.resize(golden.tokens.size() * golden.vocabulary);
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

/// The logits of all tokens, in pieces of the given lengths.
Result<std::vector<float>> compute(const model::Model &model, GraphForm form, std::span<const std::int32_t> tokens,
    const std::vector<std::size_t> &pieces)
{
    MARU_TRY(const graph::Graph graph, architecture::buildGraph(model));
    const auto reference = backend::reference::createReferenceBackend(backend::reference::ActivationFormat::F32, form);
    backend::ExecutorOptions options;
    options.contextLength = 128;
    options.chunkLength = 128;
    options.maxOutputs = 128;
    options.kv = backend::KvType::F32;
    MARU_TRY(const auto executor, reference->prepare(graph, options));
    std::vector<float> logits;
    std::size_t start = 0;
    for (const std::size_t piece : pieces) {
        MARU_CHECK(executor->forward(tokens.subspan(start, piece), std::uint32_t(start), Outputs::All));
        logits.insert(logits.end(), executor->logits().begin(), executor->logits().end());
        start += piece;
    }
    return logits;
}

/// llama.gguf with `from` replaced by `to` of the same length, opened and built.
Result<graph::Graph> buildPatched(const QByteArray &from, const QByteArray &to)
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("patched.gguf"));
    QByteArray bytes = read(QStringLiteral("llama.gguf"));
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

} // namespace

class TestArchitecture : public QObject
{
    Q_OBJECT

private slots:
    void logitsEqualThoseOfTransformers_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("isLowered");
        QTest::addColumn<std::vector<std::size_t>>("pieces");
        for (const char *name : { "llama", "llama-3", "llama-linear-bias-tied", "llama-yarn", "gemma3" }) {
            const std::vector<std::size_t> whole = { 80 };
            const std::vector<std::size_t> two = { 47, 33 };
            std::vector<std::size_t> single(60, 1);
            single.insert(single.begin(), 20);
            QTest::addRow("%s", name) << QString::fromLatin1(name) << false << whole;
            QTest::addRow("%s in two pieces", name) << QString::fromLatin1(name) << false << two;
            QTest::addRow("%s token by token, lowered", name) << QString::fromLatin1(name) << true << single;
        }
    }

    void logitsEqualThoseOfTransformers()
    {
        QFETCH(QString, name);
        QFETCH(bool, isLowered);
        QFETCH(std::vector<std::size_t>, pieces);
        const Golden golden = readGolden(name);
        QCOMPARE(golden.tokens.size(), std::size_t(80));
        const auto model
            = model::Model::open((QStringLiteral(MARU_TEST_DATA "/families/") + name + ".gguf").toStdString());
        QVERIFY2(model, model ? "" : model.error().message.c_str());
        const auto logits = compute(**model, isLowered ? GraphForm::Lowered : GraphForm::Plain, golden.tokens, pieces);
        QVERIFY2(logits, logits ? "" : logits.error().message.c_str());
        QCOMPARE(logits->size(), golden.logits.size());
        double worst = 0.0;
        for (std::size_t i = 0; i < logits->size(); ++i)
            worst = std::max(worst, std::abs(double((*logits)[i]) - double(golden.logits[i])));
        qInfo("largest difference %.2e of the deviation", worst / golden.deviation);
        QVERIFY(golden.deviation > 0.1);
        QVERIFY2(worst <= 1e-3 * golden.deviation, qPrintable(QString::number(worst / golden.deviation)));
    }

    void everyFamilyIsOneThatModelsCanBeOpenedFor()
    {
        QCOMPARE(architecture::families().size(), std::size_t(2));
        for (const std::string_view family : architecture::families()) {
            const QString file = QString::fromUtf8(family.data(), qsizetype(family.size())) + ".gguf";
            const auto model = model::Model::open((QStringLiteral(MARU_TEST_DATA "/families/") + file).toStdString());
            QVERIFY2(model, model ? "" : model.error().message.c_str());
            QVERIFY(architecture::buildGraph(**model).has_value());
        }
    }

    void anUnknownFamilyIsNamed()
    {
        const auto graph
            = buildPatched(QByteArray("\x05\0\0\0\0\0\0\0llama", 13), QByteArray("\x05\0\0\0\0\0\0\0mamba", 13));
        QVERIFY(!graph);
        QCOMPARE(graph.error().reason, Reason::UnknownFamily);
        QCOMPARE(graph.error().arg("family"), std::string_view("mamba"));
    }

    void aMissingTensorIsNamed()
    {
        const auto graph = buildPatched("blk.1.attn_q.weight", "blk.1.attn_x.weight");
        QVERIFY(!graph);
        QCOMPARE(graph.error().reason, Reason::MissingTensor);
        QCOMPARE(graph.error().arg("tensor"), std::string_view("blk.1.attn_q.weight"));
    }

    void aWrongShapeIsNamed()
    {
        const QByteArray name = "blk.1.attn_k.weight";
        const auto graph = buildPatched(tensorRow(name, { 32, 16 }, 0), tensorRow(name, { 16, 32 }, 0));
        QVERIFY(!graph);
        QCOMPARE(graph.error().reason, Reason::BadTensor);
        QCOMPARE(graph.error().arg("tensor"), std::string_view("blk.1.attn_k.weight"));
        QCOMPARE(graph.error().arg("detail"), std::string_view("is 16 x 32, not 32 x 16"));
    }

    void aWeightTypeThatCannotRunIsNamed()
    {
        const QByteArray name = "blk.1.attn_k.weight";
        const auto graph = buildPatched(tensorRow(name, { 32, 16 }, 0), tensorRow(name, { 32, 16 }, 39));
        QVERIFY(!graph);
        QCOMPARE(graph.error().reason, Reason::UnknownWeightType);
        QCOMPARE(graph.error().arg("type"), std::string_view("MXFP4"));
        QCOMPARE(graph.error().arg("tensor"), std::string_view("blk.1.attn_k.weight"));
    }

    void aWeightTypeOutsideTheFormatIsNamed()
    {
        const QByteArray name = "blk.1.attn_k.weight";
        const auto graph = buildPatched(tensorRow(name, { 32, 16 }, 0), tensorRow(name, { 32, 16 }, 4711));
        QVERIFY(!graph);
        QCOMPARE(graph.error().reason, Reason::UnknownWeightType);
        QCOMPARE(graph.error().arg("type"), std::string_view("number 4711"));
    }
};

QTEST_GUILESS_MAIN(TestArchitecture)
#include "tst_architecture.moc"
