// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/graph/graph.h"

namespace maru::backend::cpu {

/// Chooses the experts of one token: see graph::Routing. `logits` is [experts]; `bias` the same, or null; `work` is
/// room for [2 * experts]; `out` is [2 * used]: ids, ascending, then weights.
void route(const float *logits, const graph::Routing &routing, const float *bias, float *work, float *out);

} // namespace maru::backend::cpu
