// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/architecture/architecture.h"

#include "inference/architecture/families.h"
#include "inference/model/families.h"

#include <array>
#include <cstddef>

namespace maru::architecture {

namespace {

struct Entry
{
    std::string_view name;
    Result<graph::Graph> (*build)(const model::Model &, std::uint32_t contextLength);
};

constexpr std::array kEntries = {
    Entry { "deepseek2", buildDeepSeek2 },
    Entry { "exaone4", buildExaone4 },
    Entry { "gemma2", buildGemma2 },
    Entry { "gemma3", buildGemma3 },
    Entry { "glm4", buildGlm4 },
    Entry { "gpt-oss", buildGptOss },
    Entry { "granite", buildGranite },
    Entry { "llama", buildLlama },
    Entry { "phi3", buildPhi3 },
    Entry { "qwen2", buildQwen2 },
    Entry { "qwen3", buildQwen3 },
    Entry { "qwen3moe", buildQwen3Moe },
    Entry { "smollm3", buildSmolLm3 },
};

constexpr std::array<std::string_view, kEntries.size()> kNames = [] {
    std::array<std::string_view, kEntries.size()> names;
    for (std::size_t i = 0; i < names.size(); ++i)
        names[i] = kEntries[i].name;
    return names;
}();

constexpr bool agreesWithModel()
{
    for (std::size_t i = 0; i < model::kFamilies.size(); ++i) {
        if (i >= kNames.size() || kNames[i] != model::kFamilies[i].name)
            return false;
    }
    return kNames.size() == model::kFamilies.size();
}
static_assert(agreesWithModel(), "model/families.h lists the same families in the same order");

} // namespace

std::span<const std::string_view> families()
{
    return kNames;
}

Result<graph::Graph> buildGraph(const model::Model &model, std::uint32_t contextLength)
{
    const std::string &family = model.hyperparameters().family;
    for (const Entry &entry : kEntries) {
        if (entry.name == family)
            return entry.build(model, contextLength);
    }
    return Error { ErrorCode::Unsupported, Reason::UnknownFamily, { { "family", family } },
        "the family \"" + family + "\" is unknown" };
}

} // namespace maru::architecture
