// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/graph/op.h"

#include <cstddef>

namespace maru::backend::cpu {

/// out = activation(gate) * up, `count` values each; `out` may be either input.
void gatedAct(graph::Activation activation, const float *gate, const float *up, std::size_t count, float *out);

} // namespace maru::backend::cpu
