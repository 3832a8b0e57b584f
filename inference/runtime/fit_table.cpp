// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/runtime/fit_table.h"

#include "inference/architecture/architecture.h"
#include "inference/backend/cpu/cpu_backend.h"
#include "inference/backend/split/split_executor.h"
#include "inference/base/memory_info.h"
#include "inference/graph/cut.h"
#include "inference/runtime/device_selection.h"
#include "inference/runtime/open_device.h"

#include <algorithm>
#include <array>
#include <limits>
#include <set>

namespace maru::runtime {

namespace {

constexpr std::uint32_t kShortest = 512; ///< of the contexts of a table
constexpr std::uint32_t kUsualPosition = 512; ///< at which the speed is told: a question and half an answer
constexpr std::uint32_t kContextStep = 256;
constexpr std::uint64_t kRoughScratch = std::uint64_t { 200 } << 20; ///< of a device, where nothing better is known

std::uint64_t between(std::uint64_t a, std::uint64_t b, double share)
{
    const double difference = static_cast<double>(b) - static_cast<double>(a);
    return static_cast<std::uint64_t>(static_cast<double>(a) + difference * share);
}

backend::MemoryUse between(const backend::MemoryUse &a, const backend::MemoryUse &b, double share)
{
    return { between(a.weights, b.weights, share), between(a.kv, b.kv, share), between(a.scratch, b.scratch, share) };
}

/// The contexts at which the account is taken: it bends where the windows of layers are full.
std::vector<std::uint32_t> contextsFor(const graph::Graph &graph, std::uint32_t trained)
{
    constexpr std::uint32_t kChunk = 512;
    const std::uint32_t longest = std::max(trained, kShortest);
    std::set<std::uint32_t> contexts { kShortest, longest };
    for (const std::uint32_t context : { 4096u, 32768u, 131072u })
        contexts.insert(std::min(context, longest));
    for (const graph::KvLayer &layer : graph.kvLayers) {
        if (layer.window != 0 && layer.window < longest - kChunk)
            contexts.insert(std::max(layer.window + kChunk, kShortest));
    }
    return { contexts.begin(), contexts.end() };
}

} // namespace

Result<std::unique_ptr<FitDevices>> FitDevices::open(const OpenOptions &options)
{
    std::unique_ptr<FitDevices> devices(new FitDevices);
    devices->m_options = options;
    devices->m_cpu = backend::cpu::createCpuBackend(options.threads);
    const DeviceList list = options.device == "cpu" ? listCpu() : listDevices(options.checkUps.get());
    MARU_TRY(const std::size_t chosen, selectDevice(list, options.device));
    devices->m_cpuChoice = list.devices.front();
    if (chosen == 0)
        return devices;
    auto gpu = openDevice(
        list.devices[chosen], { options.threads, options.cacheDirectory, options.validation, options.loader });
    if (!gpu && options.device != "auto")
        return std::move(gpu).error();
    if (gpu) {
        devices->m_gpu = *std::move(gpu);
        devices->m_gpuChoice = list.devices[chosen];
    }
    return devices;
}

PlacementLimits FitDevices::limits() const
{
    const MemoryInfo host = hostMemory();
    PlacementLimits limits;
    limits.cpuFree
        = m_options.cpuFree.value_or(host.total == 0 ? std::numeric_limits<std::uint64_t>::max() : host.free);
    limits.gpuFree = m_options.gpuFree.value_or(m_gpu ? m_gpu->memoryFree() : 0);
    limits.isShared = m_gpu != nullptr && m_gpuChoice.device.kind != backend::DeviceKind::Discrete;
    return limits;
}

Result<FitTable> FitTable::of(const model::Model &model, const FitDevices &devices, backend::KvType kv)
{
    FitTable table;
    table.m_trainedContext = model.hyperparameters().contextLength;
    MARU_TRY(const graph::Graph plain, architecture::buildGraph(model, kShortest));
    table.m_layerCount = static_cast<std::uint32_t>(plain.kvLayers.size());
    table.m_besides = model.tokenizer().byteCount() + plain.madeBytes();
    const std::uint32_t everything = table.m_layerCount + 1;

    table.m_choices.push_back(0);
    table.m_traffic.push_back({ trafficOf(plain, kv), {} });
    std::vector<graph::Cut> cuts;
    if (devices.gpu() != nullptr) {
        for (std::uint32_t layers = 1; layers < everything; ++layers) {
            auto cut = graph::cutBefore(plain, table.m_layerCount - layers);
            if (!cut) { // layers that cannot be parted: all or none
                table.m_choices.resize(1);
                table.m_traffic.resize(1);
                cuts.clear();
                break;
            }
            table.m_choices.push_back(layers);
            table.m_traffic.push_back({ trafficOf(cut->front, kv), trafficOf(cut->back, kv) });
            cuts.push_back(*std::move(cut));
        }
        table.m_choices.push_back(everything);
        table.m_traffic.push_back({ {}, trafficOf(plain, kv) });
    }
    for (const std::uint32_t context : contextsFor(plain, table.m_trainedContext)) {
        backend::ExecutorOptions options;
        options.contextLength = context;
        options.kv = kv;
        Point point { context, {} };
        for (const std::uint32_t layers : table.m_choices) {
            if (layers == 0) {
                point.costs.push_back({ devices.cpu().account(plain, options), {} });
            } else if (layers == everything) {
                point.costs.push_back({ {}, devices.gpu()->account(plain, options) });
            } else {
                const graph::Cut &cut = cuts[layers - 1];
                const std::array parts { backend::split::Part { &devices.cpu(), &cut.front },
                    backend::split::Part { devices.gpu(), &cut.back } };
                const std::vector<backend::MemoryUse> uses = backend::split::account(parts, options);
                point.costs.push_back({ uses[0], uses[1] });
            }
        }
        table.m_points.push_back(std::move(point));
    }
    return table;
}

FitTable FitTable::about(const Rough &rough, bool hasGpu)
{
    FitTable table;
    table.m_trainedContext = rough.trainedContext;
    table.m_layerCount = std::max(rough.layers, 1U);
    const std::uint32_t everything = table.m_layerCount + 1;
    table.m_choices.push_back(0);
    for (std::uint32_t layers = 1; hasGpu && layers <= everything; ++layers)
        table.m_choices.push_back(layers);
    // Of 4 to 5 bits, as most files are: Q4_K stands for it.
    const auto traffic = [&](double share) {
        TokenTraffic result;
        result.weights[quant::TensorType::Q4_K] = between(0, rough.weightBytes, share);
        result.layers = static_cast<std::uint32_t>(table.m_layerCount * share + 0.5);
        result.caches.push_back({ between(0, rough.kvBytesPerPosition, share), 0 });
        return result;
    };
    for (const std::uint32_t layers : table.m_choices) {
        const double share = static_cast<double>(layers) / everything;
        table.m_traffic.push_back({ layers == everything ? TokenTraffic() : traffic(1 - share),
            layers == 0 ? TokenTraffic() : traffic(share) });
    }
    for (const std::uint32_t context : { kShortest, std::max(rough.trainedContext, 2 * kShortest) }) {
        Point point { context, {} };
        const std::uint64_t cache = rough.kvBytesPerPosition * context;
        for (const std::uint32_t layers : table.m_choices) {
            const double share = static_cast<double>(layers) / everything;
            PlacementCost cost;
            if (layers != everything)
                cost.cpu = { between(rough.weightBytes, 0, share), between(cache, 0, share), kRoughScratch };
            if (layers != 0)
                cost.gpu = { between(0, rough.weightBytes, share), between(0, cache, share), kRoughScratch };
            point.costs.push_back(cost);
        }
        table.m_points.push_back(std::move(point));
    }
    return table;
}

PlacementCost FitTable::costAt(std::size_t choice, std::uint32_t context) const
{
    // The segment that `context` lies in, or the last one, which goes on.
    std::size_t right = 1;
    while (right + 1 < m_points.size() && m_points[right].context < context)
        ++right;
    const Point &a = m_points[right - 1];
    const Point &b = m_points[std::min(right, m_points.size() - 1)];
    const double share = b.context == a.context ? 0.0
                                                : (static_cast<double>(std::max(context, kShortest)) - a.context)
            / (static_cast<double>(b.context) - a.context);
    PlacementCost cost { between(a.costs[choice].cpu, b.costs[choice].cpu, share),
        between(a.costs[choice].gpu, b.costs[choice].gpu, share) };
    cost.cpu.weights += m_besides;
    return cost;
}

std::size_t FitTable::indexOf(std::uint32_t gpuLayers) const
{
    return static_cast<std::size_t>(
        std::lower_bound(m_choices.begin(), m_choices.end(), gpuLayers) - m_choices.begin());
}

ModelFit FitTable::at(
    std::uint32_t context, const PlacementLimits &limits, const DeviceProfile *cpu, const DeviceProfile *gpu) const
{
    ModelFit fit;
    fit.context = context;
    fit.layerCount = m_layerCount;
    const PlacementCosts costs = [this, context](std::uint32_t layers) { return costAt(indexOf(layers), context); };
    const std::optional<std::uint32_t> best = planPlacement(m_choices, costs, limits);
    fit.fits = best.has_value();
    if (best) {
        fit.gpuLayers = *best;
    } else { // as much on the GPU as it holds
        for (const std::uint32_t layers : m_choices) {
            if (missingOnGpu(costs(layers), limits) == 0)
                fit.gpuLayers = layers;
        }
    }
    fit.cost = costs(fit.gpuLayers);
    if (!fit.fits)
        fit.missing = std::max(missingOnCpu(fit.cost, limits), missingOnGpu(fit.cost, limits));

    const Traffic &traffic = m_traffic[indexOf(fit.gpuLayers)];
    const std::uint32_t position = std::min(kUsualPosition, context / 2);
    const bool needsCpu = fit.gpuLayers <= m_layerCount;
    const bool needsGpu = fit.gpuLayers != 0;
    if ((needsCpu && (cpu == nullptr || cpu->isEmpty())) || (needsGpu && (gpu == nullptr || gpu->isEmpty())))
        return fit;
    double seconds = 0;
    if (needsCpu)
        seconds += cpu->secondsPerToken(traffic.cpu, position);
    if (needsGpu)
        seconds += gpu->secondsPerToken(traffic.gpu, position);
    fit.tokensPerSecond = seconds > 0 ? 1 / seconds : 0;
    return fit;
}

std::uint32_t FitTable::longestContext(const PlacementLimits &limits) const
{
    const ModelFit shortest = at(kShortest, limits);
    if (!shortest.fits)
        return 0;
    std::uint32_t fitting = kShortest / kContextStep;
    std::uint32_t tooLong = std::max(m_trainedContext, kShortest) / kContextStep + 1;
    while (fitting + 1 < tooLong) {
        const std::uint32_t middle = fitting + (tooLong - fitting) / 2;
        const ModelFit fit = at(middle * kContextStep, limits);
        (fit.fits && fit.gpuLayers == shortest.gpuLayers ? fitting : tooLong) = middle;
    }
    return fitting * kContextStep;
}

} // namespace maru::runtime
