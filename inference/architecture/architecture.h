// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/base/result.h"
#include "inference/graph/graph.h"
#include "inference/model/model.h"

#include <span>
#include <string_view>

namespace maru::architecture {

/// Builds the forward pass of `model` out of plain operations.
///
/// Failure: UnknownFamily (names it), UnknownWeightType (type and tensor), MissingTensor, BadTensor (shape).
Result<graph::Graph> buildGraph(const model::Model &model);

/// The families that buildGraph knows, as general.architecture writes them.
std::span<const std::string_view> families();

} // namespace maru::architecture
