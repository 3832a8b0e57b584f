// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// What the account says of a model is what the driver is asked for: a library between engine and loader counts.

#include "inference/architecture/architecture.h"
#include "inference/backend/vulkan/vulkan_backend.h"
#include "inference/model/model.h"
#include "tests/support/real_models.h"
#include "tests/support/verify_ok.h"

#include <QtCore/QDir>
#include <QtTest/QTest>

#include <dlfcn.h>

#include <algorithm>
#include <cstdint>
#include <memory>

using namespace maru;
using namespace maru::backend;

namespace {

/// The larger of 3 % and 2 MiB.
std::uint64_t tolerance(std::uint64_t bytes)
{
    return std::max<std::uint64_t>(bytes * 3 / 100, 2U << 20);
}

bool agrees(std::uint64_t promised, std::uint64_t seen)
{
    return std::max(promised, seen) - std::min(promised, seen) <= tolerance(seen);
}

struct Counter
{
    std::uint64_t (*living)() = nullptr;
    std::uint64_t (*ever)() = nullptr;
};

Counter openCounter()
{
    void *library = dlopen(MARU_COUNTING_LOADER, RTLD_NOW);
    if (library == nullptr)
        return {};
    return { reinterpret_cast<std::uint64_t (*)()>(dlsym(library, "maruLivingBytes")),
        reinterpret_cast<std::uint64_t (*)()>(dlsym(library, "maruBytesEver")) };
}

} // namespace

class TestDeviceMemory : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void theDriverIsAskedForWhatTheAccountSays_data();
    void theDriverIsAskedForWhatTheAccountSays();

private:
    Counter m_counter;
    std::unique_ptr<Backend> m_backend;
};

void TestDeviceMemory::initTestCase()
{
    m_counter = openCounter();
    QVERIFY(m_counter.living && m_counter.ever);
    vulkan::VulkanOptions options;
    options.loader = MARU_COUNTING_LOADER;
    auto backend = vulkan::createVulkanBackend(0, options);
    VERIFY_OK(backend);
    m_backend = *std::move(backend);
}

void TestDeviceMemory::theDriverIsAskedForWhatTheAccountSays_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<bool>("isReal");
    const QDir folder(QStringLiteral(MARU_TEST_DATA "/families"));
    for (const QFileInfo &file : folder.entryInfoList({ QStringLiteral("*.gguf") }, QDir::Files, QDir::Name))
        QTest::addRow("%s", qPrintable(file.completeBaseName())) << file.absoluteFilePath() << false;
    for (const char *name : { test::kSmolLm2, test::kGemma3 })
        QTest::addRow("%s", name) << QString::fromStdString(test::realModel(name).string()) << true;
}

void TestDeviceMemory::theDriverIsAskedForWhatTheAccountSays()
{
    QFETCH(QString, path);
    QFETCH(bool, isReal);
    const auto model = model::Model::open(path.toStdString());
    VERIFY_OK(model);
    ExecutorOptions options;
    options.contextLength = isReal ? 4096 : 256;
    const auto graph = architecture::buildGraph(**model, options.contextLength);
    VERIFY_OK(graph);
    for (const KvType kv : { KvType::F16, KvType::Q8_0 }) {
        options.kv = kv;
        if (!checkKvType(*graph, kv))
            continue;
        const MemoryUse promised = m_backend->account(*graph, options);
        const std::uint64_t livingBefore = m_counter.living();
        const std::uint64_t everBefore = m_counter.ever();
        const auto executor = m_backend->prepare(*graph, options);
        VERIFY_OK(executor);
        const std::uint64_t living = m_counter.living() - livingBefore;
        const std::uint64_t ever = m_counter.ever() - everBefore;
        QVERIFY(promised.weights > 0 && promised.kv > 0 && promised.scratch > 0);
        QVERIFY2(agrees(promised.total(), living), qPrintable(QString::number(living)));
        QVERIFY2(agrees(promised.total(), ever), qPrintable(QString::number(ever))); // nothing on the way is left out
        QCOMPARE(living, promised.total()); // to the byte, even
        QCOMPARE((*executor)->memory().total(), promised.total());
        if (!isReal)
            continue; // a term of less than the tolerance can be left out of it unseen
        for (const std::uint64_t term : { promised.weights, promised.kv, promised.scratch })
            QVERIFY(!agrees(promised.total() - term, living));
    }
}

QTEST_GUILESS_MAIN(TestDeviceMemory)
#include "tst_device_memory.moc"
