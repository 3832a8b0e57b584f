// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <array>
#include <string_view>

namespace maru::model {

/// What the files of a family may say. Every family that is known has a row here and one in architecture.cpp.
struct FamilyRow
{
    std::string_view name; ///< as general.architecture writes it
    bool hasExperts = false; ///< expert_count may be more than 0
    bool hasSoftcaps = false; ///< attn_logit_softcapping and final_logit_softcapping may be more than 0
};

inline constexpr std::array kFamilies = {
    FamilyRow { "deepseek2", true },
    FamilyRow { "exaone4" },
    FamilyRow { "gemma2", false, true },
    FamilyRow { "gemma3", false, true },
    FamilyRow { "glm4" },
    FamilyRow { "gpt-oss", true },
    FamilyRow { "granite" },
    FamilyRow { "llama", true },
    FamilyRow { "phi3" },
    FamilyRow { "qwen2" },
    FamilyRow { "qwen3" },
    FamilyRow { "qwen3moe", true },
    FamilyRow { "smollm3" },
};

} // namespace maru::model
