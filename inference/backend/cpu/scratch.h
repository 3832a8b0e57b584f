// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/backend.h"
#include "inference/backend/cpu/kernels/dot_kernels.h"
#include "inference/base/large_buffer.h"
#include "inference/base/result.h"
#include "inference/graph/graph.h"
#include "inference/graph/plan.h"

#include <cstdint>

namespace maru::backend::cpu {

/// Up to so many rows, each thread rounds a step's input for itself, which saves a barrier.
inline constexpr std::uint32_t kPrivateRows = 4;

/// Where the values begin in the partial sums of a row: behind its maximum and its sum.
inline constexpr std::uint32_t kPartialValues = 16;

/// The memory of a forward pass: values, rounded inputs, what each thread needs for itself. Ownership: owns it.
class Scratch
{
public:
    static std::uint64_t byteCount(
        const graph::Graph &graph, const graph::Plan &plan, const ExecutorOptions &options, unsigned threads);

    /// Failure: OutOfMemory.
    static Result<Scratch> create(
        const graph::Graph &graph, const graph::Plan &plan, const ExecutorOptions &options, unsigned threads);

    /// The first row of a value: [rows, width].
    float *value(graph::ValueId id) const;

    ActivationBlock *blocks() const { return at<ActivationBlock>(m_layout.blocks); } ///< [chunk, blockStride]
    std::size_t blockStride() const { return m_layout.blockStride; }
    float *normed() const { return at<float>(m_layout.normed); } ///< [chunk, rowStride]
    std::size_t rowStride() const { return m_layout.rowStride; }
    float *keys() const { return at<float>(m_layout.keys); } ///< [chunk, kv heads * keyWidth]
    float *values() const { return at<float>(m_layout.values); } ///< [chunk, kv heads * valueWidth]
    float *cosines(std::uint32_t table) const; ///< [chunk, pairs]
    float *sines(std::uint32_t table) const;
    float *partials() const { return at<float>(m_layout.partials); } ///< [kPrivateRows * heads, splits, partialStride]
    std::size_t partialStride() const { return m_layout.partialStride; }
    std::size_t splits() const { return m_layout.splits; }

    /// What belongs to one thread alone.
    struct Private
    {
        ActivationBlock *blocks; ///< [kPrivateRows, blockStride]
        float *rows; ///< [kPrivateRows, rowStride]: normed
        float *sums; ///< [kPrivateRows, rowStride]: the sums of a NormAdd
        float *tiles[2]; ///< [kSweepTokens, 16]
        float *scores; ///< [kAttentionRows, kKeyChunk]
        float *weights; ///< the same: of a Q8_0 cache only
        float *attended; ///< [kAttentionRows, valueStride]
        float *split; ///< the same, of one split
        float *queries; ///< [kAttentionRows, keyStride]: where values lie in keys
        ActivationBlock *queryBlocks; ///< [kAttentionRows, keyWidth / 32]: of a Q8_0 cache
        ActivationBlock *headBlocks; ///< [kSweepTokens, columns / 32] of HeadMatMul
        std::uint32_t *slots; ///< [experts + 1 + 2 * chunk * used]: experts' starts, then slots and their places
    };
    Private ofThread(unsigned thread) const;

private:
    struct Layout
    {
        std::uint32_t chunk = 0;
        std::uint32_t outputs = 0;
        std::uint64_t tokenValues = 0; ///< offsets in bytes, from here on
        std::uint64_t outputValues = 0;
        std::uint64_t blocks = 0;
        std::uint64_t normed = 0;
        std::uint64_t keys = 0;
        std::uint64_t values = 0;
        std::uint64_t rope = 0;
        std::uint64_t partials = 0;
        std::uint64_t threads = 0;
        std::uint64_t threadBytes = 0;
        std::uint64_t threadRows = 0; ///< offsets within a thread's part
        std::uint64_t threadSums = 0;
        std::uint64_t threadTiles = 0;
        std::uint64_t threadScores = 0;
        std::uint64_t threadWeights = 0;
        std::uint64_t threadAttended = 0;
        std::uint64_t threadSplit = 0;
        std::uint64_t threadQueries = 0;
        std::uint64_t threadQueryBlocks = 0;
        std::uint64_t threadHeadBlocks = 0;
        std::uint64_t threadSlots = 0;
        std::uint64_t byteCount = 0;
        std::size_t blockStride = 0; ///< blocks
        std::size_t rowStride = 0; ///< floats
        std::size_t partialStride = 0; ///< floats
        std::size_t splits = 0;
        std::size_t headBlocks = 0; ///< blocks of a thread
        std::size_t slots = 0;
        std::size_t pairs = 0; ///< most pairs of a rope table
    };
    static Layout layOut(
        const graph::Graph &graph, const graph::Plan &plan, const ExecutorOptions &options, unsigned threads);

    template <typename T> T *at(std::uint64_t offset) const
    {
        return reinterpret_cast<T *>(const_cast<std::byte *>(m_buffer.data()) + offset);
    }

    LargeBuffer m_buffer;
    Layout m_layout;
    std::vector<std::uint64_t> m_values; ///< offset of each value in bytes
};

} // namespace maru::backend::cpu
