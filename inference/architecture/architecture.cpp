// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/architecture/architecture.h"

#include "inference/architecture/families.h"

#include <array>
#include <cstddef>

namespace maru::architecture {

namespace {

using Builder = Result<graph::Graph> (*)(const model::Model &);

constexpr std::array<std::string_view, 2> kNames = { "llama", "gemma3" };
constexpr std::array<Builder, kNames.size()> kBuilders = { buildLlama, buildGemma3 };

} // namespace

std::span<const std::string_view> families()
{
    return kNames;
}

Result<graph::Graph> buildGraph(const model::Model &model)
{
    const std::string &family = model.hyperparameters().family;
    for (std::size_t i = 0; i < kNames.size(); ++i) {
        if (kNames[i] == family)
            return kBuilders[i](model);
    }
    return Error { ErrorCode::Unsupported, Reason::UnknownFamily, { { "family", family } },
        "the family \"" + family + "\" is unknown" };
}

} // namespace maru::architecture
