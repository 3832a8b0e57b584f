// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/graph/graph.h"
#include "inference/graph/plan.h"

#include <cstddef>

namespace maru::backend::cpu {

/// True if, with few rows, the threads run step `index` (a NormAdd) and the next without a barrier in between: each
/// computes the sum for itself.
bool flowsIntoNext(const graph::Graph &graph, std::size_t index);

/// planMemory() for the CPU: what such a step reads stays in place until all threads are through with the next one too.
graph::Plan planValues(const graph::Graph &lowered);

} // namespace maru::backend::cpu
