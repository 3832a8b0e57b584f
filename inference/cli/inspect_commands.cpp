// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// devices and info: what there is, without running anything.

#include "inference/cli/commands.h"
#include "inference/cli/error_line.h"
#include "inference/runtime/check_up.h"
#include "inference/runtime/device_selection.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace maru::cli {

namespace {

using Json = nlohmann::ordered_json;

void print(const Json &json)
{
    std::puts(json.dump(2, ' ', false, Json::error_handler_t::replace).c_str());
}

/// Where the window keeps its check-ups too.
std::filesystem::path checkUpFile(const runtime::OpenOptions &options)
{
    return options.cacheDirectory.empty() ? options.cacheDirectory : options.cacheDirectory / "check-ups.json";
}

double gigabytes(std::uint64_t bytes)
{
    return static_cast<double>(bytes) / 1e9;
}

/// "layers 0 to 11 (12 of 28)".
std::string layersOf(const runtime::Placement &placement, const runtime::PlacedPart &part)
{
    if (part.layerCount == 0)
        return "the embedding";
    return "layers " + std::to_string(part.firstLayer) + " to " + std::to_string(part.firstLayer + part.layerCount - 1)
        + " (" + std::to_string(part.layerCount) + " of " + std::to_string(placement.layerCount) + ")";
}

/// The sentence without the name of the program.
std::string whyNot(const Error &problem)
{
    constexpr std::string_view kProgram = "maru-cli: ";
    const std::string line = errorLine(problem);
    return line.starts_with(kProgram) ? line.substr(kProgram.size()) : line;
}

void printMemory(const runtime::MemoryReport &report)
{
    const runtime::Placement &placement = report.placement;
    const backend::MemoryUse all = placement.memory();
    std::printf("memory: weights and vocabulary %.3f GB, key-value cache %.3f GB, scratch %.3f GB, in all %.3f GB\n",
        gigabytes(all.weights + placement.vocabulary), gigabytes(all.kv), gigabytes(all.scratch),
        gigabytes(placement.total()));
    for (const runtime::PlacedPart &part : placement.parts) {
        std::printf("  %s (%s): %s, weights %.3f GB, key-value cache %.3f GB, scratch %.3f GB\n",
            part.choice.device.name.c_str(), part.choice.selector.c_str(), layersOf(placement, part).c_str(),
            gigabytes(part.memory.weights), gigabytes(part.memory.kv), gigabytes(part.memory.scratch));
    }
    if (report.problem)
        std::printf("it does not fit: %s\n", whyNot(*report.problem).c_str());
}

/// "weights" counts the vocabulary too, so that the three make up the total; "vocabulary" says how much that is.
Json memoryJson(const runtime::MemoryReport &report)
{
    const backend::MemoryUse all = report.placement.memory();
    return { { "weights", all.weights + report.placement.vocabulary }, { "kv", all.kv }, { "scratch", all.scratch },
        { "vocabulary", report.placement.vocabulary }, { "total", report.placement.total() } };
}

Json placementJson(const runtime::MemoryReport &report)
{
    Json parts = Json::array();
    for (const runtime::PlacedPart &part : report.placement.parts) {
        parts.push_back({ { "device", part.choice.selector }, { "name", part.choice.device.name },
            { "first_layer", part.firstLayer }, { "layers", part.layerCount }, { "weights", part.memory.weights },
            { "kv", part.memory.kv }, { "scratch", part.memory.scratch }, { "total", part.memory.total() } });
    }
    Json result { { "layers", report.placement.layerCount },
        { "gpu_layers", std::min(report.placement.gpuLayers, report.placement.layerCount) },
        { "fits", !report.problem.has_value() }, { "parts", parts } };
    if (report.problem) {
        Json problem = Json::object();
        for (const ErrorArgument &argument : report.problem->args)
            problem[argument.name] = argument.value;
        problem["text"] = whyNot(*report.problem);
        result["problem"] = problem;
    }
    return result;
}

} // namespace

Result<void> runDevices(const Options &options)
{
    MARU_TRY(const runtime::OpenOptions open, options.openOptions());
    const runtime::CheckUpStore checkUps(checkUpFile(open));
    const runtime::DeviceList list = runtime::listDevices(&checkUps);
    if (!options.json()) {
        for (const runtime::DeviceChoice &choice : list.devices) {
            const backend::Device &device = choice.device;
            const std::string driver = device.driver.empty() ? std::string() : ", " + device.driver;
            std::printf("%-10s %s (%s, %.1f GB%s): %s, check-up %s%s\n", choice.selector.c_str(), device.name.c_str(),
                std::string(toString(device.kind)).c_str(), gigabytes(device.memoryTotal), driver.c_str(),
                device.reason.c_str(), std::string(toString(choice.check)).c_str(),
                choice.chosenByAuto ? " [auto]" : "");
        }
        if (!list.note.empty())
            std::printf("Vulkan: %s\n", list.note.c_str());
        return {};
    }
    Json devices = Json::array();
    for (const runtime::DeviceChoice &choice : list.devices) {
        const backend::Device &device = choice.device;
        Json features = Json::object();
        for (const auto &[name, value] : device.features)
            features[name] = value;
        devices.push_back({ { "selector", choice.selector }, { "name", device.name }, { "kind", toString(device.kind) },
            { "uuid", device.uuid }, { "driver", device.driver }, { "memory_total", device.memoryTotal },
            { "memory_free", device.memoryFree }, { "features", features },
            { "check", runtime::toString(choice.check) }, { "usable", device.usable }, { "reason", device.reason },
            { "auto", choice.chosenByAuto } });
    }
    Json result { { "devices", devices } };
    if (!list.note.empty())
        result["note"] = list.note;
    print(result);
    return {};
}

Result<void> runCheckUp(const Options &options)
{
    MARU_TRY(const runtime::OpenOptions open, options.openOptions());
    const runtime::DeviceList list = runtime::listDevices();
    MARU_TRY(const std::size_t index, runtime::selectDevice(list, open.device));
    runtime::CheckUpOptions how;
    how.threads = open.threads;
    how.cacheDirectory = open.cacheDirectory;
    MARU_TRY(const runtime::CheckUp result,
        runtime::runCheckUp(list.devices[index], how,
            [](std::uint32_t done, std::uint32_t total) { std::fprintf(stderr, "\r%u of %u", done, total); }));
    std::fputs("\n", stderr);
    runtime::CheckUpStore checkUps(checkUpFile(open));
    MARU_CHECK(checkUps.put(result));
    Json problems = Json::array();
    for (const runtime::KernelProblem &problem : result.problems)
        problems.push_back({ { "kernel", problem.name }, { "detail", problem.detail } });
    Json bandwidth = Json::object();
    for (const auto &[type, bytes] : result.profile.bandwidth)
        bandwidth[std::string(quant::tensorTypeInfo(type).name)] = bytes;
    if (options.json()) {
        print({ { "device", list.devices[index].device.name }, { "passed", result.passed() }, { "cases", result.cases },
            { "problems", problems }, { "instructions", result.instructions }, { "bandwidth", bandwidth },
            { "per_layer", result.profile.perLayer }, { "per_token", result.profile.perToken },
            { "cache_bandwidth", result.profile.cacheBandwidth }, { "multiply_adds", result.profile.multiplyAdds },
            { "seconds", result.seconds } });
        return {};
    }
    std::printf("%s: %s, %u kernels compared in %.1f s\n", list.devices[index].device.name.c_str(),
        result.passed() ? "all kernels compute right" : runtime::wrongResults(result).c_str(), result.cases,
        result.seconds);
    for (const auto &[type, bytes] : result.profile.bandwidth)
        std::printf("  %-7s %.1f GB/s\n", std::string(quant::tensorTypeInfo(type).name).c_str(), bytes / 1e9);
    return {};
}

Result<void> runInfo(const Options &options)
{
    MARU_TRY(const std::string path, word(options, 0, "MODEL"));
    MARU_TRY(const runtime::OpenOptions open, options.openOptions());
    MARU_TRY(const auto model, model::Model::open(path));
    MARU_TRY(const runtime::MemoryReport memory, runtime::accountMemory(*model, open));

    std::map<std::string, std::uint64_t> types;
    for (const gguf::TensorInfo &tensor : model->file().tensors()) {
        ++types[tensor.type ? std::string(quant::tensorTypeInfo(*tensor.type).name)
                            : "type " + std::to_string(tensor.rawType)];
    }
    if (!options.json()) {
        std::printf("%s: %s, %s, %.1f M parameters, trained for %u tokens\n", model->name().c_str(),
            model->hyperparameters().family.c_str(), model->quantization().c_str(),
            static_cast<double>(model->parameterCount()) / 1e6, model->hyperparameters().contextLength);
        for (const auto &[type, count] : types)
            std::printf("  %s: %llu tensors\n", type.c_str(), static_cast<unsigned long long>(count));
        printMemory(memory);
        if (model->templateError())
            std::printf("chat template: %s\n", model->templateError()->message.c_str());
        return {};
    }
    Json tensors = Json::object();
    for (const auto &[type, count] : types)
        tensors[type] = count;
    const auto source = model->file().string("tokenizer.chat_template");
    print({ { "architecture", model->hyperparameters().family }, { "name", model->name() }, { "id", model->id() },
        { "parameters", model->parameterCount() }, { "quantization", model->quantization() },
        { "context_length", model->hyperparameters().contextLength },
        { "chat_template", source ? Json(std::string(*source)) : Json(nullptr) }, { "tensors", tensors },
        { "memory", memoryJson(memory) }, { "placement", placementJson(memory) } });
    return {};
}

} // namespace maru::cli
