// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/cpu/cpu_backend.h"
#include "inference/backend/cpu/cpu_features.h"
#include "inference/backend/cpu/kernels/dot_kernels.h"
#include "inference/backend/cpu/kv_cache.h"
#include "inference/backend/cpu/packed_weights.h"
#include "inference/backend/cpu/scratch.h"
#include "inference/backend/cpu/work_share.h"
#include "inference/base/first_error.h"
#include "inference/base/result.h"
#include "inference/base/thread_pool.h"
#include "inference/graph/graph.h"
#include "inference/graph/plan.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <stop_token>
#include <vector>

namespace maru::backend::cpu {

/// A matrix that a step multiplies with, and how.
struct Projection
{
    PackedMatrix matrix;
    PanelKernel kernel = nullptr; ///< null: float weights
    const float *bias = nullptr;
};

/// Heads of a step that are waited for: how many of the pieces that make up each are still missing.
///
/// The thread that finishes a head's last piece goes on with the head, so nobody waits. It sets the count back.
struct Countdown
{
    std::unique_ptr<std::atomic<std::uint32_t>[]> left;
    std::vector<std::uint32_t> full;

    void reset()
    {
        for (std::size_t i = 0; i < full.size(); ++i)
            left[i].store(full[i], std::memory_order_relaxed);
    }
};

/// A step of the lowered graph with its weights found.
struct PreparedStep
{
    const graph::Step *step = nullptr;
    std::vector<Projection> projections; ///< in the order of matrixSlots()
    std::uint32_t panels = 0; ///< of all projections
    const float *norm = nullptr;
    const float *queryNorm = nullptr;
    const float *keyNorm = nullptr;
    const float *routingBias = nullptr;
    bool wantsBlocks = false; ///< a projection takes rounded activations
    bool wantsFloats = false; ///< a projection takes float activations
    const float *sinks = nullptr; ///< Attention: [heads]
    Countdown heads; ///< Qkv: by head of q, then k, then v
};

/// Everything that a forward pass works with: model, memory, threads.
struct Machine
{
    graph::Graph graph; ///< lowered
    PackedWeights weights;
    KvCache kv;
    Scratch scratch;
    std::unique_ptr<ThreadPool> pool;
    WorkShare share;
    std::vector<PreparedStep> steps;
    std::uint32_t embeddingRows = 0; ///< tokens are below this
    std::size_t lastCacheStep = 0; ///< the last step that writes keys; only rows of output matter behind it
    PanelKernel panelKernel = nullptr; ///< of keys in a Q8_0 cache
    Countdown splitRows; ///< attention split over keys: by kv head and group of rows
    FirstError failure; ///< of reading rows of an Embed from the file, in the pass that runs
    MatMulObserver observer; ///< of the inputs of products; may be empty

    /// Finds all weights. `graph` and the rest must be set.
    void prepareSteps(InstructionSet set);
};

/// What one forward pass is about.
struct Pass
{
    std::span<const std::int32_t> tokens;
    std::uint32_t position = 0;
    std::uint32_t outputs = 0; ///< the last so many tokens' logits are wanted
    std::stop_token stop;
};

} // namespace maru::backend::cpu
