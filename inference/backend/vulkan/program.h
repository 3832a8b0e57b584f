// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/backend.h"
#include "inference/backend/vulkan/dispatch.h"
#include "inference/backend/vulkan/tuning.h"
#include "inference/backend/vulkan/weights.h"
#include "inference/graph/plan.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace maru::backend::vulkan {

/// What a program must know of its device.
struct ProgramLimits
{
    std::uint64_t bindingBytes = 0; ///< of one storage buffer binding
    std::uint64_t blockBytes = 0; ///< of one buffer of weights
    Tuning tuning;
};

/// A recorded pass for up to `rows` tokens (body) or outputs (head).
struct PlannedPass
{
    std::uint32_t rows = 0;
    std::vector<Dispatch> dispatches;
};

/// The weights of one step, by their places in Weights.
struct StepWeights
{
    struct Part
    {
        std::uint32_t matrix;
        std::uint32_t firstRow; ///< where its results begin
    };

    std::vector<Part> matrices; ///< side by side: q, k, v or gate, up; one if they lie together
    std::uint32_t norm = graph::kNone; ///< vectors
    std::uint32_t bias = graph::kNone; ///< of Attention: its sinks
    std::uint32_t upBias = graph::kNone; ///< of ExpertUp, where gate and up lie apart
    std::uint32_t qNorm = graph::kNone;
    std::uint32_t kNorm = graph::kNone;
};

/// A lowered graph as dispatches over buffers: what is recorded for every size of chunk, and how large the buffers are.
/// Knows sizes and limits of a device, no Vulkan object, so that account() is exact and tests need no device.
///
/// Steps that make values of tokens are the body, those after SelectOutputs the head.
class Program
{
public:
    /// `graph` is plain, and outlives the program's use of weights. Failure: Unsupported or InvalidArgument where a
    /// shape is beyond the kernels or the device.
    static Result<std::unique_ptr<Program>> build(
        const graph::Graph &graph, const ExecutorOptions &options, const ProgramLimits &limits);

    Program(const Program &) = delete;
    Program &operator=(const Program &) = delete;

    const graph::Graph &graph() const { return m_graph; }
    const Weights &weights() const { return m_weights; }
    const Tuning &tuning() const { return m_limits.tuning; }
    KvType kvType() const { return m_options.kv; }
    std::uint32_t chunkLength() const { return m_options.chunkLength; }
    std::uint32_t contextLength() const { return m_options.contextLength; }
    std::uint32_t maxOutputs() const { return m_options.maxOutputs; }

    /// By rising rows; the first is for one token.
    const std::vector<PlannedPass> &bodies() const { return m_bodies; }
    /// By rising rows; the first is for one output.
    const std::vector<PlannedPass> &heads() const { return m_heads; }

    /// Bytes of each buffer that is no weight, by BufferId.
    std::vector<std::uint64_t> bufferBytes() const;

    /// (cos, sin) of the positions, for kRopeBuffer.
    std::vector<float> ropeTurns() const;

    /// The logits of the head within kOutputBuffer.
    std::uint64_t logitsOffset() const;

    std::uint64_t bytesPerToken(std::uint32_t position) const;

    /// Tokens that every Embed has a row for.
    std::uint32_t embeddingRows() const;

    // For the kernels' emitters.
    const StepWeights &stepWeights(std::size_t step) const { return m_stepWeights[step]; }
    BufferRange valueRange(graph::ValueId value, std::uint32_t rows) const;
    std::uint32_t stride(graph::ValueId value) const; ///< floats per row
    BufferRange keyRange(std::uint32_t layer) const;
    BufferRange valueCacheRange(std::uint32_t layer) const; ///< that of keys where values lie in them

    /// Positions that the cache of `layer` keeps, a ring: of a layer with a window, what a chunk can see.
    std::uint32_t kvCapacity(std::uint32_t layer) const;

    /// Where the keys and values lie that `count` computed positions leave behind: of a layer with a window the last
    /// ones alone. The order is the same on every device and in every context; pieces are at most `mostBytes` long.
    std::vector<BufferRange> cachePieces(std::uint32_t count, std::uint64_t mostBytes) const;
    BufferRange ropeRange(std::uint32_t table) const;
    BufferRange stateRange() const;
    BufferRange inputRange() const; ///< the rows that the graph starts from, as rows of float32 weights; none: empty
    RowLayout inputLayout() const;

private:
    Program(graph::Graph graph, const ExecutorOptions &options, const ProgramLimits &limits);

    Result<void> check() const;
    void registerWeights();
    StepWeights registerStep(const graph::Step &step);
    std::uint32_t addNorm(graph::WeightId weight);
    void registerExperts(const graph::Step &step, StepWeights &weights);
    Result<void> checkStep(const graph::Step &step) const;
    Result<void> checkLayer(std::uint32_t index) const;
    Result<void> checkPlaces() const;
    std::uint64_t headBytes(std::uint32_t width) const;
    std::uint64_t scaleBytes(std::uint32_t width) const;
    void emitPasses();
    PlannedPass emitPass(std::uint32_t rows, bool isHead);

    graph::Graph m_graph;
    ExecutorOptions m_options;
    ProgramLimits m_limits;
    graph::Plan m_plan;
    Weights m_weights;
    std::vector<StepWeights> m_stepWeights;
    std::vector<PlannedPass> m_bodies;
    std::vector<PlannedPass> m_heads;
    std::uint64_t m_temporaryBytes = 0;
};

} // namespace maru::backend::vulkan
