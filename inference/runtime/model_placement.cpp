// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/runtime/model_placement.h"

#include "inference/backend/cpu/cpu_backend.h"
#include "inference/backend/split/split_executor.h"
#include "inference/base/memory_info.h"
#include "inference/graph/cut.h"
#include "inference/runtime/device_selection.h"
#include "inference/runtime/open_device.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

namespace maru::runtime {

namespace {

constexpr std::uint32_t kUsualContext = 4096;
constexpr std::uint64_t kNever = std::uint64_t { 1 } << 60; ///< bytes that no device has

backend::ExecutorOptions executorOptions(const model::Model &model, const OpenOptions &options)
{
    backend::ExecutorOptions result;
    result.contextLength = contextFor(model, options);
    result.kv = options.kv;
    result.maxOutputs = options.maxOutputs;
    return result;
}

backend::MemoryUse scaled(backend::MemoryUse use, double weightShare)
{
    use.weights = static_cast<std::uint64_t>(static_cast<double>(use.weights) * weightShare);
    return use;
}

/// Mean bits of a weight in the file.
double bitsPerWeight(const graph::Graph &graph)
{
    double bytes = 0;
    double values = 1;
    for (const graph::Weight &weight : graph.weights) {
        bytes += static_cast<double>(weight.byteCount());
        values += static_cast<double>(weight.rows) * weight.columns;
    }
    return bytes * 8 / values;
}

Error badLayers(std::string detail)
{
    std::string message = "--gpu-layers " + detail;
    return { ErrorCode::InvalidArgument, Reason::BadOption,
        { { "option", "--gpu-layers" }, { "detail", std::move(detail) } }, std::move(message) };
}

} // namespace

std::uint32_t contextFor(const model::Model &model, const OpenOptions &options)
{
    const std::uint32_t trained = model.hyperparameters().contextLength;
    return options.context != 0 ? options.context : std::min(trained, kUsualContext);
}

backend::MemoryUse Placement::memory() const
{
    backend::MemoryUse sum;
    for (const PlacedPart &part : parts) {
        sum.weights += part.memory.weights;
        sum.kv += part.memory.kv;
        sum.scratch += part.memory.scratch;
    }
    return sum;
}

ModelPlacer::ModelPlacer(const model::Model &model, const graph::Graph &graph, const OpenOptions &options)
    : m_model(model)
    , m_graph(graph)
    , m_options(options)
    , m_executorOptions(executorOptions(model, options))
    , m_cpu(backend::cpu::createCpuBackend(options.threads))
{
}

Result<std::unique_ptr<ModelPlacer>> ModelPlacer::create(
    const model::Model &model, const graph::Graph &graph, const OpenOptions &options)
{
    std::unique_ptr<ModelPlacer> self(new ModelPlacer(model, graph, options));
    const DeviceList list = options.device == "cpu" ? listCpu() : listDevices(options.checkUps.get());
    MARU_TRY(const std::size_t chosen, selectDevice(list, options.device));
    self->m_cpuChoice = list.devices.front();
    self->m_mayUseCpu = options.device == "auto";
    if (chosen == 0) {
        if (options.gpuLayers.value_or(0) != 0 && options.device == "cpu")
            return badLayers("needs a graphics device, and --device cpu is none");
        if (options.gpuLayers.value_or(0) != 0)
            self->m_note = list.note.empty() ? "there is no graphics device that can be used" : list.note;
        for (const DeviceChoice &choice : list.devices) {
            if (choice.check == CheckState::Failed && choice.device.kind != backend::DeviceKind::Software)
                self->m_note = choice.device.name + ": " + choice.device.reason;
        }
        return self;
    }
    self->m_gpuChoice = list.devices[chosen];
    auto gpu = openDevice(
        self->m_gpuChoice, { options.threads, options.cacheDirectory, options.validation, options.loader });
    if (!gpu && !self->m_mayUseCpu)
        return std::move(gpu).error();
    if (!gpu) {
        self->m_note = self->m_gpuChoice.device.name + ": " + gpu.error().message;
        return self;
    }
    self->m_gpu = *std::move(gpu);
    self->m_isCuttable = self->layerCount() > 0;
    for (std::uint32_t layer = 0; layer < self->layerCount(); ++layer)
        self->m_isCuttable = self->m_isCuttable && graph::firstStepOf(graph, layer).has_value();
    if (options.gpuLayers.value_or(0) != 0 && *options.gpuLayers < self->everything() && !self->m_isCuttable)
        return badLayers("must be 0 or all for this model, whose layers cannot be parted");
    return self;
}

std::string ModelPlacer::note(const Placement &placement) const
{
    if (m_gpu == nullptr || placement.gpuLayers != 0 || m_options.gpuLayers == 0u)
        return m_note;
    return m_gpuChoice.device.name + ": its free memory does not hold a single layer";
}

std::vector<std::uint32_t> ModelPlacer::choices(bool areFree) const
{
    if (m_gpu == nullptr)
        return { 0 };
    if (m_options.gpuLayers && !areFree)
        return { std::min(*m_options.gpuLayers, everything()) };
    if (!m_isCuttable)
        return { 0, everything() };
    std::vector<std::uint32_t> all;
    for (std::uint32_t layers = 0; layers <= everything(); ++layers)
        all.push_back(layers);
    return all;
}

PlacementCost ModelPlacer::cost(std::uint32_t gpuLayers, const backend::ExecutorOptions &options) const
{
    if (gpuLayers == 0 || m_gpu == nullptr)
        return { m_cpu->account(m_graph, options), {} };
    if (gpuLayers >= everything())
        return { {}, m_gpu->account(m_graph, options) };
    const std::optional<graph::Cut> cut = graph::cutBefore(m_graph, layerCount() - gpuLayers);
    if (!cut)
        return {};
    const std::array parts { backend::split::Part { m_cpu.get(), &cut->front },
        backend::split::Part { m_gpu.get(), &cut->back } };
    const std::vector<backend::MemoryUse> uses = backend::split::account(parts, options);
    return { uses[0], uses[1] };
}

PlacementLimits ModelPlacer::limits() const
{
    const MemoryInfo host = hostMemory();
    PlacementLimits limits;
    limits.cpuFree = m_options.cpuFree.value_or(
        host.total == 0 ? std::numeric_limits<std::uint64_t>::max() : host.free); // where nothing is known
    limits.gpuFree = m_options.gpuFree.value_or(m_gpu ? m_gpu->memoryFree() : 0);
    limits.isShared = m_gpu != nullptr && m_gpuChoice.device.kind != backend::DeviceKind::Discrete;
    return limits;
}

Placement ModelPlacer::placeAt(std::uint32_t gpuLayers) const
{
    const PlacementCost taken = cost(gpuLayers, m_executorOptions);
    Placement placement;
    placement.layerCount = layerCount();
    placement.gpuLayers = gpuLayers;
    placement.vocabulary = m_model.tokenizer().byteCount();
    placement.made = m_graph.madeBytes();
    const std::uint32_t onGpu = std::min(gpuLayers, layerCount());
    if (gpuLayers <= layerCount())
        placement.parts.push_back({ m_cpuChoice, 0, layerCount() - onGpu, taken.cpu });
    if (gpuLayers != 0)
        placement.parts.push_back({ m_gpuChoice, layerCount() - onGpu, onGpu, taken.gpu });
    return placement;
}

Placement ModelPlacer::place(std::optional<Error> &problem) const
{
    const PlacementLimits free = limits();
    const PlacementCosts costs = [this](std::uint32_t layers) { return cost(layers, m_executorOptions); };
    const std::vector<std::uint32_t> possible = choices(false);
    if (const std::optional<std::uint32_t> best = planPlacement(possible, costs, free))
        return placeAt(*best);

    // The one that comes nearest: as much on the GPU as it holds, if anything is ours to choose.
    std::uint32_t nearest = possible.back();
    for (const std::uint32_t layers : possible) {
        if (missingOnGpu(costs(layers), free) == 0)
            nearest = layers;
    }
    problem = tooLarge(nearest, costs(nearest), free);
    return placeAt(nearest);
}

Error ModelPlacer::tooLarge(std::uint32_t gpuLayers, const PlacementCost &taken, const PlacementLimits &free) const
{
    const bool onGpu = missingOnGpu(taken, free) != 0;
    const std::uint64_t missing = onGpu ? missingOnGpu(taken, free) : missingOnCpu(taken, free);
    const std::uint64_t available = onGpu ? free.gpuFree : free.cpuFree;
    const std::uint64_t margin = onGpu ? kGpuMargin : kCpuMargin;
    const std::uint64_t needed = missing + (available > margin ? available - margin : 0);
    Error error { ErrorCode::OutOfMemory, onGpu ? Reason::DeviceMemory : Reason::HostMemory,
        { { "needed", std::to_string(needed) }, { "free", std::to_string(available) },
            { "missing", std::to_string(missing) } },
        "the model does not fit: " + std::to_string(needed) + " bytes needed, " + std::to_string(available) + " free, "
            + std::to_string(margin) + " of them kept free" };
    if (onGpu)
        error.args.push_back({ "device", m_gpuChoice.device.name });

    const std::vector<std::uint32_t> all = choices(true);
    const auto answer = [&](const FitQuestion &question) -> std::optional<std::uint32_t> {
        backend::ExecutorOptions changed = m_executorOptions;
        changed.contextLength = question.context;
        changed.kv = question.kv;
        if (!backend::checkKvType(m_graph, question.kv))
            return std::nullopt;
        return planPlacement(
            all,
            [&](std::uint32_t layers) {
                const PlacementCost now = cost(layers, changed);
                if (layers != 0 && now.gpu.total() == 0)
                    return PlacementCost { {}, { kNever, 0, 0 } }; // it cannot run this there
                return PlacementCost { scaled(now.cpu, question.weightShare), scaled(now.gpu, question.weightShare) };
            },
            free);
    };
    const FitAdvice advice
        = adviseFit({ m_executorOptions.contextLength, m_executorOptions.kv }, bitsPerWeight(m_graph), answer);
    if (advice.gpuLayers && *advice.gpuLayers != gpuLayers)
        error.args.push_back({ "gpu_layers", std::to_string(*advice.gpuLayers) });
    if (advice.context)
        error.args.push_back({ "context", std::to_string(*advice.context) });
    if (advice.q8Cache)
        error.args.push_back({ "kv", "q8_0" });
    if (!advice.quantization.empty())
        error.args.push_back({ "quantization", advice.quantization });
    return error;
}

Result<std::unique_ptr<backend::Executor>> ModelPlacer::setUp(
    const Placement &placement, const backend::LoadProgress &progress, const std::stop_token &stop) const
{
    if (placement.gpuLayers == 0)
        return m_cpu->prepare(m_graph, m_executorOptions, progress, stop);
    if (placement.gpuLayers >= everything())
        return m_gpu->prepare(m_graph, m_executorOptions, progress, stop);
    const std::optional<graph::Cut> cut = graph::cutBefore(m_graph, layerCount() - placement.gpuLayers);
    if (!cut)
        return badLayers("must be 0 or all for this model, whose layers cannot be parted");
    const std::array parts { backend::split::Part { m_cpu.get(), &cut->front },
        backend::split::Part { m_gpu.get(), &cut->back } };
    MARU_TRY(auto executor, backend::split::SplitExecutor::prepare(parts, m_executorOptions, progress, stop));
    return std::unique_ptr<backend::Executor>(std::move(executor));
}

} // namespace maru::runtime
