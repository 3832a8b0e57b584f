// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/runtime/loaded_model.h"
#include "tests/support/real_models.h"
#include "tests/support/temp_dir.h"
#include "tests/support/verify_ok.h"

#include <QtTest/QTest>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <filesystem>
#include <thread>
#include <vector>

using namespace maru;

class TestLoadedModel : public QObject
{
    Q_OBJECT

private slots:
    void memoryIsAccountedExactly_data()
    {
        QTest::addColumn<QString>("device");
        QTest::newRow("cpu") << QStringLiteral("cpu");
        QTest::newRow("vulkan") << QStringLiteral("vulkan:0");
    }

    void memoryIsAccountedExactly()
    {
        QFETCH(const QString, device);
        runtime::OpenOptions options;
        options.device = device.toStdString();
        options.context = 256;
        auto loaded = runtime::LoadedModel::open(smol(), options);
        VERIFY_OK(loaded);
        const auto foreseen = runtime::accountMemory((*loaded)->model(), options);
        VERIFY_OK(foreseen);
        const backend::MemoryUse taken = (*loaded)->session().executor().memory();
        const backend::MemoryUse account = foreseen->placement.memory();
        QCOMPARE(account.weights, taken.weights);
        QCOMPARE(account.kv, taken.kv);
        QCOMPARE(account.scratch, taken.scratch);
    }

    void autoTakesTheCpuWhereAllElseIsSoftware()
    {
        auto loaded = runtime::LoadedModel::open(smol(), {});
        VERIFY_OK(loaded);
        QVERIFY((*loaded)->device().kind != backend::DeviceKind::Software);
    }

    void aLostDeviceEndsAReplyWithAllTokensBeforeIt()
    {
        runtime::OpenOptions options;
        options.device = "cpu";
        options.context = 256;
        options.loseDeviceAfter = 5;
        auto loaded = runtime::LoadedModel::open(smol(), options);
        VERIFY_OK(loaded);
        session::GenerationRequest request;
        const prompt::ChatMessage question { prompt::Role::User, "Count to twenty." };
        auto tokens = (*loaded)->promptTokens({ &question, 1 });
        VERIFY_OK(tokens);
        request.prompt = *tokens;
        int seen = 0;
        const auto result = (*loaded)->session().generate(request, [&](const session::GeneratedToken &) { ++seen; });
        QVERIFY(!result);
        QVERIFY(result.error().code == ErrorCode::DeviceLost);
        QCOMPARE(seen, 5);
    }

    void aFileThatIsShortenedIsAnErrorAndNotTheEnd_data()
    {
        QTest::addColumn<QString>("device");
        QTest::newRow("cpu") << QStringLiteral("cpu");
        QTest::newRow("vulkan") << QStringLiteral("vulkan:0");
    }

    void aFileThatIsShortenedIsAnErrorAndNotTheEnd()
    {
        QFETCH(const QString, device);
        test::TempDir folder;
        const std::filesystem::path path = folder.file("model.gguf");
        runtime::OpenOptions options;
        options.device = device.toStdString();
        options.context = 64;
        const auto copy = [&path] {
            std::filesystem::copy_file(
                MARU_TEST_DATA "/families/llama.gguf", path, std::filesystem::copy_options::overwrite_existing);
        };
        // While it is loaded.
        copy();
        const std::uintmax_t size = std::filesystem::file_size(path);
        const auto cut = runtime::LoadedModel::open(
            path, options, [&](std::uint64_t, std::uint64_t) { std::filesystem::resize_file(path, size / 3); });
        VERIFY_FAILS(cut, Reason::FileUnreadable);
        // While it answers: the GPU has all it needs, the CPU reads embeddings.
        copy();
        auto loaded = runtime::LoadedModel::open(path, options);
        VERIFY_OK(loaded);
        std::filesystem::resize_file(path, 1000);
        const std::vector<std::int32_t> tokens { 5, 6, 7 };
        const auto result = (*loaded)->session().executor().forward(tokens, 0, backend::Outputs::Last);
        if (device == QLatin1String("cpu"))
            VERIFY_FAILS(result, Reason::FileUnreadable);
        else
            VERIFY_OK(result);
        // While somebody looks at what it says of itself.
        std::filesystem::resize_file(path, 0);
        const gguf::GgufFile &file = (*loaded)->model().file();
        QVERIFY(!file.strings("tokenizer.ggml.tokens")); // of the key's name nothing is left either
        std::size_t zeros = 0;
        for (const gguf::Metadata &value : file.metadata())
            zeros += static_cast<std::size_t>(std::count(value.bytes.begin(), value.bytes.end(), std::byte(0)));
        QVERIFY(zeros > 1000);
        VERIFY_FAILS(file.checkWhole(), Reason::FileUnreadable);
    }

    void loadingStopsWhenAsked()
    {
        for (const char *device : { "cpu", "vulkan:0" }) {
            runtime::OpenOptions options;
            options.device = device;
            std::stop_source stop;
            std::chrono::steady_clock::time_point asked;
            const auto loaded = runtime::LoadedModel::open(
                smol(), options,
                [&](std::uint64_t done, std::uint64_t) {
                    if (done > 0 && !stop.stop_requested()) {
                        asked = std::chrono::steady_clock::now();
                        stop.request_stop();
                    }
                },
                stop.get_token());
            QVERIFY(!loaded);
            QVERIFY(loaded.error().code == ErrorCode::Cancelled);
            QVERIFY(std::chrono::steady_clock::now() - asked < std::chrono::milliseconds(1000));
        }
    }

    void aStopIsHeardWhileAPromptIsRead()
    {
        runtime::OpenOptions options;
        options.device = "vulkan:0"; // the slowest of all
        options.context = 1024;
        auto loaded = runtime::LoadedModel::open(smol(), options);
        VERIFY_OK(loaded);
        session::GenerationRequest request;
        request.prompt.assign(900, 500);
        std::stop_source stop;
        std::chrono::steady_clock::time_point asked;
        std::jthread stopper([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(700));
            asked = std::chrono::steady_clock::now();
            stop.request_stop();
        });
        const auto result = (*loaded)->session().generate(request, {}, {}, stop.get_token());
        stopper.join();
        const auto waited = std::chrono::steady_clock::now() - asked;
        VERIFY_OK(result);
        QVERIFY(result->stopReason == session::StopReason::Stopped);
        const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(waited).count();
        qInfo("stopped after %lld ms", static_cast<long long>(milliseconds));
        QVERIFY(milliseconds < 1000); // 200 on a machine that does nothing else: bench measures that
    }

private:
    static std::filesystem::path smol() { return test::realModel(test::kSmolLm2); }
};

QTEST_GUILESS_MAIN(TestLoadedModel)
#include "tst_loaded_model.moc"
