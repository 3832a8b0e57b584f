// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/architecture/architecture.h"
#include "inference/backend/cpu/cpu_backend.h"
#include "inference/backend/vulkan/vulkan_backend.h"
#include "tests/inference/architecture/changed_family.h"
#include "tests/inference/architecture/family_goldens.h"
#include "tests/support/verify_ok.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>

using namespace maru;
using backend::KvType;
using test::FamilyGolden;

using Pieces = std::vector<std::size_t>;

namespace {

/// True unless a cache of q8_0 is refused, as it wants heads of whole blocks.
bool hasWholeBlocks(const model::Model &model)
{
    const auto graph = architecture::buildGraph(model, test::kFamilyContext);
    return graph && backend::checkKvType(*graph, KvType::Q8_0);
}

/// True if no weight is rounded.
bool isFloat(const gguf::GgufFile &file)
{
    return std::ranges::all_of(
        file.tensors(), [](const gguf::TensorInfo &tensor) { return tensor.type == quant::TensorType::F32; });
}

} // namespace

/// Every family on the processor and on the first Vulkan device, against what transformers computes.
class TestFamilies : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void everyFamilyHasAGolden();
    void logitsEqualThoseOfTransformers_data();
    void logitsEqualThoseOfTransformers();
    void hugeWindowsSeeAll();
    void cleanupTestCase();

private:
    QTemporaryDir m_cache;
    std::map<QString, std::unique_ptr<backend::Backend>> m_devices;
    std::map<QString, double> m_worst; // by device and kind of cache
};

void TestFamilies::initTestCase()
{
    m_devices["cpu"] = backend::cpu::createCpuBackend(2);
    backend::vulkan::VulkanOptions options;
    options.cacheDirectory = m_cache.path().toStdString();
    auto vulkan = backend::vulkan::createVulkanBackend(0, options);
    VERIFY_OK(vulkan);
    m_devices["vulkan"] = *std::move(vulkan);
}

void TestFamilies::everyFamilyHasAGolden()
{
    std::set<std::string> covered;
    for (const QString &name : test::familyModels()) {
        const auto model = model::Model::open(test::familyFile(name + ".gguf").toStdString());
        VERIFY_OK(model);
        if (!FamilyGolden::read(name).tokens.empty())
            covered.insert((*model)->hyperparameters().family);
    }
    for (const std::string_view family : architecture::families())
        QVERIFY2(covered.contains(std::string(family)), family.data());
}

void TestFamilies::logitsEqualThoseOfTransformers_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("device");
    QTest::addColumn<KvType>("kv");
    QTest::addColumn<Pieces>("pieces");
    struct Kind
    {
        const char *name;
        KvType kv;
        Pieces pieces;
    };
    const Kind kinds[] = {
        { "whole", KvType::F32, test::wholeText() },
        { "in two pieces", KvType::F32, test::twoPieces() },
        { "token by token", KvType::F32, test::singleTokens() },
        { "kv f16", KvType::F16, test::twoPieces() },
        { "kv q8_0", KvType::Q8_0, test::twoPieces() },
    };
    for (const QString &name : test::familyModels()) {
        for (const char *device : { "cpu", "vulkan" }) {
            for (const Kind &kind : kinds)
                QTest::addRow("%s, %s, %s", qPrintable(name), device, kind.name)
                    << name << QString(device) << kind.kv << kind.pieces;
        }
    }
}

void TestFamilies::logitsEqualThoseOfTransformers()
{
    QFETCH(QString, name);
    QFETCH(QString, device);
    QFETCH(KvType, kv);
    QFETCH(Pieces, pieces);
    const FamilyGolden golden = FamilyGolden::read(name);
    QCOMPARE(golden.tokens.size(), std::size_t(80));
    QVERIFY(golden.deviation > 0.1);
    const auto model = model::Model::open(test::familyFile(name + ".gguf").toStdString());
    VERIFY_OK(model);
    const auto logits = test::familyLogits(*m_devices[device], **model, kv, golden.tokens, pieces);
    if (kv == KvType::Q8_0 && !hasWholeBlocks(**model)) {
        VERIFY_FAILS(logits, Reason::BadOption);
        return;
    }
    VERIFY_OK(logits);
    const double distance = golden.distance(*logits);
    const double usual = golden.usualDistance(*logits);
    double &worst = m_worst[device + " " + QString::fromStdString(std::string(toString(kv)))];
    worst = std::max(worst, usual);
    qInfo("largest %.2e of the deviation, usual %.2e", distance, usual);
    if (kv == KvType::F32 && isFloat((*model)->file()))
        QVERIFY2(distance <= (device == "cpu" ? 1e-3 : 5e-3), qPrintable(QString::number(distance)));
    QVERIFY2(usual <= (kv == KvType::Q8_0 ? 1e-1 : 2e-2), qPrintable(QString::number(usual)));
}

/// A window far beyond the context is none: nothing is allocated for it, and nothing is cut off.
void TestFamilies::hugeWindowsSeeAll()
{
    const FamilyGolden golden = FamilyGolden::read("gemma2");
    const std::string key = "gemma2.attention.sliding_window";
    const auto all = test::ChangedFamily("gemma2").set(key, 0U).open();
    const auto huge = test::ChangedFamily("gemma2").set(key, 2147483647U).open();
    VERIFY_OK(all);
    VERIFY_OK(huge);
    for (const auto &[name, device] : m_devices) {
        const auto expected = test::familyLogits(*device, **all, KvType::F32, golden.tokens, test::twoPieces());
        const auto logits = test::familyLogits(*device, **huge, KvType::F32, golden.tokens, test::twoPieces());
        VERIFY_OK(expected);
        VERIFY_OK(logits);
        QCOMPARE(*logits, *expected);
        QVERIFY(golden.distance(*logits) > 1e-2); // the window of the file matters
    }
}

void TestFamilies::cleanupTestCase()
{
    for (const auto &[kind, worst] : m_worst)
        qInfo("%s: usually at most %.2e of the deviation", qPrintable(kind), worst);
}

QTEST_GUILESS_MAIN(TestFamilies)
#include "tst_families.moc"
