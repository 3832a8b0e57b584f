// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/base/result.h"
#include "inference/graph/graph.h"
#include "inference/model/hyperparameters.h"
#include "inference/model/model.h"

#include <cstdint>

namespace maru::architecture {

/// The base of rotary positions where neither file nor family says another.
inline constexpr float kUsualRopeBase = 10000.0f;

/// Where YaRN's mixing of kept and stretched angles begins and ends.
enum class YarnRamp : std::uint8_t {
    AtPairs, ///< rounded outwards to whole pairs
    BetweenPairs,
};

/// Angles that shrink from 1 to almost 1 / base along the pairs of a head. Source: Su et al. 2021, "RoFormer".
graph::RopeTable plainRope(graph::RopeStyle style, std::uint32_t rotaryWidth, float base);

/// The same, stretched to a longer context as the sizes say: linear, or YaRN (Peng et al. 2023, "YaRN"). `base` is that
/// of the family, if the file has none.
graph::RopeTable scaledRope(graph::RopeStyle style, const model::Hyperparameters &sizes, float base = kUsualRopeBase,
    YarnRamp ramp = YarnRamp::AtPairs);

/// scaledRope(), each angle divided by its factor if the file holds factors: those of Llama 3 (rope_freqs), or those of
/// LongRoPE (Ding et al. 2024), which has a list for contexts within the original one and a list for longer ones.
///
/// `contextLength` is how many positions there will be; 0: as many as the model was trained for.
/// Failure: MissingTensor (a list that the model needs), BadTensor (lengths, types, values that are no factors).
Result<graph::RopeTable> modelRope(graph::RopeStyle style, const model::Model &model, std::uint32_t contextLength,
    float base = kUsualRopeBase, YarnRamp ramp = YarnRamp::AtPairs);

} // namespace maru::architecture
