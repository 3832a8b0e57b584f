// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/check/kernel_cases.h"
#include "inference/backend/check/kernel_check.h"
#include "inference/backend/vulkan/vulkan_backend.h"
#include "inference/backend/vulkan/vulkan_executor.h"
#include "tests/support/verify_ok.h"

#include <QtTest>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <thread>

namespace check = maru::backend::check;
using namespace maru;
using namespace maru::backend;
using namespace maru::backend::vulkan;

namespace {

check::KernelCase caseNamed(std::string_view name)
{
    for (const check::CaseEntry &entry : check::allCases()) {
        if (entry.name == name)
            return entry.make();
    }
    return {};
}

std::vector<float> logitsOf(Backend &backend, const check::KernelCase &kernelCase)
{
    auto executor = backend.prepare(kernelCase.graph, kernelCase.options);
    std::vector<float> all;
    if (!executor)
        return all;
    for (const check::Pass &pass : kernelCase.passes) {
        std::span<const std::int32_t> rest = pass.tokens;
        std::uint32_t position = pass.position;
        while (!rest.empty()) {
            const auto count
                = std::min<std::size_t>({ rest.size(), (*executor)->chunkLength(), (*executor)->maxOutputs() });
            if (!(*executor)->forward(rest.first(count), position, Outputs::All))
                return {};
            const std::span<const float> logits = (*executor)->logits();
            all.insert(all.end(), logits.begin(), logits.end());
            rest = rest.subspan(count);
            position += static_cast<std::uint32_t>(count);
        }
    }
    return all;
}

constexpr const char *kSomeCases[] = { "qkv/q4_k/head_norm/halves", "gated_mlp/q4_k/silu", "mat_mul_add/q8_0",
    "attention/64/heads_9_3/f16", "norm_add/576", "expert_up/q8_0/6_2/128x48/bias", "expert_down/q8_0/6_2/128x97/bias",
    "head_mat_mul/f32/heads_4/28/20x24", "route/sigmoid/256_8/groups_8_4", "qkv/kv_q8_0",
    "attention/96_32/heads_4_2/window_48/values_in_keys/sinks/softcap/q8_0" };

} // namespace

class TstVulkanBackend : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void a_device_is_described_data() { everyDevice(); }
    void a_device_is_described();
    void memory_is_what_account_said_data() { everyDevice(); }
    void memory_is_what_account_said();
    void validation_has_nothing_to_say_data() { everyDevice(); }
    void validation_has_nothing_to_say();
    void barriers_everywhere_change_no_bit_data() { everyDevice(); }
    void barriers_everywhere_change_no_bit();
    void slices_change_no_bit_data() { everyDevice(); }
    void slices_change_no_bit();
    void a_kept_pipeline_cache_works_and_a_broken_one_is_ignored_data() { everyDevice(); }
    void a_kept_pipeline_cache_works_and_a_broken_one_is_ignored();
    void a_stop_ends_loading_and_computing_data() { everyDevice(); }
    void a_stop_ends_loading_and_computing();
    void wrong_calls_are_refused_data() { everyDevice(); }
    void wrong_calls_are_refused();
    void a_ring_says_what_it_forgot_data() { everyDevice(); }
    void a_ring_says_what_it_forgot();
    void memory_that_is_not_there_is_an_error_data() { everyDevice(); }
    void memory_that_is_not_there_is_an_error();
    void a_device_that_is_not_there_is_an_error();

private:
    void everyDevice();

    std::vector<Device> m_devices;
};

void TstVulkanBackend::initTestCase()
{
    const auto devices = listDevices();
    VERIFY_OK(devices);
    m_devices = *devices;
    QVERIFY2(std::any_of(m_devices.begin(), m_devices.end(), [](const Device &d) { return d.usable; }),
        "no usable Vulkan device: `packaging/dev test` installs lavapipe (mesa-vulkan-drivers)");
}

void TstVulkanBackend::everyDevice()
{
    QTest::addColumn<quint32>("device");
    for (std::size_t i = 0; i < m_devices.size(); ++i) {
        if (m_devices[i].usable)
            QTest::addRow("%s", m_devices[i].name.c_str()) << static_cast<quint32>(i);
    }
}

void TstVulkanBackend::a_device_is_described()
{
    QFETCH(quint32, device);
    const Device &description = m_devices[device];
    QVERIFY(!description.name.empty());
    QCOMPARE(description.uuid.size(), std::size_t(32));
    QVERIFY(!description.driver.empty());
    QVERIFY(description.memoryTotal > (64U << 20));
    QVERIFY(description.memoryFree <= description.memoryTotal);
    QVERIFY(!description.reason.empty());
    QVERIFY(description.kind != DeviceKind::Cpu);
    const auto feature = std::find_if(description.features.begin(), description.features.end(),
        [](const auto &f) { return f.first == "subgroup_size"; });
    QVERIFY(feature != description.features.end());
}

void TstVulkanBackend::memory_is_what_account_said()
{
    QFETCH(quint32, device);
    auto backend = createVulkanBackend(device);
    VERIFY_OK(backend);
    for (const char *name : kSomeCases) {
        const check::KernelCase kernelCase = caseNamed(name);
        const MemoryUse promised = (*backend)->account(kernelCase.graph, kernelCase.options);
        std::uint64_t lastDone = 0;
        std::uint64_t lastTotal = 0;
        const auto executor
            = (*backend)->prepare(kernelCase.graph, kernelCase.options, [&](std::uint64_t done, std::uint64_t total) {
                  lastDone = done;
                  lastTotal = total;
              });
        VERIFY_OK(executor);
        const MemoryUse taken = (*executor)->memory();
        QCOMPARE(taken.weights, promised.weights);
        QCOMPARE(taken.kv, promised.kv);
        QCOMPARE(taken.scratch, promised.scratch);
        QVERIFY(taken.weights > 0);
        QCOMPARE(lastDone, lastTotal);
        QVERIFY(lastTotal > 0 && lastTotal <= taken.weights);
    }
}

void TstVulkanBackend::validation_has_nothing_to_say()
{
    QFETCH(quint32, device);
    VulkanOptions options;
    options.validation = true;
    auto backend = createVulkanBackend(device, options);
    VERIFY_OK(backend); // fails, and names the layer, where it is not installed
    for (const char *name : kSomeCases) {
        check::CheckOptions tolerances;
        tolerances.activations = reference::ActivationFormat::F32;
        tolerances.queries = reference::ActivationFormat::F32;
        tolerances.kvEpsilon = 0x1p-11;
        const auto result = check::checkCase(**backend, name, tolerances);
        VERIFY_OK(result);
        QVERIFY2(result->passed, result->detail.c_str());
    }
}

void TstVulkanBackend::barriers_everywhere_change_no_bit()
{
    QFETCH(quint32, device);
    VulkanOptions everywhere;
    everywhere.barrierEverywhere = true;
    auto tracked = createVulkanBackend(device);
    auto guarded = createVulkanBackend(device, everywhere);
    VERIFY_OK(tracked);
    VERIFY_OK(guarded);
    for (const char *name : kSomeCases) {
        const check::KernelCase kernelCase = caseNamed(name);
        const std::vector<float> a = logitsOf(**tracked, kernelCase);
        const std::vector<float> b = logitsOf(**guarded, kernelCase);
        QVERIFY(!a.empty());
        QCOMPARE(a.size(), b.size());
        QVERIFY2(std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0, name);
    }
}

void TstVulkanBackend::slices_change_no_bit()
{
    QFETCH(quint32, device);
    auto whole = createVulkanBackend(device);
    VERIFY_OK(whole);
    const struct
    {
        const char *name;
        std::uint64_t bindingBytes;
    } cases[] = { { "embed/f32", 64U << 10 }, { "embed/q8_0", 64U << 10 }, { "mat_mul/q8_0/576x193", 64U << 10 },
        { "mat_mul/q4_k/2048x640", 64U << 10 }, { "gated_mlp/f32/silu", 64U << 10 },
        { "expert_up/f32/64_6/96x32", 64U << 10 }, // pairs of gate and up in turns
        { "expert_up/f32/6_2/256x41", 64U << 10 }, // too large for that
        { "expert_down/f32/64_6/32x96", 64U << 10 }, { "expert_down/q8_0/6_2/128x97/bias", 64U << 10 },
        { "head_mat_mul/f16/heads_128/48/32x20", 128U << 10 } };
    for (const auto &[name, bindingBytes] : cases) {
        VulkanOptions narrow;
        narrow.mostBindingBytes = bindingBytes;
        auto sliced = createVulkanBackend(device, narrow);
        VERIFY_OK(sliced);
        const check::KernelCase kernelCase = caseNamed(name);
        const std::vector<float> a = logitsOf(**whole, kernelCase);
        const std::vector<float> b = logitsOf(**sliced, kernelCase);
        QVERIFY2(!a.empty(), name);
        QCOMPARE(a.size(), b.size());
        // Rows are summed alike, but where gate and up no longer lie together another kernel runs.
        for (std::size_t i = 0; i < a.size(); ++i)
            QVERIFY2(std::abs(a[i] - b[i]) <= 1e-4f * (1.0f + std::abs(a[i])), name);
    }
}

void TstVulkanBackend::a_kept_pipeline_cache_works_and_a_broken_one_is_ignored()
{
    QFETCH(quint32, device);
    QTemporaryDir folder;
    VulkanOptions options;
    options.cacheDirectory = folder.path().toStdString();
    const check::KernelCase kernelCase = caseNamed("mat_mul_add/q8_0");
    std::vector<float> first;
    for (int round = 0; round < 3; ++round) {
        auto backend = createVulkanBackend(device, options);
        VERIFY_OK(backend);
        const std::vector<float> logits = logitsOf(**backend, kernelCase);
        QVERIFY(!logits.empty());
        if (round == 0)
            first = logits;
        QVERIFY(logits == first);
        const QStringList files = QDir(folder.path()).entryList(QDir::Files);
        QCOMPARE(files.size(), 1);
        if (round == 1) { // rots
            QFile file(folder.filePath(files.first()));
            QVERIFY(file.open(QIODevice::ReadWrite));
            file.seek(file.size() / 2);
            file.write("rotten");
        }
    }
}

void TstVulkanBackend::a_stop_ends_loading_and_computing()
{
    QFETCH(quint32, device);
    auto backend = createVulkanBackend(device);
    VERIFY_OK(backend);
    const check::KernelCase kernelCase = caseNamed("qkv/q4_k/head_norm/halves");
    std::stop_source stop;
    const auto stopped = (*backend)->prepare(
        kernelCase.graph, kernelCase.options, [&](std::uint64_t, std::uint64_t) { stop.request_stop(); },
        stop.get_token());
    QVERIFY(!stopped);
    QVERIFY(stopped.error().code == ErrorCode::Cancelled);

    auto executor = (*backend)->prepare(kernelCase.graph, kernelCase.options);
    VERIFY_OK(executor);
    const std::vector<std::int32_t> tokens((*executor)->chunkLength(), 1);
    const auto cut = (*executor)->forward(tokens, 0, Outputs::Last, stop.get_token());
    QVERIFY(!cut);
    QVERIFY(cut.error().code == ErrorCode::Cancelled);
    QVERIFY((*executor)->logits().empty());
    VERIFY_OK((*executor)->forward(tokens, 0, Outputs::Last));
    QVERIFY(!(*executor)->logits().empty());

    // In the middle of it: forward() comes back soon after the stop, not at its end.
    using Clock = std::chrono::steady_clock;
    std::stop_source later;
    Clock::time_point asked;
    std::jthread thread([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(30));
        asked = Clock::now();
        later.request_stop();
    });
    Result<void> last;
    while (last)
        last = (*executor)->forward(tokens, 0, Outputs::Last, later.get_token());
    const Clock::time_point ended = Clock::now();
    thread.join();
    QVERIFY(last.error().code == ErrorCode::Cancelled);
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(ended - asked).count();
    QVERIFY2(ms < 1000, qPrintable(QString("%1 ms").arg(ms))); // loaded machines; what is measured is in the report
}

void TstVulkanBackend::wrong_calls_are_refused()
{
    QFETCH(quint32, device);
    auto backend = createVulkanBackend(device);
    VERIFY_OK(backend);
    check::KernelCase kernelCase = caseNamed("qkv/q4_k/head_norm/halves");
    kernelCase.options.maxOutputs = 4;
    auto executor = (*backend)->prepare(kernelCase.graph, kernelCase.options);
    VERIFY_OK(executor);
    const std::vector<std::int32_t> tokens((*executor)->chunkLength() + 1, 1);
    const std::span<const std::int32_t> some = tokens;
    QCOMPARE((*executor)->maxOutputs(), 4U);
    QVERIFY(!(*executor)->forward({}, 0, Outputs::Last));
    QVERIFY(!(*executor)->forward(some, 0, Outputs::Last));
    QVERIFY(!(*executor)->forward(some.first(5), 0, Outputs::All));
    VERIFY_FAILS(
        (*executor)->forward(some.first(2), (*executor)->contextLength() - 1, Outputs::Last), Reason::ContextFull);
    const std::int32_t outside[] = { -1 };
    QVERIFY(!(*executor)->forward(outside, 0, Outputs::Last));
    const std::int32_t beyond[] = { 1 << 30 };
    QVERIFY(!(*executor)->forward(beyond, 0, Outputs::Last));
    VERIFY_OK((*executor)->forward(some.first(4), 0, Outputs::All));
}

void TstVulkanBackend::a_ring_says_what_it_forgot()
{
    QFETCH(quint32, device);
    auto backend = createVulkanBackend(device);
    VERIFY_OK(backend);
    const check::KernelCase kernelCase = caseNamed("attention/128/heads_4_1/window_37/q8_0");
    auto executor = (*backend)->prepare(kernelCase.graph, kernelCase.options);
    VERIFY_OK(executor);
    const std::vector<std::int32_t> tokens((*executor)->chunkLength(), 1);
    const auto chunk = static_cast<std::uint32_t>(tokens.size());
    VERIFY_OK((*executor)->forward(tokens, 0, Outputs::None));
    QCOMPARE((*executor)->oldestPosition(), 0U);
    VERIFY_OK((*executor)->forward(tokens, chunk, Outputs::None));
    const std::uint32_t oldest = (*executor)->oldestPosition();
    QVERIFY(oldest >= chunk && oldest < 2 * chunk); // the ring holds 37 positions and a chunk
    const std::span<const std::int32_t> one = std::span(tokens).first(1);
    QVERIFY(!(*executor)->forward(one, oldest - 1, Outputs::Last));
    VERIFY_OK((*executor)->forward(one, oldest, Outputs::Last));
    QVERIFY(!(*executor)->saveCache(oldest - 1, [](std::span<const std::byte>) -> Result<void> { return {}; }));
    VERIFY_OK((*executor)->forward(one, 0, Outputs::Last)); // starts anew
    QCOMPARE((*executor)->oldestPosition(), 0U);
}

void TstVulkanBackend::memory_that_is_not_there_is_an_error()
{
    QFETCH(quint32, device);
    auto opened = LogicalDevice::open(device, false);
    VERIFY_OK(opened);
    const auto buffer = (*opened)->createBuffer(std::uint64_t(1) << 45, MemoryKind::Device);
    QVERIFY(!buffer);
    QVERIFY(buffer.error().code == ErrorCode::OutOfMemory);
}

void TstVulkanBackend::a_device_that_is_not_there_is_an_error()
{
    VERIFY_FAILS(createVulkanBackend(1000), Reason::NoVulkanDevice);
}

QTEST_GUILESS_MAIN(TstVulkanBackend)
#include "tst_vulkan_backend.moc"
