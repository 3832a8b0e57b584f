// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/graph/graph.h"
#include "inference/model/hyperparameters.h"

#include <cstdint>
#include <span>

namespace maru::architecture {

/// Angles that shrink from 1 to almost 1 / base along the pairs of a head. Source: Su et al. 2021, "RoFormer".
graph::RopeTable plainRope(graph::RopeStyle style, std::uint32_t rotaryWidth, float base);

/// The same, stretched to a longer context as the model says: linear, or YaRN (Peng et al. 2023, "YaRN").
graph::RopeTable scaledRope(graph::RopeStyle style, const model::Hyperparameters &sizes);

/// Divides each pair's angle by its factor: how GGUF stores Llama 3's scaling. Lengths are equal.
void divideByFactors(graph::RopeTable &table, std::span<const float> factors);

} // namespace maru::architecture
