// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/base/result.h"
#include "inference/graph/graph.h"
#include "inference/model/model.h"

#include <cstdint>

/// One builder per family, each in a file of its name. Arguments and failure: see buildGraph().
namespace maru::architecture {

Result<graph::Graph> buildDeepSeek2(const model::Model &model, std::uint32_t contextLength);
Result<graph::Graph> buildExaone4(const model::Model &model, std::uint32_t contextLength);
Result<graph::Graph> buildGemma2(const model::Model &model, std::uint32_t contextLength);
Result<graph::Graph> buildGemma3(const model::Model &model, std::uint32_t contextLength);
Result<graph::Graph> buildGlm4(const model::Model &model, std::uint32_t contextLength);
Result<graph::Graph> buildGptOss(const model::Model &model, std::uint32_t contextLength);
Result<graph::Graph> buildGranite(const model::Model &model, std::uint32_t contextLength);
Result<graph::Graph> buildLlama(const model::Model &model, std::uint32_t contextLength);
Result<graph::Graph> buildPhi3(const model::Model &model, std::uint32_t contextLength);
Result<graph::Graph> buildQwen2(const model::Model &model, std::uint32_t contextLength);
Result<graph::Graph> buildQwen3(const model::Model &model, std::uint32_t contextLength);
Result<graph::Graph> buildQwen3Moe(const model::Model &model, std::uint32_t contextLength);
Result<graph::Graph> buildSmolLm3(const model::Model &model, std::uint32_t contextLength);

} // namespace maru::architecture
