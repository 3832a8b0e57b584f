// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/backend.h"
#include "inference/base/large_buffer.h"
#include "inference/base/result.h"
#include "inference/base/thread_pool.h"
#include "inference/graph/graph.h"

#include <cstdint>
#include <span>
#include <stop_token>
#include <utility>
#include <vector>

namespace maru::backend::cpu {

/// The slots of a step of `op` that hold matrices, in the order they are read; none for one that multiplies nothing.
std::span<const int> matrixSlots(graph::Op op);

/// A weight matrix as panels of 16 rows. Where a step has one for each head or expert, their panels follow one another:
/// the first panel of matrix i is number i * panels.
struct PackedMatrix
{
    quant::TensorType type = quant::TensorType::F32;
    std::uint32_t rows = 0; ///< of one matrix
    std::uint32_t columns = 0;
    std::uint32_t panels = 0; ///< of one matrix
    const std::byte *data = nullptr;
    std::uint64_t stride = 0; ///< bytes from panel to panel: more than a panel where two matrices alternate

    const std::byte *panel(std::uint32_t index) const { return data + index * stride; }
};

/// All weights of a lowered graph that steps multiply with or add, repacked in the order they are read.
///
/// Gate and up matrices alternate panel by panel. Vectors (norms, biases) are decoded to float. Embeddings are not
/// here: their rows are decoded from the file. Ownership: owns the copy.
class PackedWeights
{
public:
    /// Bytes that pack() takes for `graph`.
    static std::uint64_t byteCount(const graph::Graph &graph);

    /// Repacks on all threads of `pool`. Failure: OutOfMemory, Cancelled.
    static Result<PackedWeights> pack(
        const graph::Graph &graph, ThreadPool &pool, const LoadProgress &progress, std::stop_token stop);

    PackedMatrix matrix(const graph::Graph &graph, std::size_t step, int slot) const;

    /// The vector in `slot` of `step`, or null if there is none.
    const float *vector(const graph::Graph &graph, std::size_t step, int slot) const;

    /// Bytes read for one row of logits: all matrices, each as often as it is used; of experts only those used.
    std::uint64_t bytesPerPass() const { return m_bytesPerPass; }

private:
    /// Where each weight of each step lies.
    struct Place
    {
        std::uint64_t offset = 0;
        std::uint64_t stride = 0; ///< of matrices
    };
    struct Item
    {
        graph::WeightId weight;
        Place place;
        bool isVector;
        std::uint32_t parts = 1; ///< matrices one above the other, each with panels of its own
    };
    struct Layout
    {
        std::vector<std::pair<std::uint64_t, Place>> places; ///< sorted, by step * kWeightSlots + slot
        std::vector<Item> items; ///< what to write, each once
        std::uint64_t byteCount = 0;
        std::uint64_t bytesPerPass = 0;
    };
    static Layout layOut(const graph::Graph &graph);
    const Place *find(std::size_t step, int slot) const;

    LargeBuffer m_buffer;
    std::vector<std::pair<std::uint64_t, Place>> m_places;
    std::uint64_t m_bytesPerPass = 0;
};

} // namespace maru::backend::cpu
