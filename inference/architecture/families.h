// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/base/result.h"
#include "inference/graph/graph.h"
#include "inference/model/model.h"

/// One builder per family, each in a file of its name. Failure: see buildGraph().
namespace maru::architecture {

Result<graph::Graph> buildLlama(const model::Model &model);
Result<graph::Graph> buildGemma3(const model::Model &model);

} // namespace maru::architecture
