// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/quantizer/type_mixture.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

namespace maru::quantizer {

namespace {

using quant::TensorType;

struct TargetRow
{
    std::string_view name;
    std::uint32_t fileType;
    TensorType type; ///< of most tensors
};

constexpr std::array<TargetRow, kTargetCount> kTargets = { {
    { "Q8_0", 7, TensorType::Q8_0 },
    { "Q6_K", 18, TensorType::Q6_K },
    { "Q5_K_M", 17, TensorType::Q5_K },
    { "Q4_K_M", 15, TensorType::Q4_K },
    { "Q4_0", 2, TensorType::Q4_0 },
    { "Q3_K_M", 12, TensorType::Q3_K },
    { "Q2_K", 10, TensorType::Q2_K },
} };

const TargetRow &row(Target target)
{
    return kTargets[static_cast<std::size_t>(target)];
}

/// The layer in "blk.12.attn_q.weight", or 0.
std::uint32_t layerOf(std::string_view name)
{
    std::uint32_t layer = 0;
    if (name.starts_with("blk."))
        std::from_chars(name.data() + 4, name.data() + name.size(), layer);
    return layer;
}

/// "attn_q" of "blk.12.attn_q.weight"; "output" of "output.weight".
std::string_view roleOf(std::string_view name)
{
    name.remove_suffix(std::min(name.size(), std::string_view(".weight").size()));
    const std::size_t dot = name.rfind('.');
    return dot == std::string_view::npos ? name : name.substr(dot + 1);
}

bool isQuantized(const gguf::TensorInfo &tensor)
{
    const std::string_view role = roleOf(tensor.name);
    return tensor.name.ends_with(".weight") && tensor.dimensionCount >= 2 && !role.ends_with("norm")
        && role != "ffn_gate_inp" && role != "position_embd" && !role.starts_with("rope_");
}

/// The first and the last eighth of the layers, and every third between.
bool isSensitive(std::uint32_t layer, std::uint32_t layers)
{
    const std::uint32_t eighth = layers / 8;
    return layer < eighth || layer >= 7 * layers / 8 || (layer - eighth) % 3 == 2;
}

constexpr std::uint32_t kLayersOf70B = 80;

TensorType valueType(Target target, std::uint32_t layer, const MixtureModel &model)
{
    TensorType type = row(target).type;
    const bool sharesKeys = model.queriesPerKey >= 4;
    if (target == Target::Q2_K)
        type = sharesKeys ? TensorType::Q4_K : TensorType::Q3_K;
    else if (target == Target::Q3_K_M)
        type = layer < 2 ? TensorType::Q5_K : TensorType::Q4_K;
    else if ((target == Target::Q4_K_M || target == Target::Q5_K_M) && isSensitive(layer, model.layerCount))
        type = TensorType::Q6_K;
    // Eight queries to a key: the values are a small part of a large model, and more digits of them cost nothing.
    const bool isLarge = model.layerCount == kLayersOf70B && model.queriesPerKey > 1;
    if (isLarge && (type == TensorType::Q3_K || type == TensorType::Q4_K))
        type = TensorType::Q5_K;
    return model.expertCount == 8 ? TensorType::Q8_0 : type;
}

TensorType downType(Target target, std::uint32_t layer, const MixtureModel &model)
{
    switch (target) {
    case Target::Q2_K:
        return TensorType::Q3_K;
    case Target::Q3_K_M:
        return layer < model.layerCount / 16 ? TensorType::Q5_K : TensorType::Q4_K;
    case Target::Q4_K_M:
    case Target::Q5_K_M:
        return isSensitive(layer, model.layerCount) ? TensorType::Q6_K : row(target).type;
    default:
        return row(target).type;
    }
}

TensorType attentionOutputType(Target target, const MixtureModel &model)
{
    const TensorType type = row(target).type;
    if (model.expertCount == 8) {
        const bool isSmall = type == TensorType::Q2_K || type == TensorType::Q3_K || type == TensorType::Q4_K;
        return isSmall ? TensorType::Q5_K : type;
    }
    if (target == Target::Q2_K)
        return TensorType::Q3_K;
    return target == Target::Q3_K_M ? TensorType::Q4_K : type;
}

TensorType fusedQkvType(Target target)
{
    switch (target) {
    case Target::Q3_K_M:
        return TensorType::Q4_K;
    case Target::Q4_K_M:
        return TensorType::Q5_K;
    case Target::Q5_K_M:
        return TensorType::Q6_K;
    default:
        return row(target).type;
    }
}

TensorType mixed(std::string_view name, Target target, const MixtureModel &model)
{
    const std::string_view role = roleOf(name);
    const std::uint32_t layer = layerOf(name);
    const TensorType type = row(target).type;
    if (name == "output.weight" || (name == "token_embd.weight" && !model.hasOutput))
        return type == TensorType::Q8_0 ? type : TensorType::Q6_K;
    if (role == "attn_v" || role == "attn_kv_b" || role == "attn_v_b")
        return valueType(target, layer, model);
    if (role == "attn_k" && model.expertCount == 8)
        return TensorType::Q8_0;
    if (role.starts_with("ffn_down"))
        return downType(target, layer, model);
    if (role == "attn_output")
        return attentionOutputType(target, model);
    return role == "attn_qkv" ? fusedQkvType(target) : type;
}

/// The type itself if rows of `columns` are whole blocks of it.
TensorType fitting(TensorType type, std::uint64_t columns)
{
    if (columns % quant::tensorTypeInfo(type).blockLength == 0)
        return type;
    if (columns % 32 != 0)
        return TensorType::F16;
    switch (type) {
    case TensorType::Q6_K:
        return TensorType::Q8_0;
    case TensorType::Q5_K:
        return TensorType::Q5_1;
    case TensorType::Q4_K:
        return TensorType::Q5_0;
    default:
        return TensorType::Q4_0;
    }
}

} // namespace

std::string_view toString(Target target)
{
    return row(target).name;
}

std::optional<Target> findTarget(std::string_view name)
{
    for (int i = 0; i < kTargetCount; ++i) {
        if (toString(static_cast<Target>(i)) == name)
            return static_cast<Target>(i);
    }
    return std::nullopt;
}

std::uint32_t fileType(Target target)
{
    return row(target).fileType;
}

MixtureModel MixtureModel::of(const gguf::GgufFile &file)
{
    const std::string family(file.string("general.architecture").value_or(""));
    const auto number = [&](const char *key) {
        return static_cast<std::uint32_t>(std::clamp<std::int64_t>(file.integer(family + key).value_or(0), 0, 1 << 20));
    };
    MixtureModel model;
    model.layerCount = number(".block_count");
    const std::uint32_t heads = number(".attention.head_count");
    const std::uint32_t keyHeads = number(".attention.head_count_kv");
    model.queriesPerKey = keyHeads == 0 ? 1 : std::max(heads / keyHeads, 1U);
    model.expertCount = number(".expert_count");
    model.hasOutput = file.findTensor("output.weight") != nullptr;
    return model;
}

std::optional<quant::TensorType> typeFor(const gguf::TensorInfo &tensor, Target target, const MixtureModel &model)
{
    if (!isQuantized(tensor))
        return std::nullopt;
    return fitting(mixed(tensor.name, target, model), tensor.dimensions[0]);
}

} // namespace maru::quantizer
