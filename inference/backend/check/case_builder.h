// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/check/kernel_cases.h"
#include "inference/graph/graph_builder.h"
#include "inference/quant/tensor_type.h"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace maru::backend::check {

/// Random numbers that depend on the seed only. Source: Steele et al. 2014, "Fast Splittable Pseudorandom Number
/// Generators" (splitmix64).
class Random
{
public:
    explicit Random(std::string_view seed);

    std::uint64_t bits();
    double uniform(); ///< [0, 1)
    float normal();

private:
    std::uint64_t m_state;
};

/// Makes the graph of a case: inputs come from Embed, every weight is random.
class CaseBuilder
{
public:
    /// `inputRows` rows of input; tokens are drawn from them.
    CaseBuilder(std::string_view name, std::uint32_t inputRows = 96);

    graph::GraphBuilder &graph() { return m_graph; }

    /// Random float32 rows: what an operation reads.
    graph::ValueId input(std::uint32_t width);

    /// Rows of evenly spaced values from -4 to 4 in random order: logits of experts of which no two are nearly equal.
    graph::ValueId spread(std::uint32_t width);

    /// A random matrix in `type`; blocks and rows differ in size, and outputs are about as large as inputs.
    graph::WeightId matrix(quant::TensorType type, std::uint32_t rows, std::uint32_t columns);

    graph::WeightId norm(std::uint32_t width); ///< about 1
    graph::WeightId bias(std::uint32_t width);

    /// A pass of `count` tokens.
    void pass(std::uint32_t position, std::uint32_t count, Outputs outputs = Outputs::All);

    /// The usual passes of what knows no position: one token, few, and more than a tile's.
    void usualPasses();

    void setKv(KvType type) { m_case.options.kv = type; }
    void setContext(std::uint32_t length) { m_case.options.contextLength = length; }

    /// The case that puts out `result`: through SelectOutputs, unless it is behind one already.
    KernelCase finish(graph::ValueId result, bool isSelected = false);

private:
    graph::WeightId add(std::string_view what, quant::TensorType type, std::uint32_t rows, std::uint32_t columns,
        const std::vector<float> &values);

    Random m_random;
    std::uint32_t m_inputRows;
    graph::GraphBuilder m_graph;
    KernelCase m_case;
};

} // namespace maru::backend::check
