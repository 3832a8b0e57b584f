// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/graph/op.h"

#include <cstdint>

namespace maru::backend::cpu {

/// Turns the first 2 * `pairs` values of one head in place by the angles whose cosines and sines are given: [pairs]
/// each.
void rope(float *head, graph::RopeStyle style, std::uint32_t pairs, const float *cosines, const float *sines);

} // namespace maru::backend::cpu
