// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/base/result.h"
#include "inference/graph/graph.h"
#include "inference/model/model.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace maru::architecture {

/// Builds the forward pass of `model` out of plain operations.
///
/// `contextLength` is how many positions there will be: LongRoPE turns differently in a context longer than its
/// original one. 0: as many as the model was trained for.
/// Failure: UnknownFamily (names it), UnknownWeightType (type and tensor), MissingTensor, BadTensor (shape), and
/// MissingKey and BadValue for keys that only this family has.
Result<graph::Graph> buildGraph(const model::Model &model, std::uint32_t contextLength = 0);

/// The families that buildGraph knows, as general.architecture writes them.
std::span<const std::string_view> families();

} // namespace maru::architecture
