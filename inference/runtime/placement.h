// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/backend.h"
#include "inference/base/error.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace maru::runtime {

/// What is left free: for the desktop that draws with the same card, for what a driver takes beside our buffers, and
/// for other programs that want a little more while a model is loaded.
inline constexpr std::uint64_t kGpuMargin = std::uint64_t { 256 } << 20;
inline constexpr std::uint64_t kCpuMargin = std::uint64_t { 64 } << 20;

/// What a model takes on either side when its last `gpuLayers` layers and its head lie on the GPU, the rest on the CPU.
///
/// The last ones, not the first: the CPU then reads the embedding row by row from the file, so that it takes no memory
/// anywhere (a tied one lies on the GPU once, as the head), the large product of the head runs on the faster device,
/// and logits are where tokens are chosen.
struct PlacementCost
{
    backend::MemoryUse cpu;
    backend::MemoryUse gpu;
};

/// The cost of `gpuLayers`. 0: all on the CPU. One more than there are layers: all on the GPU, the embedding too.
using PlacementCosts = std::function<PlacementCost(std::uint32_t gpuLayers)>;

/// What is free, margins not yet taken off.
struct PlacementLimits
{
    std::uint64_t cpuFree = 0;
    std::uint64_t gpuFree = 0;
    bool isShared = false; ///< the GPU has no memory of its own: both sides come out of cpuFree
};

/// Bytes by which `cost` is too much on the GPU, or on the CPU; 0: it fits there.
std::uint64_t missingOnGpu(const PlacementCost &cost, const PlacementLimits &limits);
std::uint64_t missingOnCpu(const PlacementCost &cost, const PlacementLimits &limits);

/// Of `choices` (numbers of gpuLayers, rising) the largest that fits; nothing if none does.
///
/// The GPU's cost must rise with the layers. Asks for the cost of about log2(choices) of them.
std::optional<std::uint32_t> planPlacement(
    std::span<const std::uint32_t> choices, const PlacementCosts &costs, const PlacementLimits &limits);

/// What of the placement was chosen by us, and may be chosen otherwise.
struct PlacementFreedom
{
    bool layers = false; ///< fewer layers may do
    bool device = false; ///< the CPU may do
};

/// The gpuLayers to try after setting up `gpuLayers` of `layerCount` has failed: fewer where the card had less memory
/// than its driver had said, else none. Nothing: the error stands.
std::optional<std::uint32_t> nextPlacement(
    std::uint32_t gpuLayers, std::uint32_t layerCount, const Error &error, const PlacementFreedom &freedom);

/// What would make a model fit that does not; each alone. What would not help is empty.
struct FitAdvice
{
    std::optional<std::uint32_t> gpuLayers;
    std::optional<std::uint32_t> context;
    bool q8Cache = false;
    std::string quantization; ///< "Q4_K_M"; estimated from the bits of a weight
};

/// The question for FitAdvice: does it fit so? `weightShare` scales all weights.
struct FitQuestion
{
    std::uint32_t context;
    backend::KvType kv;
    double weightShare = 1.0;
};
using FitAnswer = std::function<std::optional<std::uint32_t>(const FitQuestion &)>; ///< gpuLayers that fit

/// Finds out what helps. `bitsPerWeight` is the model's mean, `answer` may choose the layers freely.
FitAdvice adviseFit(const FitQuestion &asked, double bitsPerWeight, const FitAnswer &answer);

} // namespace maru::runtime
