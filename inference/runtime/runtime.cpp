// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/runtime/runtime.h"

#include "inference/architecture/architecture.h"
#include "inference/backend/cpu/cpu_backend.h"
#include "inference/backend/vulkan/vulkan_backend.h"
#include "inference/runtime/device_selection.h"
#include "inference/runtime/faulty_executor.h"
#include "inference/runtime/prompt_tokens.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <utility>

namespace maru::runtime {

namespace {

constexpr std::uint32_t kUsualContext = 4096;

std::uint32_t contextFor(const model::Model &model, const OpenOptions &options)
{
    const std::uint32_t trained = model.hyperparameters().contextLength;
    return options.context != 0 ? options.context : std::min(trained, kUsualContext);
}

backend::ExecutorOptions executorOptions(const model::Model &model, const OpenOptions &options)
{
    backend::ExecutorOptions result;
    result.contextLength = contextFor(model, options);
    result.kv = options.kv;
    result.maxOutputs = options.maxOutputs;
    return result;
}

Result<std::unique_ptr<backend::Backend>> createBackend(const DeviceChoice &choice, const OpenOptions &options)
{
    if (choice.device.kind == backend::DeviceKind::Cpu)
        return backend::cpu::createCpuBackend(options.threads);
    std::uint32_t index = 0;
    const std::string_view number = std::string_view(choice.selector).substr(std::string_view("vulkan:").size());
    std::from_chars(number.data(), number.data() + number.size(), index); // written by listDevices below
    return backend::vulkan::createVulkanBackend(index, { options.cacheDirectory, options.validation, false });
}

} // namespace

DeviceList listDevices()
{
    DeviceList list;
    list.devices.push_back({ "cpu", backend::cpu::createCpuBackend(1)->device(), false });
    if (auto found = backend::vulkan::listDevices()) {
        for (std::size_t i = 0; i < found->size(); ++i)
            list.devices.push_back({ "vulkan:" + std::to_string(i), (*found)[i], false });
    } else {
        list.note = found.error().message;
    }
    list.devices[chooseAutomatically(list)].chosenByAuto = true;
    return list;
}

struct LoadedModel::Parts
{
    std::unique_ptr<model::Model> model;
    std::unique_ptr<PromptTokens> promptTokens;
    std::unique_ptr<backend::Backend> backend;
    std::unique_ptr<session::Session> session;
    std::string note;
    double loadMs = 0;
};

LoadedModel::LoadedModel(std::unique_ptr<Parts> parts)
    : m_parts(std::move(parts))
{
}

LoadedModel::~LoadedModel() = default;

Result<std::unique_ptr<LoadedModel>> LoadedModel::open(const std::filesystem::path &path, const OpenOptions &options,
    const backend::LoadProgress &progress, std::stop_token stop)
{
    const auto start = std::chrono::steady_clock::now();
    auto parts = std::make_unique<Parts>();
    MARU_TRY(parts->model, model::Model::open(path));
    MARU_TRY(const graph::Graph graph, architecture::buildGraph(*parts->model, contextFor(*parts->model, options)));
    if (stop.stop_requested())
        return cancelled();
    parts->promptTokens = std::make_unique<PromptTokens>(*parts->model);

    // The CPU needs no look at the drivers, which takes most of the start on some machines.
    const DeviceList list = options.device == "cpu"
        ? DeviceList { { { "cpu", backend::cpu::createCpuBackend(1)->device(), false } }, {} }
        : listDevices();
    MARU_TRY(std::size_t chosen, selectDevice(list, options.device));
    const auto setUp = [&](std::size_t index) -> Result<std::unique_ptr<backend::Executor>> {
        MARU_TRY(parts->backend, createBackend(list.devices[index], options));
        return parts->backend->prepare(graph, executorOptions(*parts->model, options), progress, stop);
    };
    auto executor = setUp(chosen);
    if (!executor && options.device == "auto" && chosen != 0 && executor.error().code != ErrorCode::Cancelled) {
        parts->note = list.devices[chosen].device.name + ": " + executor.error().message;
        executor = setUp(0);
    }
    if (!executor)
        return std::move(executor).error();
    if (options.loseDeviceAfter >= 0)
        executor = loseDeviceAfter(*std::move(executor), options.loseDeviceAfter);
    parts->session = std::make_unique<session::Session>(*parts->model, *std::move(executor));
    parts->loadMs = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
    return std::unique_ptr<LoadedModel>(new LoadedModel(std::move(parts)));
}

const model::Model &LoadedModel::model() const
{
    return *m_parts->model;
}

session::Session &LoadedModel::session()
{
    return *m_parts->session;
}

const backend::Device &LoadedModel::device() const
{
    return m_parts->backend->device();
}

const std::string &LoadedModel::note() const
{
    return m_parts->note;
}

double LoadedModel::loadMs() const
{
    return m_parts->loadMs;
}

Result<std::vector<tokenizer::Token>> LoadedModel::promptTokens(
    std::span<const prompt::ChatMessage> messages, std::string *templateNote, std::stop_token stop) const
{
    MARU_TRY(EncodedPrompt made, m_parts->promptTokens->encode(messages, {}, stop));
    if (templateNote && !made.templateNote.empty())
        *templateNote = std::move(made.templateNote);
    return std::move(made.tokens);
}

const PromptTokens &LoadedModel::prompts() const
{
    return *m_parts->promptTokens;
}

Result<backend::MemoryUse> accountMemory(const model::Model &model, const OpenOptions &options)
{
    MARU_TRY(const graph::Graph graph, architecture::buildGraph(model, contextFor(model, options)));
    const DeviceList list = options.device == "cpu"
        ? DeviceList { { { "cpu", backend::cpu::createCpuBackend(1)->device(), false } }, {} }
        : listDevices();
    MARU_TRY(const std::size_t chosen, selectDevice(list, options.device));
    MARU_TRY(const auto backend, createBackend(list.devices[chosen], options));
    return backend->account(graph, executorOptions(model, options));
}

} // namespace maru::runtime
