// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/graph/graph.h"

namespace maru::graph {

/// Replaces runs of plain operations by the fused ones that equal them, wherever the values in between have no other
/// reader. The result computes the same; the order of sums may differ.
Graph lower(const Graph &plain);

} // namespace maru::graph
