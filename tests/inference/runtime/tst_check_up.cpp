// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/cpu/cpu_features.h"
#include "inference/runtime/check_up.h"
#include "inference/runtime/device_selection.h"
#include "inference/runtime/loaded_model.h"
#include "tests/support/temp_dir.h"
#include "tests/support/verify_ok.h"

#include <QtTest/QTest>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>

using namespace maru;
using namespace maru::runtime;

namespace {

/// The first Vulkan device that can be used: packaging/dev installs one.
DeviceChoice vulkanDevice()
{
    for (const DeviceChoice &choice : listDevices().devices) {
        if (choice.device.kind != backend::DeviceKind::Cpu && choice.device.usable)
            return choice;
    }
    return {};
}

CheckUp resultFor(const DeviceChoice &choice, bool passed)
{
    CheckUp result;
    result.key = CheckUpKey::of(choice);
    result.cases = 80;
    result.time = 1'700'000'000;
    result.profile.perLayer = 0.25;
    result.profile.bandwidth[quant::TensorType::Q4_K] = 12.5e9;
    if (!passed)
        result.problems.push_back({ "mat_mul/q4_k/512x577", "1.5, expected 2.5" });
    return result;
}

std::string contents(const std::filesystem::path &path)
{
    std::ifstream file(path, std::ios::binary);
    return { std::istreambuf_iterator<char>(file), {} };
}

void write(const std::filesystem::path &path, const std::string &text)
{
    std::ofstream(path, std::ios::binary | std::ios::trunc) << text;
}

} // namespace

class TestCheckUp : public QObject
{
    Q_OBJECT

private slots:
    void theProcessorPassesAndIsMeasured()
    {
        std::uint32_t steps = 0;
        std::uint32_t last = 0;
        const DeviceChoice cpu = listCpu().devices.front();
        const auto result = runCheckUp(cpu, {}, [&](std::uint32_t done, std::uint32_t total) {
            QVERIFY(done >= last && done <= total);
            last = done;
            ++steps;
        });
        VERIFY_OK(result);
        QVERIFY2(result->passed(), result->passed() ? "" : result->problems.front().name.c_str());
        QVERIFY(result->cases >= 20);
        QVERIFY(steps > result->cases);
        const DeviceProfile &profile = result->profile;
        for (const auto &[type, bandwidth] : profile.bandwidth) {
            qInfo("%s: %.2f GB/s", std::string(quant::tensorTypeInfo(type).name).c_str(), bandwidth / 1e9);
            QVERIFY(bandwidth > 1e8 && bandwidth < 1e13);
        }
        qInfo("per layer %.1f us, per token %.1f us, cache %.2f GB/s, %.1f G multiply-adds/s, %.1f s in all",
            profile.perLayer * 1e6, profile.perToken * 1e6, profile.cacheBandwidth / 1e9, profile.multiplyAdds / 1e9,
            result->seconds);
        QVERIFY(profile.multiplyAdds > 1e8);
    }

    void aGoodDriverPasses()
    {
        if (!qEnvironmentVariableIsSet("MARU_LONG_TESTS"))
            QSKIP("two minutes on a software device: packaging/dev test --all runs it");
        const DeviceChoice device = vulkanDevice();
        QVERIFY2(!device.selector.empty(), "no usable Vulkan device: packaging/dev installs lavapipe");
        const test::TempDir folder;
        const auto result = runCheckUp(device, { 0, folder.path(), {} });
        VERIFY_OK(result);
        QVERIFY2(result->passed(), result->passed() ? "" : result->problems.front().name.c_str());
        for (const auto &[type, bandwidth] : result->profile.bandwidth)
            qInfo("%s: %.2f GB/s", std::string(quant::tensorTypeInfo(type).name).c_str(), bandwidth / 1e9);
        qInfo("per layer %.1f us, per token %.1f us, %.1f s in all", result->profile.perLayer * 1e6,
            result->profile.perToken * 1e6, result->seconds);
    }

    void aBrokenDriverIsFoundOutAndAvoided()
    {
        if (!qEnvironmentVariableIsSet("MARU_LONG_TESTS"))
            QSKIP("two minutes on a software device: packaging/dev test --all runs it");
        const DeviceChoice device = vulkanDevice();
        QVERIFY(!device.selector.empty());
        CheckUpOptions options;
        options.loader = MARU_BROKEN_LOADER;
        const auto result = runCheckUp(device, options);
        VERIFY_OK(result);
        QVERIFY(!result->passed());
        QVERIFY(result->profile.isEmpty());
        QVERIFY(!result->problems.front().detail.empty());

        const auto store = std::make_shared<CheckUpStore>(std::filesystem::path());
        VERIFY_OK(store->put(*result));
        const DeviceList list = listDevices(store.get());
        const auto refused = std::find_if(list.devices.begin(), list.devices.end(),
            [&](const DeviceChoice &choice) { return choice.selector == device.selector; });
        QVERIFY(!refused->device.usable);
        QVERIFY(refused->check == CheckState::Failed);
        QVERIFY(refused->device.reason.find("compute wrong") != std::string::npos);
        const auto chosen = selectDevice(list, device.selector);
        QVERIFY(!chosen);
        QCOMPARE(chosen.error().reason, Reason::DeviceTooWeak);
        QVERIFY(list.devices[*selectDevice(list, "auto")].device.kind == backend::DeviceKind::Cpu);

        OpenOptions open;
        open.device = device.selector;
        open.checkUps = store;
        const auto loaded = LoadedModel::open(MARU_TEST_DATA "/families/llama.gguf", open);
        QVERIFY(!loaded);
        QCOMPARE(loaded.error().reason, Reason::DeviceTooWeak);
    }

    void aCheckUpCanBeStopped()
    {
        std::stop_source stop;
        const auto result = runCheckUp(
            listCpu().devices.front(), {}, [&](std::uint32_t, std::uint32_t) { stop.request_stop(); },
            stop.get_token());
        QVERIFY(!result);
        QVERIFY(result.error().code == ErrorCode::Cancelled);
    }

    void resultsAreKeptForThisDriverOnly()
    {
        const test::TempDir folder;
        const std::filesystem::path file = folder.path() / "sub" / "check-ups.json";
        const DeviceChoice cpu = listCpu().devices.front();
        DeviceChoice other = cpu;
        other.device.kind = backend::DeviceKind::Discrete;
        other.device.uuid = "0123";
        other.device.driver = "driver 1";
        {
            CheckUpStore store(file);
            QVERIFY(!store.find(CheckUpKey::of(cpu)));
            VERIFY_OK(store.put(resultFor(cpu, true)));
            VERIFY_OK(store.put(resultFor(other, false)));
            VERIFY_OK(store.put(resultFor(other, false)));
        }
        const CheckUpStore again(file);
        const auto passed = again.find(CheckUpKey::of(cpu));
        QVERIFY(passed && passed->passed());
        QCOMPARE(passed->profile.perLayer, 0.25);
        QCOMPARE(passed->profile.bandwidthOf(quant::TensorType::Q4_K), 12.5e9);
        QCOMPARE(passed->time, std::int64_t { 1'700'000'000 });
        const auto failed = again.find(CheckUpKey::of(other));
        QVERIFY(failed && !failed->passed());
        QCOMPARE(failed->problems.front().name, std::string("mat_mul/q4_k/512x577"));
        other.device.driver = "driver 2";
        QVERIFY(!again.find(CheckUpKey::of(other)));
    }

    /// With the instructions that it names in use, a result is still found, and a new one takes its place.
    void theProcessorsResultIsFoundWithOtherInstructionsToo()
    {
        using namespace backend::cpu;
        if (bestInstructionSet() == InstructionSet::Scalar)
            QSKIP("this processor has nothing to fall back on");
        const test::TempDir folder;
        const std::filesystem::path file = folder.path() / "check-ups.json";
        CheckUp result = resultFor(listCpu().devices.front(), true);
        result.instructions = toString(InstructionSet::Scalar);
        VERIFY_OK(CheckUpStore(file).put(result));
        QVERIFY(activeInstructionSet() == bestInstructionSet());
        CheckUpStore store(file);
        QVERIFY(activeInstructionSet() == InstructionSet::Scalar);
        const auto found = store.find(CheckUpKey::of(listCpu().devices.front()));
        QVERIFY(found);
        QCOMPARE(found->instructions, result.instructions);
        result.key = CheckUpKey::of(listCpu().devices.front());
        result.instructions.clear();
        VERIFY_OK(store.put(result));
        forceInstructionSet(std::nullopt);
        const CheckUpStore again(file);
        QVERIFY(activeInstructionSet() == bestInstructionSet());
    }

    void aFileThatIsNotOursIsIgnored_data()
    {
        QTest::addColumn<int>("damage");
        for (int damage = 0; damage < 6; ++damage)
            QTest::addRow("%d", damage) << damage;
    }
    void aFileThatIsNotOursIsIgnored()
    {
        QFETCH(const int, damage);
        const test::TempDir folder;
        const std::filesystem::path file = folder.path() / "check-ups.json";
        const DeviceChoice cpu = listCpu().devices.front();
        VERIFY_OK(CheckUpStore(file).put(resultFor(cpu, true)));
        std::string text = contents(file);
        QVERIFY(CheckUpStore(file).find(CheckUpKey::of(cpu)));
        if (damage == 0)
            text.resize(text.size() / 2);
        if (damage == 1)
            text.replace(text.find("12500000000"), 2, "99");
        if (damage == 2)
            text = "{\"format\":1,\"results\":5,\"checksum\":7}";
        if (damage == 3)
            text.clear();
        if (damage == 4)
            text = "[1,2,";
        if (damage == 5)
            text.replace(text.find("\"format\": 1"), 11, "\"format\": 2");
        write(file, text);
        QVERIFY(!CheckUpStore(file).find(CheckUpKey::of(cpu)));
    }

    void onlyAGraphicsDeviceIsToBeChecked()
    {
        OpenOptions options;
        options.checkUps = std::make_shared<CheckUpStore>(std::filesystem::path());
        options.device = "cpu";
        QVERIFY(!uncheckedDevice(options));
        const DeviceChoice device = vulkanDevice();
        options.device = device.selector;
        const auto found = uncheckedDevice(options);
        QVERIFY(found);
        QCOMPARE(found->selector, device.selector);
        VERIFY_OK(options.checkUps->put(resultFor(device, true)));
        QVERIFY(!uncheckedDevice(options));
        options.device = "vulkan"; // whichever is best: where that computes wrong, the next one
        VERIFY_OK(options.checkUps->put(resultFor(device, false)));
        const auto next = uncheckedDevice(options);
        QVERIFY(!next || next->selector != device.selector);
    }
};

QTEST_GUILESS_MAIN(TestCheckUp)
#include "tst_check_up.moc"
