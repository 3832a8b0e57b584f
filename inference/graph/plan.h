// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/graph/graph.h"

#include <cstdint>
#include <vector>

namespace maru::graph {

/// Where each value lies while it lives: values whose lives do not overlap share memory.
///
/// There are two areas, one for values of all tokens and one for values perOutput (after SelectOutputs, logits too),
/// whose rows are at most maxOutputs. Offsets are in floats per row of the value's own area: a value of an area of R
/// rows takes [offset * R, (offset + width) * R).
struct Plan
{
    std::vector<std::uint32_t> offsets; ///< by ValueId, multiples of 16
    std::uint32_t floatsPerRow = 0; ///< of the area of all tokens
    std::uint32_t floatsPerOutput = 0; ///< of the area of outputs
};

/// Places all values of `graph`, its input too. Another value that no step makes has offset 0 and takes no room.
Plan planMemory(const Graph &graph);

} // namespace maru::graph
