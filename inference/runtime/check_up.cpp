// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/runtime/check_up.h"

#include "inference/backend/check/kernel_check.h"
#include "inference/backend/cpu/cpu_backend.h"
#include "inference/backend/cpu/cpu_features.h"
#include "inference/base/atomic_file.h"
#include "inference/base/mapped_file.h"
#include "inference/runtime/device_selection.h"
#include "inference/runtime/open_device.h"
#include "shaders/kernel_table.h"

#include <nlohmann/json.hpp>
#include <xxhash.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

namespace maru::runtime {

namespace {

using Json = nlohmann::json;
using backend::cpu::InstructionSet;

constexpr auto kReplace = Json::error_handler_t::replace; ///< of bytes from drivers that are no UTF-8
constexpr int kFormat = 1; ///< of the file, and of what a measurement means
constexpr const char *kCpuKernels = "2"; ///< raised where kernels of the processor are changed
constexpr std::size_t kMostResults = 64; ///< older ones go: every driver update makes a new one

std::string hexadecimal(std::uint64_t number)
{
    std::string text(16, '0');
    for (std::size_t i = 0; i < text.size(); ++i)
        text[text.size() - 1 - i] = "0123456789abcdef"[(number >> (4 * i)) & 15];
    return text;
}

std::string shaderHash()
{
    std::uint64_t hash = 0;
    for (const shaders::KernelInfo &kernel : shaders::kernels())
        hash = XXH3_64bits_withSeed(kernel.code, kernel.codeBytes, hash);
    return hexadecimal(hash);
}

bool isCpu(const DeviceChoice &choice)
{
    return choice.device.kind == backend::DeviceKind::Cpu;
}

/// What Vulkan promises of exp, tanh and 1 / sqrt, and of packing a half, which it may round towards zero.
backend::check::CheckOptions vulkanOptions()
{
    backend::check::CheckOptions options;
    options.activations = backend::reference::ActivationFormat::F32;
    options.queries = backend::reference::ActivationFormat::F32;
    options.functionEpsilon = 0x1p-18;
    options.kvEpsilon = 0x1p-11;
    return options;
}

/// Counts the steps of a check-up: its cases, then those of the measurement.
class Steps
{
public:
    Steps(std::uint32_t cases, const CheckUpProgress &progress)
        : m_cases(cases)
        , m_progress(progress)
    {
    }
    void endCase() { report(++m_done, m_cases + kMeasurements); }
    void measured(std::uint32_t done, std::uint32_t total)
    {
        report(m_done + kMeasurements * done / std::max(total, 1U), m_done + kMeasurements);
    }

private:
    static constexpr std::uint32_t kMeasurements = 30; ///< a measurement takes as long as about so many cases

    void report(std::uint32_t done, std::uint32_t total) const
    {
        if (m_progress)
            m_progress(std::min(done, total), total);
    }

    std::uint32_t m_cases;
    std::uint32_t m_done = 0;
    const CheckUpProgress &m_progress;
};

/// The kernels that compute wrong, or fail. Failure: Cancelled, OutOfMemory.
Result<std::vector<KernelProblem>> wrongKernels(backend::Backend &backend, const std::vector<std::string> &names,
    const backend::check::CheckOptions &options, Steps &steps, const std::stop_token &stop)
{
    std::vector<KernelProblem> problems;
    for (const std::string &name : names) {
        if (stop.stop_requested())
            return cancelled();
        const auto result = backend::check::checkCase(backend, name, options, stop);
        const bool saysNothing
            = !result && (result.error().code == ErrorCode::Cancelled || result.error().code == ErrorCode::OutOfMemory);
        if (saysNothing) // no room now says nothing of the kernels
            return result.error();
        if (!result)
            problems.push_back({ name, result.error().message });
        else if (!result->passed)
            problems.push_back({ name, result->detail });
        steps.endCase();
        if (!result && result.error().code == ErrorCode::DeviceLost)
            break; // every later one fails the same way
    }
    return problems;
}

/// The best instructions, and those to fall back on.
std::vector<InstructionSet> usableSets()
{
    std::vector<InstructionSet> sets;
    const InstructionSet best = backend::cpu::bestInstructionSet();
    for (const InstructionSet set : backend::cpu::kInstructionSets) {
        if (set <= best && backend::cpu::isAvailable(set))
            sets.insert(sets.begin(), set);
    }
    return sets;
}

/// Has everything computed with `set` from now on.
void use(InstructionSet set)
{
    backend::cpu::forceInstructionSet(set == backend::cpu::bestInstructionSet() ? std::nullopt : std::optional(set));
}

Result<void> checkCpu(CheckUp &result, const std::vector<std::string> &names, const CheckUpOptions &options,
    Steps &steps, const std::stop_token &stop)
{
    const std::vector<InstructionSet> sets = usableSets();
    const InstructionSet before = backend::cpu::activeInstructionSet();
    for (const InstructionSet set : sets) { // those that an earlier check-up avoided get another chance
        use(set);
        const auto backend = backend::cpu::createCpuBackend(options.threads);
        auto problems = wrongKernels(*backend, names, {}, steps, stop);
        if (!problems) {
            use(before);
            return std::move(problems).error();
        }
        result.problems = *std::move(problems);
        if (result.problems.empty()) {
            result.instructions = set == sets.front() ? std::string() : std::string(toString(set));
            return {};
        }
        if (set != sets.back()) {
            result.avoided.insert(result.avoided.end(), result.problems.begin(), result.problems.end());
            result.problems.clear();
        }
    }
    return {};
}

DeviceOptions deviceOptions(const CheckUpOptions &options)
{
    return { options.threads, options.cacheDirectory, false, options.loader };
}

Json toJson(const std::vector<KernelProblem> &problems)
{
    Json list = Json::array();
    for (const KernelProblem &problem : problems)
        list.push_back({ { "name", problem.name }, { "detail", problem.detail } });
    return list;
}

Json toJson(const DeviceProfile &profile)
{
    Json bandwidth = Json::object();
    for (const auto &[type, bytes] : profile.bandwidth)
        bandwidth[std::to_string(static_cast<std::uint32_t>(type))] = bytes;
    return { { "per_token", profile.perToken }, { "per_layer", profile.perLayer }, { "bandwidth", bandwidth },
        { "cache_bandwidth", profile.cacheBandwidth }, { "multiply_adds", profile.multiplyAdds } };
}

Json toJson(const CheckUp &result)
{
    return { { "device", result.key.device }, { "driver", result.key.driver }, { "kernels", result.key.kernels },
        { "cases", result.cases }, { "problems", toJson(result.problems) }, { "avoided", toJson(result.avoided) },
        { "instructions", result.instructions }, { "profile", toJson(result.profile) }, { "time", result.time },
        { "seconds", result.seconds } };
}

/// The value under `key` if it is of that kind: a file may have a right checksum and wrong contents all the same.
template <typename T> T field(const Json &object, const char *key, T otherwise)
{
    const auto found = object.is_object() ? object.find(key) : object.end();
    if (!object.is_object() || found == object.end())
        return otherwise;
    if constexpr (std::is_same_v<T, std::string>)
        return found->is_string() ? found->get<std::string>() : otherwise;
    else if constexpr (std::is_same_v<T, Json>)
        return *found;
    else
        return found->is_number() ? found->get<T>() : otherwise;
}

std::string textField(const Json &object, const char *key)
{
    return field(object, key, std::string());
}

std::vector<KernelProblem> problemsOf(const Json &list)
{
    std::vector<KernelProblem> problems;
    for (const Json &problem : list)
        problems.push_back({ textField(problem, "name"), textField(problem, "detail") });
    return problems;
}

DeviceProfile profileOf(const Json &json)
{
    DeviceProfile profile;
    profile.perToken = field(json, "per_token", 0.0);
    profile.perLayer = field(json, "per_layer", 0.0);
    profile.cacheBandwidth = field(json, "cache_bandwidth", 0.0);
    profile.multiplyAdds = field(json, "multiply_adds", 0.0);
    const Json bandwidth = field(json, "bandwidth", Json::object());
    for (const auto &[name, bytes] : bandwidth.items()) {
        std::uint32_t type = 0;
        std::from_chars(name.data(), name.data() + name.size(), type);
        const quant::TensorTypeInfo *info = quant::findTensorType(type);
        if (info != nullptr && bytes.is_number() && bytes.get<double>() > 0)
            profile.bandwidth[info->type] = bytes.get<double>();
    }
    return profile;
}

CheckUp checkUpOf(const Json &json)
{
    CheckUp result;
    result.key = { textField(json, "device"), textField(json, "driver"), textField(json, "kernels") };
    result.cases = field(json, "cases", 0U);
    result.problems = problemsOf(field(json, "problems", Json::array()));
    result.avoided = problemsOf(field(json, "avoided", Json::array()));
    result.instructions = textField(json, "instructions");
    result.time = field(json, "time", std::int64_t { 0 });
    result.seconds = field(json, "seconds", 0.0);
    result.profile = profileOf(field(json, "profile", Json::object()));
    return result;
}

std::string checksumOf(const std::string &text)
{
    return hexadecimal(XXH3_64bits(text.data(), text.size()));
}

std::vector<CheckUp> readResults(const std::filesystem::path &path)
{
    const auto file = MappedFile::open(path);
    if (!file)
        return {};
    std::vector<std::byte> bytes(file->bytes().size());
    if (!file->read(file->bytes(), bytes))
        return {};
    const auto *text = reinterpret_cast<const char *>(bytes.data());
    const Json json = Json::parse(text, text + bytes.size(), nullptr, false);
    if (field(json, "format", 0) != kFormat)
        return {};
    const Json list = field(json, "results", Json());
    if (!list.is_array() || textField(json, "checksum") != checksumOf(list.dump(-1, ' ', false, kReplace)))
        return {};
    std::vector<CheckUp> results;
    for (const Json &entry : list)
        results.push_back(checkUpOf(entry));
    return results;
}

} // namespace

CheckUpKey CheckUpKey::ofProcessor()
{
    // Not the instructions that are used: with what a check-up found out, its result must still be found.
    return { std::string(backend::cpu::processorName()), std::string(toString(backend::cpu::bestInstructionSet())),
        kCpuKernels };
}

CheckUpKey CheckUpKey::of(const DeviceChoice &choice)
{
    if (isCpu(choice))
        return ofProcessor();
    static const std::string kShaders = shaderHash();
    return { choice.device.uuid, choice.device.driver, kShaders };
}

Result<CheckUp> runCheckUp(
    const DeviceChoice &choice, const CheckUpOptions &options, const CheckUpProgress &progress, std::stop_token stop)
{
    const auto start = std::chrono::steady_clock::now();
    CheckUp result;
    result.key = CheckUpKey::of(choice);
    const std::vector<std::string> names = backend::check::caseNames(backend::check::Selection::Quick);
    result.cases = static_cast<std::uint32_t>(names.size());
    Steps steps(result.cases, progress);
    if (isCpu(choice)) {
        MARU_CHECK(checkCpu(result, names, options, steps, stop));
    } else {
        MARU_TRY(const auto backend, openDevice(choice, deviceOptions(options)));
        MARU_TRY(result.problems, wrongKernels(*backend, names, vulkanOptions(), steps, stop));
    }
    if (result.passed()) {
        MARU_TRY(const auto backend, openDevice(choice, deviceOptions(options)));
        auto profile = measureDevice(
            *backend, [&steps](std::uint32_t done, std::uint32_t total) { steps.measured(done, total); }, stop);
        if (!profile && profile.error().code == ErrorCode::Cancelled)
            return std::move(profile).error();
        if (profile)
            result.profile = *std::move(profile);
        else if (profile.error().code != ErrorCode::OutOfMemory) // else right, but not measured
            result.problems.push_back({ "measurement", profile.error().message });
    }
    result.time
        = std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return result;
}

CheckUpStore::CheckUpStore(std::filesystem::path file)
    : m_file(std::move(file))
{
    if (!m_file.empty())
        m_results = readResults(m_file);
    // Instructions that computed wrong on this processor are not used again.
    const auto known = find(CheckUpKey::ofProcessor());
    for (const InstructionSet set : usableSets()) {
        if (known && known->instructions == toString(set))
            use(set);
    }
}

std::optional<CheckUp> CheckUpStore::find(const CheckUpKey &key) const
{
    const std::lock_guard lock(m_mutex);
    const auto found
        = std::find_if(m_results.begin(), m_results.end(), [&key](const CheckUp &result) { return result.key == key; });
    return found == m_results.end() ? std::nullopt : std::optional(*found);
}

Result<void> CheckUpStore::put(const CheckUp &result)
{
    const std::lock_guard lock(m_mutex);
    std::erase_if(m_results, [&result](const CheckUp &old) { return old.key == result.key; });
    m_results.insert(m_results.begin(), result);
    m_results.resize(std::min(m_results.size(), kMostResults));
    if (m_file.empty())
        return {};
    Json list = Json::array();
    for (const CheckUp &each : m_results)
        list.push_back(toJson(each));
    const Json json { { "format", kFormat }, { "results", list },
        { "checksum", checksumOf(list.dump(-1, ' ', false, kReplace)) } };
    const std::string text = json.dump(1, ' ', false, kReplace);
    std::error_code ignored;
    std::filesystem::create_directories(m_file.parent_path(), ignored);
    MARU_TRY(auto file, AtomicFile::create(m_file));
    MARU_CHECK(file.write(std::as_bytes(std::span(text))));
    return file.commit();
}

std::string wrongResults(const CheckUp &result)
{
    const std::string first = result.problems.empty() ? std::string() : result.problems.front().name;
    return "its check-up found " + std::to_string(result.problems.size()) + " of " + std::to_string(result.cases)
        + " kernels that compute wrong numbers, first " + first;
}

std::optional<DeviceChoice> uncheckedDevice(const OpenOptions &options)
{
    if (options.device == "cpu" || options.gpuLayers == 0u)
        return std::nullopt;
    const DeviceList list = listDevices(options.checkUps.get());
    const Result<std::size_t> chosen = selectDevice(list, options.device);
    if (!chosen || *chosen == 0 || list.devices[*chosen].check != CheckState::NotRun)
        return std::nullopt;
    return list.devices[*chosen];
}

} // namespace maru::runtime
