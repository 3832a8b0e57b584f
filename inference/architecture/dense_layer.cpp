// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/architecture/dense_layer.h"

#include <cmath>
#include <string>
#include <string_view>

namespace maru::architecture {

namespace {

using graph::kNone;
using graph::WeightId;

/// A norm that the family has or has not.
Result<WeightId> norm(WeightLoader &loader, bool isWanted, const std::string &name, std::uint32_t length)
{
    return isWanted ? loader.vector(name, length) : Result<WeightId>(kNone);
}

} // namespace

Result<AttentionWeights> loadAttention(
    WeightLoader &loader, const model::Hyperparameters &sizes, std::uint32_t index, LayerNorms norms)
{
    const std::uint32_t width = sizes.embeddingLength;
    const std::uint32_t queries = sizes.headCount * sizes.keyLength;
    const std::uint32_t keys = sizes.kvHeadCount * sizes.keyLength;
    const std::uint32_t values = sizes.kvHeadCount * sizes.valueLength;
    const auto name = [index](std::string_view tensor) { return WeightLoader::inLayer(index, tensor); };
    AttentionWeights layer = {};
    MARU_TRY(layer.norm, norm(loader, norms.before, name("attn_norm.weight"), width));
    if (const std::string fused = name("attn_qkv"); loader.has(fused + ".weight")) {
        const std::uint32_t all = queries + keys + values;
        MARU_TRY(layer.q, loader.rows(fused + ".weight", { all, 0, queries }, width));
        MARU_TRY(layer.k, loader.rows(fused + ".weight", { all, queries, keys }, width));
        MARU_TRY(layer.v, loader.rows(fused + ".weight", { all, queries + keys, values }, width));
        MARU_TRY(layer.qBias, loader.optionalPart(fused + ".bias", { all, 0, queries }));
        MARU_TRY(layer.kBias, loader.optionalPart(fused + ".bias", { all, queries, keys }));
        MARU_TRY(layer.vBias, loader.optionalPart(fused + ".bias", { all, queries + keys, values }));
    } else {
        MARU_TRY(layer.q, loader.matrix(name("attn_q.weight"), queries, width));
        MARU_TRY(layer.k, loader.matrix(name("attn_k.weight"), keys, width));
        MARU_TRY(layer.v, loader.matrix(name("attn_v.weight"), values, width));
        MARU_TRY(layer.qBias, loader.optionalVector(name("attn_q.bias"), queries));
        MARU_TRY(layer.kBias, loader.optionalVector(name("attn_k.bias"), keys));
        MARU_TRY(layer.vBias, loader.optionalVector(name("attn_v.bias"), values));
    }
    MARU_TRY(layer.qNorm, norm(loader, norms.ofHeads, name("attn_q_norm.weight"), sizes.keyLength));
    MARU_TRY(layer.kNorm, norm(loader, norms.ofHeads, name("attn_k_norm.weight"), sizes.keyLength));
    MARU_TRY(layer.output, loader.matrix(name("attn_output.weight"), width, sizes.headCount * sizes.valueLength));
    MARU_TRY(layer.outputBias, loader.optionalVector(name("attn_output.bias"), width));
    MARU_TRY(layer.normBehind, norm(loader, norms.behind, name("post_attention_norm.weight"), width));
    return layer;
}

Result<MlpWeights> loadMlp(
    WeightLoader &loader, const model::Hyperparameters &sizes, std::uint32_t index, LayerNorms norms)
{
    const std::uint32_t width = sizes.embeddingLength;
    const std::uint32_t inner = sizes.feedForwardLength;
    const auto name = [index](std::string_view tensor) { return WeightLoader::inLayer(index, tensor); };
    MlpWeights layer = {};
    MARU_TRY(layer.norm, norm(loader, norms.before, name("ffn_norm.weight"), width));
    if (loader.has(name("ffn_gate.weight"))) {
        MARU_TRY(layer.gate, loader.matrix(name("ffn_gate.weight"), inner, width));
        MARU_TRY(layer.up, loader.matrix(name("ffn_up.weight"), inner, width));
        MARU_TRY(layer.gateBias, loader.optionalVector(name("ffn_gate.bias"), inner));
        MARU_TRY(layer.upBias, loader.optionalVector(name("ffn_up.bias"), inner));
    } else {
        MARU_TRY(layer.gate, loader.rows(name("ffn_up.weight"), { 2 * inner, 0, inner }, width));
        MARU_TRY(layer.up, loader.rows(name("ffn_up.weight"), { 2 * inner, inner, inner }, width));
        MARU_TRY(layer.gateBias, loader.optionalPart(name("ffn_up.bias"), { 2 * inner, 0, inner }));
        MARU_TRY(layer.upBias, loader.optionalPart(name("ffn_up.bias"), { 2 * inner, inner, inner }));
    }
    MARU_TRY(layer.down, loader.matrix(name("ffn_down.weight"), width, inner));
    MARU_TRY(layer.downBias, loader.optionalVector(name("ffn_down.bias"), width));
    MARU_TRY(layer.normBehind, norm(loader, norms.behind, name("post_ffw_norm.weight"), width));
    return layer;
}

Result<Ends> loadEnds(WeightLoader &loader, const model::Hyperparameters &sizes)
{
    Ends ends = {};
    MARU_TRY(ends.embedding, loader.matrix("token_embd.weight", sizes.vocabularySize, sizes.embeddingLength));
    MARU_TRY(ends.norm, loader.vector("output_norm.weight", sizes.embeddingLength));
    ends.head = ends.embedding;
    if (loader.has("output.weight")) {
        MARU_TRY(ends.head, loader.matrix("output.weight", sizes.vocabularySize, sizes.embeddingLength));
    }
    return ends;
}

float attentionScale(const model::Hyperparameters &sizes)
{
    return sizes.attentionScale != 0.0f ? sizes.attentionScale : 1.0f / std::sqrt(static_cast<float>(sizes.keyLength));
}

} // namespace maru::architecture
