// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/runtime/loaded_model.h"
#include "tests/support/real_models.h"
#include "tests/support/verify_ok.h"

#include <QtTest/QTest>

#include <dlfcn.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <optional>
#include <string>
#include <vector>

using namespace maru;

/// Models on two devices: the CPU and the first Vulkan device, which is a software one where there is no other.
class TestModelPlacement : public QObject
{
    Q_OBJECT

private slots:
    void aSplitModelAnswersAsTheWholeOne_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("layers");
        for (const std::filesystem::path &path : tinyFamilies()) {
            const QString name = QString::fromStdString(path.stem().string());
            QTest::newRow(qPrintable(name)) << QString::fromStdString(path.string()) << 1;
        }
        QTest::newRow("SmolLM2") << QString::fromStdString(test::realModel(test::kSmolLm2).string()) << 11;
        QTest::newRow("Gemma 3") << QString::fromStdString(test::realModel(test::kGemma3).string()) << 5;
    }

    void aSplitModelAnswersAsTheWholeOne()
    {
        QFETCH(const QString, file);
        QFETCH(const int, layers);
        const std::filesystem::path path = file.toStdString();
        std::vector<std::vector<float>> logits;
        for (const bool isSplit : { false, true }) {
            runtime::OpenOptions options = small();
            options.device = isSplit ? "vulkan:0" : "cpu";
            if (isSplit)
                options.gpuLayers = static_cast<std::uint32_t>(layers);
            auto loaded = runtime::LoadedModel::open(path, options);
            if (!loaded && isSplit && loaded.error().code == ErrorCode::Unsupported)
                QSKIP(loaded.error().message.c_str());
            VERIFY_OK(loaded);
            const runtime::Placement &placement = (*loaded)->placement();
            QCOMPARE(placement.parts.size(), std::size_t(isSplit ? 2 : 1));
            QCOMPARE(placement.main().layerCount, isSplit ? std::uint32_t(layers) : placement.layerCount);
            const backend::MemoryUse taken = (*loaded)->session().executor().memory();
            QCOMPARE(placement.memory().total(), taken.total());
            std::vector<tokenizer::Token> tokens;
            for (tokenizer::Token i = 0; i < 24; ++i)
                tokens.push_back(i * 7 % 50);
            auto computed = (*loaded)->session().logits(tokens);
            VERIFY_OK(computed);
            logits.push_back(*std::move(computed));
        }
        QCOMPARE(logits[0].size(), logits[1].size());
        double squares = 0;
        double differences = 0;
        for (std::size_t i = 0; i < logits[0].size(); ++i) {
            squares += double(logits[0][i]) * double(logits[0][i]);
            differences += std::pow(double(logits[0][i]) - double(logits[1][i]), 2);
        }
        qInfo("difference %.2e of the logits", std::sqrt(differences / squares));
        // Weights in F32 meet float32 on both sides, others rounded activations on the CPU's.
        const bool isFloat = path.string().starts_with(MARU_TEST_DATA) && !file.contains(QLatin1String("q8_0"));
        QVERIFY(std::sqrt(differences / squares) < (isFloat ? 2e-4 : 0.05));
    }

    void theLayersFollowWhatTheCardHasFree()
    {
        runtime::OpenOptions options = small();
        options.device = "vulkan:0";
        options.gpuFree = std::uint64_t { 100 } << 30;
        const auto model = model::Model::open(test::realModel(test::kSmolLm2));
        VERIFY_OK(model);
        const auto everything = runtime::accountMemory(**model, options);
        VERIFY_OK(everything);
        QVERIFY(!everything->problem);
        QCOMPARE(everything->placement.parts.size(), std::size_t(1));
        QCOMPARE(everything->placement.gpuLayers, 31u);
        const std::uint64_t whole = everything->placement.memory().total();

        std::uint32_t last = 31;
        for (const double share : { 0.9, 0.7, 0.5 }) {
            options.gpuFree = runtime::kGpuMargin + static_cast<std::uint64_t>(double(whole) * share);
            auto loaded = runtime::LoadedModel::open(test::realModel(test::kSmolLm2), options);
            VERIFY_OK(loaded);
            const runtime::Placement &placement = (*loaded)->placement();
            QVERIFY(placement.gpuLayers < last && placement.gpuLayers > 0);
            last = placement.gpuLayers;
            QVERIFY(placement.main().memory.total() + runtime::kGpuMargin <= *options.gpuFree);
            QCOMPARE(placement.parts.front().choice.selector, std::string("cpu"));
            QCOMPARE(placement.parts.front().layerCount + placement.main().layerCount, 30u);
            QCOMPARE(placement.main().firstLayer, placement.parts.front().layerCount);
        }
        options.gpuFree = runtime::kGpuMargin + 1000;
        const auto none = runtime::accountMemory(**model, options);
        VERIFY_OK(none);
        QCOMPARE(none->placement.gpuLayers, 0u);
        QVERIFY(!none->problem);
        const auto onCpu = runtime::LoadedModel::open(test::realModel(test::kSmolLm2), options);
        VERIFY_OK(onCpu);
        QVERIFY((*onCpu)->device().kind == backend::DeviceKind::Cpu);
        QVERIFY(!(*onCpu)->note().empty());
    }

    /// The driver promises memory that it has not: its refusal, not our sums, decides.
    void aCardThatHasLessThanItSaysGetsFewerLayers()
    {
        void *library = dlopen(MARU_COUNTING_LOADER, RTLD_NOW);
        QVERIFY(library != nullptr);
        const auto allow = reinterpret_cast<void (*)(std::uint64_t)>(dlsym(library, "maruAllow"));
        const auto living = reinterpret_cast<std::uint64_t (*)()>(dlsym(library, "maruLivingBytes"));
        const auto refused = reinterpret_cast<unsigned (*)()>(dlsym(library, "maruRefused"));
        QVERIFY(allow && living && refused);
        runtime::OpenOptions options = small();
        options.device = "vulkan:0";
        options.loader = MARU_COUNTING_LOADER;
        options.gpuFree = std::uint64_t { 100 } << 30;
        const std::filesystem::path path = test::realModel(test::kSmolLm2);
        const auto model = model::Model::open(path);
        VERIFY_OK(model);
        const auto promised = runtime::accountMemory(**model, options);
        VERIFY_OK(promised);
        QCOMPARE(promised->placement.gpuLayers, 31u);
        const std::uint64_t whole = promised->placement.memory().total();
        const std::vector<tokenizer::Token> tokens { 1, 2, 3, 4, 5, 6, 7, 8 };
        runtime::OpenOptions onCpu = small();
        onCpu.device = "cpu";
        auto reference = runtime::LoadedModel::open(path, onCpu);
        VERIFY_OK(reference);
        const auto expected = (*reference)->session().logits(tokens);
        VERIFY_OK(expected);
        const auto best = [](const std::vector<float> &logits) {
            return std::max_element(logits.begin(), logits.end()) - logits.begin();
        };
        for (const std::uint64_t bytes : { whole / 2, std::uint64_t { 1000 } }) {
            allow(bytes);
            std::optional<unsigned> refusedBefore; // anything was read
            auto loaded = runtime::LoadedModel::open(path, options, [&](std::uint64_t done, std::uint64_t) {
                if (done > 0 && !refusedBefore)
                    refusedBefore = refused();
            });
            VERIFY_OK(loaded);
            QVERIFY(refused() > 0);
            QCOMPARE(refusedBefore.value_or(0), refused()); // no weight is read in vain
            const runtime::Placement &placement = (*loaded)->placement();
            qInfo("%u layers, %s", placement.gpuLayers, (*loaded)->note().c_str());
            QVERIFY(bytes == 1000 ? placement.gpuLayers == 0 : placement.gpuLayers > 0 && placement.gpuLayers < 30);
            QVERIFY(living() <= bytes);
            QVERIFY((*loaded)->note().find("vkAllocateMemory") != std::string::npos);
            const auto logits = (*loaded)->session().logits(tokens);
            VERIFY_OK(logits);
            QCOMPARE(best(*logits), best(*expected));
        }
        options.gpuLayers = 30; // a number that was asked for is not changed
        VERIFY_FAILS(runtime::LoadedModel::open(path, options), Reason::DeviceMemory);
        QCOMPARE(living(), std::uint64_t { 0 }); // nothing is left of what failed
        allow(std::numeric_limits<std::uint64_t>::max());
    }

    void aModelThatDoesNotFitSaysByHowMuchAndWhatWould()
    {
        runtime::OpenOptions options = small();
        options.device = "vulkan:0";
        options.context = 8192;
        const auto model = model::Model::open(test::realModel(test::kSmolLm2));
        VERIFY_OK(model);
        options.device = "cpu";
        const auto fits = runtime::accountMemory(**model, options);
        VERIFY_OK(fits);
        const backend::MemoryUse use = fits->placement.memory();

        options.cpuFree = runtime::kCpuMargin + use.total() - use.kv / 3;
        const auto loaded = runtime::LoadedModel::open(test::realModel(test::kSmolLm2), options);
        VERIFY_FAILS(loaded, Reason::HostMemory);
        const Error &error = loaded.error();
        QVERIFY(error.code == ErrorCode::OutOfMemory);
        QCOMPARE(error.arg("needed"), std::string_view(std::to_string(use.total())));
        QCOMPARE(error.arg("free"), std::string_view(std::to_string(*options.cpuFree)));
        QCOMPARE(error.arg("missing"), std::string_view(std::to_string(use.kv / 3)));
        const unsigned long context = std::stoul(std::string(error.arg("context")));
        QVERIFY(context >= 4096 && context < 8192);
        options.context = static_cast<std::uint32_t>(context);
        const auto shorter = runtime::accountMemory(**model, options);
        VERIFY_OK(shorter);
        QVERIFY2(!shorter->problem, "what is advised has to work");
        QVERIFY(error.arg("gpu_layers").empty());
    }

    void tooManyLayersNameHowManyFit()
    {
        runtime::OpenOptions options = small();
        options.device = "vulkan:0";
        options.gpuLayers = 20;
        const auto model = model::Model::open(test::realModel(test::kSmolLm2));
        VERIFY_OK(model);
        const auto wanted = runtime::accountMemory(**model, options);
        VERIFY_OK(wanted);
        options.gpuFree = runtime::kGpuMargin + wanted->placement.main().memory.total() * 3 / 4;
        const auto loaded = runtime::LoadedModel::open(test::realModel(test::kSmolLm2), options);
        VERIFY_FAILS(loaded, Reason::DeviceMemory);
        QVERIFY(!loaded.error().arg("device").empty());
        const unsigned long layers = std::stoul(std::string(loaded.error().arg("gpu_layers")));
        QVERIFY(layers > 0 && layers < 20);
        options.gpuLayers = static_cast<std::uint32_t>(layers);
        const auto fewer = runtime::accountMemory(**model, options);
        VERIFY_OK(fewer);
        QVERIFY2(!fewer->problem, "what is advised has to work");
    }

    void layersNeedAGpu()
    {
        runtime::OpenOptions options = small();
        options.device = "cpu";
        options.gpuLayers = 3;
        const auto loaded = runtime::LoadedModel::open(test::realModel(test::kSmolLm2), options);
        VERIFY_FAILS(loaded, Reason::BadOption);
        options.gpuLayers = 0;
        VERIFY_OK(runtime::LoadedModel::open(test::realModel(test::kSmolLm2), options));
    }

    void aStopEndsTheLoadOfBothParts()
    {
        runtime::OpenOptions options = small();
        options.device = "vulkan:0";
        options.gpuLayers = 10;
        std::stop_source stop;
        const auto loaded = runtime::LoadedModel::open(
            test::realModel(test::kSmolLm2), options,
            [&](std::uint64_t done, std::uint64_t total) {
                if (done > total * 2 / 3)
                    stop.request_stop();
            },
            stop.get_token());
        QVERIFY(!loaded);
        QVERIFY(loaded.error().code == ErrorCode::Cancelled);
    }

private:
    static runtime::OpenOptions small()
    {
        runtime::OpenOptions options;
        options.context = 64;
        options.maxOutputs = 24;
        return options;
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

QTEST_GUILESS_MAIN(TestModelPlacement)
#include "tst_model_placement.moc"
