// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/runtime/fit_table.h"
#include "inference/runtime/loaded_model.h"
#include "tests/support/real_models.h"
#include "tests/support/verify_ok.h"

#include <QtTest/QTest>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

using namespace maru;
using namespace maru::runtime;

namespace {

constexpr std::uint64_t kPlenty = std::uint64_t { 1 } << 40;

std::vector<std::filesystem::path> families()
{
    std::vector<std::filesystem::path> files;
    for (const auto &entry : std::filesystem::directory_iterator(MARU_TEST_DATA "/families")) {
        if (entry.path().extension() == ".gguf")
            files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

std::vector<std::byte> headOf(const std::filesystem::path &path, std::uint64_t count)
{
    std::ifstream file(path, std::ios::binary);
    std::vector<std::byte> bytes(std::min<std::uint64_t>(count, std::filesystem::file_size(path)));
    file.read(reinterpret_cast<char *>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    return bytes;
}

bool isRight(std::uint64_t estimate, std::uint64_t exact)
{
    const std::uint64_t difference = estimate > exact ? estimate - exact : exact - estimate;
    return difference <= std::max<std::uint64_t>(std::uint64_t { 2 } << 20, exact * 3 / 100);
}

std::string vulkanSelector()
{
    for (const DeviceChoice &choice : listDevices().devices) {
        if (choice.device.kind != backend::DeviceKind::Cpu && choice.device.usable)
            return choice.selector;
    }
    return {};
}

} // namespace

/// What is said of a model before it is downloaded is what the engine says of the whole file.
class TestFitTable : public QObject
{
    Q_OBJECT

private slots:
    void aHeadIsEnough_data() { eachFamily(); }
    void aHeadIsEnough()
    {
        QFETCH(const QString, file);
        const std::filesystem::path path = file.toStdString();
        const auto whole = model::Model::open(path);
        VERIFY_OK(whole);
        const std::uint64_t size = std::filesystem::file_size(path);
        const std::uint64_t needed = (*whole)->file().tensors().empty()
            ? size
            : static_cast<std::uint64_t>((*whole)->file().data((*whole)->file().tensors().front()).data()
                - (*whole)->file().mapping((*whole)->file().tensors().front()).bytes().data());
        const std::vector<std::byte> bytes = headOf(path, needed);
        const gguf::FileHead head { path, bytes, size };
        const auto model = model::Model::ofHeads({ &head, 1 });
        VERIFY_OK(model);
        QCOMPARE((*model)->parameterCount(), (*whole)->parameterCount());
        QCOMPARE((*model)->quantization(), (*whole)->quantization());
        OpenOptions options;
        options.device = "cpu";
        const auto expected = accountMemory(**whole, options);
        const auto account = accountMemory(**model, options);
        VERIFY_OK(expected);
        VERIFY_OK(account);
        QCOMPARE(account->placement.total(), expected->placement.total());

        const std::vector<std::byte> cut(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(needed / 2));
        const gguf::FileHead tooShort { path, cut, size };
        const auto refused = model::Model::ofHeads({ &tooShort, 1 });
        QVERIFY(!refused);
        QCOMPARE(refused.error().reason, Reason::GgufTruncated);
    }

    void theTableIsTheAccount_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("device");
        for (const char *device : { "cpu", "vulkan" }) {
            for (const char *name : { "llama", "gemma3", "qwen3", "deepseek2" }) {
                const std::string path = std::string(MARU_TEST_DATA "/families/") + name + ".gguf";
                if (std::filesystem::exists(path))
                    QTest::addRow("%s, %s", name, device) << QString::fromStdString(path) << QString(device);
            }
            for (const char *name : { test::kSmolLm2, test::kGemma3 })
                QTest::addRow("%s, %s", name, device)
                    << QString::fromStdString(test::realModel(name).string()) << QString(device);
        }
    }
    void theTableIsTheAccount()
    {
        QFETCH(const QString, file);
        QFETCH(const QString, device);
        OpenOptions options;
        options.device = device == "cpu" ? "cpu" : vulkanSelector();
        options.cpuFree = options.gpuFree = kPlenty;
        const auto model = model::Model::open(file.toStdString());
        VERIFY_OK(model);
        const auto devices = FitDevices::open(options);
        VERIFY_OK(devices);
        const auto start = std::chrono::steady_clock::now();
        const auto table = FitTable::of(**model, **devices);
        VERIFY_OK(table);
        qInfo("%.0f ms", std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
        for (const std::uint32_t context : { 512u, 1000u, 2048u, 3000u, 6000u, 8192u }) {
            if (context > std::max(table->trainedContext(), 512u))
                continue;
            options.context = context;
            for (const std::uint32_t layers : { kAllLayers, table->layerCount() / 2 }) {
                if (device == "cpu" && layers != kAllLayers)
                    continue;
                options.gpuLayers = device == "cpu" ? std::optional<std::uint32_t>() : layers;
                const auto exact = accountMemory(**model, options);
                VERIFY_OK(exact);
                PlacementLimits limits { kPlenty, kPlenty, false };
                if (layers != kAllLayers) // so that just these layers fit
                    limits.gpuFree = exact->placement.parts.back().memory.total() + kGpuMargin + (1 << 16);
                const ModelFit fit = table->at(context, limits);
                QVERIFY(fit.fits);
                if (layers != kAllLayers && fit.gpuLayers != layers)
                    continue; // layers are so small that more of them fit
                const std::uint64_t estimate = fit.cost.cpu.total() + fit.cost.gpu.total();
                if (!isRight(estimate, exact->placement.total()))
                    QFAIL(qPrintable(QStringLiteral("context %1, %2 layers: %3, exactly %4")
                                         .arg(context)
                                         .arg(layers)
                                         .arg(estimate)
                                         .arg(exact->placement.total())));
            }
        }
    }

    void whatDoesNotFitSaysByHowMuch()
    {
        OpenOptions options;
        options.device = "cpu";
        const auto devices = FitDevices::open(options);
        VERIFY_OK(devices);
        const auto model = model::Model::open(test::realModel(test::kSmolLm2));
        VERIFY_OK(model);
        const auto table = FitTable::of(**model, **devices);
        VERIFY_OK(table);
        const ModelFit much = table->at(2048, { kPlenty, 0, false });
        QVERIFY(much.fits);
        const std::uint64_t needed = much.cost.cpu.total();
        QVERIFY(table->at(2048, { needed + kCpuMargin, 0, false }).fits);
        const ModelFit little = table->at(2048, { needed + kCpuMargin - 1000, 0, false });
        QVERIFY(!little.fits);
        QCOMPARE(little.missing, std::uint64_t { 1000 });
        QVERIFY(table->at(512, { needed + kCpuMargin - 1000, 0, false }).fits);
        const std::uint32_t longest = table->longestContext({ needed + kCpuMargin, 0, false });
        QVERIFY(longest >= 2048 - 256 && longest <= 2048 + 256);
        QCOMPARE(table->longestContext({ 0, 0, false }), 0u);
    }

    void aGuessKnowsLayersAndCache()
    {
        FitTable::Rough rough;
        rough.weightBytes = 4'700'000'000;
        rough.layers = 28;
        rough.kvBytesPerPosition = 57344;
        rough.trainedContext = 131072;
        const FitTable table = FitTable::about(rough, true);
        const ModelFit large = table.at(8192, { kPlenty, 8'000'000'000, false });
        QVERIFY(large.fits && large.isWholeOnGpu());
        const ModelFit partly = table.at(8192, { kPlenty, 4'000'000'000, false });
        QVERIFY(partly.fits && partly.isOnGpu() && !partly.isWholeOnGpu());
        QVERIFY(partly.gpuLayers >= 14 && partly.gpuLayers <= 26);
        QVERIFY(!table.at(8192, { 3'000'000'000, 0, false }).fits);
        const ModelFit longer = table.at(100'000, { kPlenty, 8'000'000'000, false });
        QVERIFY(longer.fits && !longer.isWholeOnGpu()); // 5.7 GB of cache
    }

private:
    static void eachFamily()
    {
        QTest::addColumn<QString>("file");
        for (const std::filesystem::path &path : families())
            QTest::newRow(path.stem().c_str()) << QString::fromStdString(path.string());
    }
};

QTEST_GUILESS_MAIN(TestFitTable)
#include "tst_fit_table.moc"
