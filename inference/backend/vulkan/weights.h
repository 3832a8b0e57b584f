// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/vulkan/dispatch.h"
#include "inference/backend/vulkan/weight_layout.h"
#include "inference/graph/graph.h"

#include <cstdint>
#include <span>
#include <vector>

namespace maru::backend::vulkan {

/// Rows of a matrix that one binding can hold.
struct WeightSlice
{
    std::uint32_t firstRow = 0;
    std::uint32_t rows = 0;
    BufferRange range;
};

/// One weight, or several of the same type and width one below the other: [Wq | Wk | Wv], [gate | up].
///
/// Weights that hold many matrices, of heads or experts, take turns: [gate 0 | up 0 | gate 1 | up 1 ...]; a slice then
/// holds whole ones.
struct Matrix
{
    std::vector<graph::WeightId> parts;
    std::uint32_t count = 1; ///< matrices in each part
    quant::TensorType type {};
    std::uint32_t rows = 0;
    std::uint32_t columns = 0;
    RowLayout layout;
    std::vector<WeightSlice> slices;

    std::uint32_t rowsOfOne() const { return rows / count; }
};

/// A vector of float32, made of a weight or of several (biases), absent ones being zero.
struct FloatVector
{
    struct Part
    {
        graph::WeightId weight; ///< kNone: zeros
        std::uint32_t count;
        std::uint32_t first = 0; ///< value of the weight

        bool operator==(const Part &) const = default;
    };

    std::vector<Part> parts;
    std::uint32_t count = 0;
    BufferRange range;
};

/// What a device allows.
struct WeightLimits
{
    std::uint64_t sliceBytes = 0; ///< of one binding
    std::uint64_t blockBytes = 0; ///< of one buffer
    BufferId firstBuffer = 0;
};

/// Which weights a program needs and where they lie: in few large buffers ("blocks"). Every weight lies there once,
/// however many steps use it alike. Plain data: upload() in weight_upload.h does the work.
class Weights
{
public:
    Weights(const graph::Graph &graph, const WeightLimits &limits)
        : m_graph(&graph)
        , m_limits(limits)
    {
    }

    /// The index of the matrix made of `parts`, which have the same type and columns and hold `count` matrices each;
    /// adds it when it is new.
    std::uint32_t addMatrix(std::span<const graph::WeightId> parts, std::uint32_t count = 1);

    /// The index of the vector made of `parts`; adds it when it is new.
    std::uint32_t addVector(std::span<const FloatVector::Part> parts);

    /// Whether `parts` may lie one below the other, one of `count` matrices of each within one binding.
    bool fitTogether(std::span<const graph::WeightId> parts, std::uint32_t count = 1) const;

    /// Gives everything its place. Nothing may be added afterwards.
    void place();

    const std::vector<Matrix> &matrices() const { return m_matrices; }
    const std::vector<FloatVector> &vectors() const { return m_vectors; }

    /// Bytes of each block, by BufferId - firstBuffer.
    const std::vector<std::uint64_t> &blocks() const { return m_blocks; }

    const graph::Graph &graph() const { return *m_graph; }
    BufferId firstBuffer() const { return m_limits.firstBuffer; }

private:
    BufferRange take(std::uint64_t bytes);

    const graph::Graph *m_graph;
    WeightLimits m_limits;
    std::vector<Matrix> m_matrices;
    std::vector<FloatVector> m_vectors;
    std::vector<std::uint64_t> m_blocks;
};

} // namespace maru::backend::vulkan
