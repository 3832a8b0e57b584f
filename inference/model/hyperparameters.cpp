// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/model/hyperparameters.h"

#include <cmath>
#include <limits>
#include <optional>
#include <string_view>
#include <utility>

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

Error badValue(const std::string &key, std::string detail)
{
    std::string message = key + " " + detail;
    return { ErrorCode::Corrupt, Reason::BadValue, { { "key", key }, { "detail", std::move(detail) } },
        std::move(message) };
}

Error missing(const std::string &key)
{
    return { ErrorCode::Corrupt, Reason::MissingKey, { { "key", key } }, "the file has no " + key };
}

/// Reads `<family>.*` keys into a range.
class FamilyKeys
{
public:
    FamilyKeys(const gguf::GgufFile &file, std::string_view family)
        : m_file(file)
        , m_prefix(std::string(family) + ".")
    {
    }

    std::string key(std::string_view name) const { return m_prefix + std::string(name); }
    bool has(std::string_view name) const { return m_file.find(key(name)) != nullptr; }

    /// Leaves `target` as it is if the key is absent.
    Result<void> optional(std::string_view name, std::uint32_t &target, std::uint32_t least, std::uint32_t most) const
    {
        if (!has(name))
            return {};
        const std::optional<std::int64_t> value = m_file.integer(key(name));
        if (!value)
            return badValue(key(name), "is not one whole number");
        if (*value < least || *value > most)
            return badValue(key(name),
                "is " + std::to_string(*value) + ", not " + std::to_string(least) + " to " + std::to_string(most));
        target = static_cast<std::uint32_t>(*value);
        return {};
    }

    Result<void> required(std::string_view name, std::uint32_t &target, std::uint32_t least, std::uint32_t most) const
    {
        return has(name) ? optional(name, target, least, most) : missing(key(name));
    }

    Result<void> optional(std::string_view name, float &target, double least, double most) const
    {
        if (!has(name))
            return {};
        const std::optional<double> value = m_file.number(key(name));
        if (!value)
            return badValue(key(name), "is not one number");
        if (!(*value >= least && *value <= most)) // not-a-number fails too
            return badValue(key(name), "is out of range");
        target = static_cast<float>(*value);
        return {};
    }

    Result<void> required(std::string_view name, float &target, double least, double most) const
    {
        return has(name) ? optional(name, target, least, most) : missing(key(name));
    }

    std::string_view text(std::string_view name) const
    {
        return m_file.string(key(name)).value_or(std::string_view {});
    }

private:
    const gguf::GgufFile &m_file;
    std::string m_prefix;
};

Result<void> readSizes(const FamilyKeys &keys, Hyperparameters &sizes)
{
    MARU_CHECK(keys.required("context_length", sizes.contextLength, 1, kMostContext));
    MARU_CHECK(keys.required("embedding_length", sizes.embeddingLength, 1, kMostWidth));
    MARU_CHECK(keys.required("block_count", sizes.layerCount, 1, kMostLayers));
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
        return badValue(keys.key("attention.head_count_kv"), "does not divide the head count");
    sizes.keyLength = sizes.embeddingLength / sizes.headCount;
    sizes.valueLength = sizes.keyLength;
    MARU_CHECK(keys.optional("attention.key_length", sizes.keyLength, 1, kMostHeadWidth));
    MARU_CHECK(keys.optional("attention.value_length", sizes.valueLength, 1, kMostHeadWidth));
    for (const std::uint32_t length : { sizes.keyLength, sizes.valueLength }) {
        if (length == 0 || length > kMostHeadWidth || length * sizes.headCount > kMostWidth)
            return badValue(keys.key("attention.head_count"), "gives heads of " + std::to_string(length) + " values");
    }
    MARU_CHECK(keys.optional("attention.scale", sizes.attentionScale, 0.0, 1e3));
    return {};
}

Result<void> readScaling(const FamilyKeys &keys, Hyperparameters &sizes)
{
    constexpr double kMostFactor = 1e6;
    MARU_CHECK(keys.optional("rope.scale_linear", sizes.ropeFactor, 1e-3, kMostFactor)); // before 2024
    MARU_CHECK(keys.optional("rope.scaling.factor", sizes.ropeFactor, 0.0, kMostFactor));
    if (sizes.ropeFactor == 0.0f)
        sizes.ropeFactor = 1.0f;
    sizes.ropeOriginalContext = sizes.contextLength;
    MARU_CHECK(keys.optional("rope.scaling.original_context_length", sizes.ropeOriginalContext, 1, kMostContext));
    const std::string_view type = keys.text("rope.scaling.type");
    if (type == "none" || sizes.ropeFactor == 1.0f)
        sizes.ropeScaling = RopeScaling::None;
    else if (type.empty() || type == "linear")
        sizes.ropeScaling = RopeScaling::Linear;
    else if (type == "yarn")
        sizes.ropeScaling = RopeScaling::Yarn;
    else
        return badValue(keys.key("rope.scaling.type"), "is \"" + std::string(type) + "\", which is unknown");
    return {};
}

Result<void> readRope(const FamilyKeys &keys, Hyperparameters &sizes)
{
    constexpr double kMostBase = 1e15;
    sizes.ropeDimension = sizes.keyLength;
    MARU_CHECK(keys.optional("rope.dimension_count", sizes.ropeDimension, 1, sizes.keyLength));
    if (sizes.ropeDimension % 2 != 0)
        return badValue(keys.key("rope.dimension_count"), "is odd");
    MARU_CHECK(keys.optional("rope.freq_base", sizes.ropeBase, 1.0, kMostBase));
    MARU_CHECK(keys.optional("rope.freq_base_swa", sizes.ropeLocalBase, 1.0, kMostBase));
    return readScaling(keys, sizes);
}

/// Keys that change what a family computes, in ways that Maru does not.
Result<void> refuseUnknown(const FamilyKeys &keys)
{
    for (const std::string_view name : { "expert_count", "attn_logit_softcapping", "final_logit_softcapping" }) {
        float value = 0.0f;
        MARU_CHECK(keys.optional(name, value, std::numeric_limits<float>::lowest(), std::numeric_limits<float>::max()));
        if (value != 0.0f)
            return Error { ErrorCode::Unsupported, Reason::BadValue,
                { { "key", keys.key(name) }, { "detail", "is not supported" } }, keys.key(name) + " is not supported" };
    }
    return {};
}

} // namespace

Result<Hyperparameters> Hyperparameters::read(const gguf::GgufFile &file, std::uint32_t vocabularySize)
{
    Hyperparameters sizes;
    const std::optional<std::string_view> family = file.string("general.architecture");
    if (!family)
        return missing("general.architecture");
    sizes.family = *family;
    sizes.vocabularySize = vocabularySize;
    if (vocabularySize == 0 || vocabularySize > kMostVocabulary)
        return badValue("tokenizer.ggml.tokens", "holds " + std::to_string(vocabularySize) + " tokens");
    if (*family == "gemma3") {
        sizes.ropeBase = 1e6f;
        sizes.slidingPattern = 6;
    } else if (*family != "llama") {
        return Error { ErrorCode::Unsupported, Reason::UnknownFamily, { { "family", sizes.family } },
            "the family \"" + sizes.family + "\" is unknown" };
    }
    const FamilyKeys keys(file, *family);
    MARU_CHECK(readSizes(keys, sizes));
    MARU_CHECK(readHeads(keys, sizes));
    MARU_CHECK(readRope(keys, sizes));
    MARU_CHECK(
        keys.optional("attention.sliding_window", sizes.slidingWindow, 0, std::numeric_limits<std::int32_t>::max()));
    MARU_CHECK(keys.optional("attention.sliding_window_pattern", sizes.slidingPattern, 0, kMostLayers));
    MARU_CHECK(refuseUnknown(keys));
    return sizes;
}

} // namespace maru::model
