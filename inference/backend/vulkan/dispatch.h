// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "shaders/kernel_table.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>
#include <vector>

namespace maru::backend::vulkan {

/// The buffers of a program: fixed ones, then a cache a layer, then blocks of weights.
using BufferId = std::uint32_t;
inline constexpr BufferId kStateBuffer = 0; ///< params/state.h, then token ids
inline constexpr BufferId kTokenBuffer = 1; ///< values of all tokens
inline constexpr BufferId kOutputBuffer = 2; ///< values of outputs, logits too
inline constexpr BufferId kTemporaryBuffer = 3; ///< what lives within a step
inline constexpr BufferId kRopeBuffer = 4;
inline constexpr BufferId kStagingBuffer = 5; ///< between host and device: weights, saved caches
inline constexpr BufferId kFirstKvBuffer = 6;

inline constexpr std::uint64_t kStagingBytes = 4U << 20;

/// Bytes of a buffer.
struct BufferRange
{
    BufferId buffer = kStateBuffer;
    std::uint64_t offset = 0;
    std::uint64_t bytes = 0;
};

/// Of matrix kernels: what one of many matrices in a weight belongs to. See shaders/matvec.comp.
enum class Batch : std::uint32_t { None, Heads, Experts, Sum };

/// The specialization constants, in the order of their ids (shaders/include/constants.glsl).
struct Constants
{
    std::uint32_t localSize = 64;
    std::uint32_t subgroup = 4;
    std::uint32_t hasNorm = 0;
    std::uint32_t hasBias = 0;
    std::uint32_t hasResidual = 0;
    std::uint32_t ragged = 0;
    std::uint32_t activation = 0;
    std::uint32_t hasQNorm = 0;
    std::uint32_t hasKNorm = 0;
    std::uint32_t rows = 4;
    std::array<std::uint32_t, 4> book = {}; ///< of the weight's format, as the next two: see BookConstants
    float bookOffset = 0.0f;
    std::uint32_t bookScales = 0;
    Batch batch = Batch::None;
    std::uint32_t headVectors = 0; ///< of attention: vec4s of a head of q in shared memory
    std::uint32_t width = 0; ///< of attention: localSize

    bool operator==(const Constants &) const = default;
};
static_assert(sizeof(Constants) == 19 * sizeof(std::uint32_t));

/// One launch of a kernel: plain data, not yet tied to a device's objects.
struct Dispatch
{
    shaders::Kernel kernel {};
    Constants constants;
    std::array<std::byte, 64> push = {};
    std::uint32_t pushBytes = 0;
    std::vector<BufferRange> bindings; ///< by number; 0 is the state
    std::array<std::uint32_t, 3> groups = { 1, 1, 1 };

    template <typename Params> void setPush(const Params &params)
    {
        static_assert(std::is_trivially_copyable_v<Params> && sizeof(Params) <= sizeof(push));
        std::memcpy(push.data(), &params, sizeof(Params));
        pushBytes = sizeof(Params);
    }
};

} // namespace maru::backend::vulkan
