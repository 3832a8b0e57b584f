// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/graph/graph.h"

#include <cstdint>
#include <vector>

namespace maru::graph {

/// Where each value lies while it lives: values whose lives do not overlap share memory.
///
/// Offsets are in floats per row: value v of T rows takes [offset * T, (offset + width) * T) if T is the largest chunk.
struct Plan
{
    std::vector<std::uint32_t> offsets; ///< by ValueId, multiples of 16
    std::uint32_t floatsPerRow = 0;
};

/// Places all values of `graph`. Logits (perOutput) are placed like any other.
Plan planMemory(const Graph &graph);

} // namespace maru::graph
