// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/model/hyperparameters.h"

#include "inference/model/families.h"
#include "inference/model/family_keys.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <string_view>

namespace maru::model {

namespace {

/// What a model may be at most: far above any that exists, far below what would overflow.
constexpr std::uint32_t kMostVocabulary = 1u << 22;
constexpr std::uint32_t kMostContext = 1u << 24;
constexpr std::uint32_t kMostWidth = 1u << 17; // of embeddings and of all heads together
constexpr std::uint32_t kMostFeedForward = 1u << 20;
constexpr std::uint32_t kMostLayers = 1024;
constexpr std::uint32_t kMostHeads = 2048;
constexpr std::uint32_t kMostHeadWidth = 2048;
constexpr std::uint32_t kMostWindow = std::numeric_limits<std::int32_t>::max();

Result<void> readSizes(const FamilyKeys &keys, Hyperparameters &sizes)
{
    MARU_CHECK(keys.required("context_length", sizes.contextLength, 1, kMostContext));
    MARU_CHECK(keys.required("embedding_length", sizes.embeddingLength, 1, kMostWidth));
    MARU_CHECK(keys.required("block_count", sizes.layerCount, 1, kMostLayers));
    std::uint32_t guessing = 0;
    MARU_CHECK(keys.optional("nextn_predict_layers", guessing, 0, sizes.layerCount - 1));
    sizes.layerCount -= guessing;
    MARU_CHECK(keys.required("feed_forward_length", sizes.feedForwardLength, 1, kMostFeedForward));
    MARU_CHECK(keys.required("attention.layer_norm_rms_epsilon", sizes.rmsEpsilon, 1e-12, 1.0));
    return {};
}

Result<void> readHeads(const FamilyKeys &keys, Hyperparameters &sizes)
{
    MARU_CHECK(keys.required("attention.head_count", sizes.headCount, 1, kMostHeads));
    sizes.kvHeadCount = sizes.headCount;
    MARU_CHECK(keys.optional("attention.head_count_kv", sizes.kvHeadCount, 1, sizes.headCount));
    if (sizes.headCount % sizes.kvHeadCount != 0)
        return keys.badValue("attention.head_count_kv", "does not divide the head count");
    sizes.keyLength = sizes.embeddingLength / sizes.headCount;
    sizes.valueLength = sizes.keyLength;
    MARU_CHECK(keys.optional("attention.key_length", sizes.keyLength, 1, kMostHeadWidth));
    MARU_CHECK(keys.optional("attention.value_length", sizes.valueLength, 1, kMostHeadWidth));
    for (const std::uint32_t length : { sizes.keyLength, sizes.valueLength }) {
        if (length == 0 || length > kMostHeadWidth || length * sizes.headCount > kMostWidth)
            return keys.badValue("attention.head_count", "gives heads of " + std::to_string(length) + " values");
    }
    MARU_CHECK(keys.optional("attention.scale", sizes.attentionScale, 0.0, 1e3));
    return keys.optional("attention.sliding_window", sizes.slidingWindow, 0, kMostWindow);
}

Result<void> readScaling(const FamilyKeys &keys, Hyperparameters &sizes)
{
    constexpr double kMostFactor = 1e6;
    constexpr double kMostTurns = 1e6;
    MARU_CHECK(keys.optional("rope.scale_linear", sizes.ropeFactor, 1e-3, kMostFactor)); // before 2024
    MARU_CHECK(keys.optional("rope.scaling.factor", sizes.ropeFactor, 0.0, kMostFactor));
    if (sizes.ropeFactor == 0.0f)
        sizes.ropeFactor = 1.0f;
    MARU_CHECK(keys.optional("rope.scaling.attn_factor", sizes.ropeMagnitude, 1e-3, 1e3));
    MARU_CHECK(keys.optional("rope.scaling.yarn_beta_fast", sizes.yarnFastTurns, 1e-3, kMostTurns));
    MARU_CHECK(keys.optional("rope.scaling.yarn_beta_slow", sizes.yarnSlowTurns, 1e-3, kMostTurns));
    sizes.ropeOriginalContext = sizes.contextLength;
    MARU_CHECK(keys.optional("rope.scaling.original_context_length", sizes.ropeOriginalContext, 1, kMostContext));
    const std::string_view type = keys.text("rope.scaling.type");
    if (type == "longrope")
        sizes.ropeScaling = RopeScaling::LongRope;
    else if (type == "none" || sizes.ropeFactor == 1.0f)
        sizes.ropeScaling = RopeScaling::None;
    else if (type.empty() || type == "linear")
        sizes.ropeScaling = RopeScaling::Linear;
    else if (type == "yarn")
        sizes.ropeScaling = RopeScaling::Yarn;
    else
        return keys.badValue("rope.scaling.type", "is \"" + std::string(type) + "\", which is unknown");
    return {};
}

Result<void> readRope(const FamilyKeys &keys, Hyperparameters &sizes)
{
    constexpr double kMostBase = 1e15;
    sizes.ropeDimension = sizes.keyLength;
    MARU_CHECK(keys.optional("rope.dimension_count", sizes.ropeDimension, 1, sizes.keyLength));
    if (sizes.ropeDimension % 2 != 0)
        return keys.badValue("rope.dimension_count", "is odd");
    MARU_CHECK(keys.optional("rope.freq_base", sizes.ropeBase, 1.0, kMostBase));
    MARU_CHECK(keys.optional("rope.freq_base_swa", sizes.ropeLocalBase, 1.0, kMostBase));
    return readScaling(keys, sizes);
}

/// Keys that change what a model computes, in ways that its family does not.
Result<void> refuseUnknown(const FamilyKeys &keys, const FamilyRow &family)
{
    constexpr double kAny = std::numeric_limits<float>::max();
    const auto unsupported = [&keys](std::string_view name) {
        return Error { ErrorCode::Unsupported, Reason::BadValue,
            { { "key", keys.key(name) }, { "detail", "is not supported" } }, keys.key(name) + " is not supported" };
    };
    const auto refuse = [&](std::string_view name) -> Result<void> {
        float value = 0.0f;
        MARU_CHECK(keys.optional(name, value, -kAny, kAny));
        return value == 0.0f ? Result<void>() : unsupported(name);
    };
    bool isCausal = true;
    MARU_CHECK(keys.optional("attention.causal", isCausal));
    if (!isCausal)
        return unsupported("attention.causal"); // a model of meanings, not of text
    if (keys.has("rope.dimension_sections"))
        return unsupported("rope.dimension_sections"); // positions in a picture
    if (!family.hasExperts)
        MARU_CHECK(refuse("expert_count"));
    if (family.hasSoftcaps)
        return {};
    MARU_CHECK(refuse("attn_logit_softcapping"));
    return refuse("final_logit_softcapping");
}

} // namespace

Result<Hyperparameters> Hyperparameters::read(const gguf::GgufFile &file, std::uint32_t vocabularySize)
{
    Hyperparameters sizes;
    const std::optional<std::string_view> name = file.string("general.architecture");
    if (!name)
        return Error { ErrorCode::Corrupt, Reason::MissingKey, { { "key", "general.architecture" } },
            "the file has no general.architecture" };
    sizes.family = *name;
    sizes.vocabularySize = vocabularySize;
    const auto family
        = std::find_if(kFamilies.begin(), kFamilies.end(), [name](const FamilyRow &row) { return row.name == *name; });
    if (family == kFamilies.end())
        return Error { ErrorCode::Unsupported, Reason::UnknownFamily, { { "family", sizes.family } },
            "the family \"" + sizes.family + "\" is unknown" };
    if (vocabularySize == 0 || vocabularySize > kMostVocabulary) {
        const std::string detail = "holds " + std::to_string(vocabularySize) + " tokens";
        return Error { ErrorCode::Corrupt, Reason::BadValue,
            { { "key", "tokenizer.ggml.tokens" }, { "detail", detail } }, "tokenizer.ggml.tokens " + detail };
    }
    const FamilyKeys keys(file, *name);
    MARU_CHECK(readSizes(keys, sizes));
    MARU_CHECK(readHeads(keys, sizes));
    MARU_CHECK(readRope(keys, sizes));
    MARU_CHECK(refuseUnknown(keys, *family));
    return sizes;
}

} // namespace maru::model
