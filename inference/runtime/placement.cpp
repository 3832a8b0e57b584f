// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/runtime/placement.h"

#include <algorithm>
#include <array>
#include <utility>

namespace maru::runtime {

namespace {

constexpr std::uint32_t kLeastContext = 512; ///< a shorter one is no advice
constexpr std::uint32_t kContextStep = 256;

/// The formats that people find, with the bits that a weight takes in their usual mixture of types.
constexpr std::array<std::pair<const char *, double>, 6> kQuantizations { {
    { "Q8_0", 8.5 },
    { "Q6_K", 6.6 },
    { "Q5_K_M", 5.7 },
    { "Q4_K_M", 4.9 },
    { "Q3_K_M", 4.0 },
    { "Q2_K", 3.4 },
} };

std::uint64_t missing(std::uint64_t needed, std::uint64_t free)
{
    return needed > free ? needed - free : 0;
}

std::uint64_t without(std::uint64_t free, std::uint64_t margin)
{
    return free > margin ? free - margin : 0;
}

bool fits(const PlacementCost &cost, const PlacementLimits &limits)
{
    return missingOnGpu(cost, limits) == 0 && missingOnCpu(cost, limits) == 0;
}

} // namespace

std::uint64_t missingOnGpu(const PlacementCost &cost, const PlacementLimits &limits)
{
    return cost.gpu.total() == 0 ? 0 : missing(cost.gpu.total(), without(limits.gpuFree, kGpuMargin));
}

std::uint64_t missingOnCpu(const PlacementCost &cost, const PlacementLimits &limits)
{
    const std::uint64_t needed = cost.cpu.total() + (limits.isShared ? cost.gpu.total() : 0);
    return needed == 0 ? 0 : missing(needed, without(limits.cpuFree, kCpuMargin));
}

std::optional<std::uint32_t> planPlacement(
    std::span<const std::uint32_t> choices, const PlacementCosts &costs, const PlacementLimits &limits)
{
    if (choices.empty())
        return std::nullopt;
    if (fits(costs(choices.back()), limits))
        return choices.back();
    // The first that is too much for the GPU, or for the one memory that both have; all before it are not.
    const auto tooMany = std::partition_point(choices.begin(), choices.end(), [&](std::uint32_t layers) {
        const PlacementCost cost = costs(layers);
        return missingOnGpu(cost, limits) == 0 && (!limits.isShared || missingOnCpu(cost, limits) == 0);
    });
    if (tooMany != choices.begin()) {
        const std::uint32_t most = *std::prev(tooMany);
        if (fits(costs(most), limits))
            return most;
    }
    // Where both sides are one memory, two parts take a little more than one.
    if (fits(costs(choices.front()), limits))
        return choices.front();
    return std::nullopt;
}

std::optional<std::uint32_t> nextPlacement(
    std::uint32_t gpuLayers, std::uint32_t layerCount, const Error &error, const PlacementFreedom &freedom)
{
    if (gpuLayers == 0 || error.code == ErrorCode::Cancelled)
        return std::nullopt;
    if (freedom.layers && error.code == ErrorCode::OutOfMemory && error.reason == Reason::DeviceMemory)
        return std::min(gpuLayers, layerCount) * 3 / 4;
    return freedom.device ? std::optional(0u) : std::nullopt;
}

FitAdvice adviseFit(const FitQuestion &asked, double bitsPerWeight, const FitAnswer &answer)
{
    FitAdvice advice;
    advice.gpuLayers = answer(asked);

    std::uint32_t fitting = 0; // in steps
    std::uint32_t tooMuch = (asked.context + kContextStep - 1) / kContextStep;
    while (fitting + 1 < tooMuch) {
        const std::uint32_t middle = fitting + (tooMuch - fitting) / 2;
        FitQuestion shorter = asked;
        shorter.context = middle * kContextStep;
        (answer(shorter) ? fitting : tooMuch) = middle;
    }
    if (fitting * kContextStep >= kLeastContext)
        advice.context = fitting * kContextStep;

    if (asked.kv != backend::KvType::Q8_0) {
        FitQuestion smaller = asked;
        smaller.kv = backend::KvType::Q8_0;
        advice.q8Cache = answer(smaller).has_value();
    }
    for (const auto &[name, bits] : kQuantizations) {
        FitQuestion coarser = asked;
        coarser.weightShare = bits / bitsPerWeight;
        if (coarser.weightShare < 0.95 && answer(coarser)) {
            advice.quantization = name;
            break;
        }
    }
    return advice;
}

} // namespace maru::runtime
