// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/architecture/families.h"
#include "inference/architecture/rope_tables.h"
#include "inference/architecture/weight_loader.h"

#include <cmath>
#include <utility>

namespace maru::architecture {

namespace {

using graph::ValueId;
using graph::WeightId;

constexpr std::uint32_t kLayersOf27B = 62;

struct Layer
{
    WeightId attentionNorm, q, qNorm, k, kNorm, v, output, postAttentionNorm;
    WeightId mlpNorm, gate, up, down, postMlpNorm;
};

Result<Layer> loadLayer(WeightLoader &loader, const model::Hyperparameters &sizes, std::uint32_t index)
{
    const std::uint32_t width = sizes.embeddingLength;
    const std::uint32_t inner = sizes.feedForwardLength;
    const auto name = [index](std::string_view tensor) { return WeightLoader::inLayer(index, tensor); };
    Layer layer = {};
    MARU_TRY(layer.attentionNorm, loader.vector(name("attn_norm.weight"), width));
    MARU_TRY(layer.q, loader.matrix(name("attn_q.weight"), sizes.headCount * sizes.keyLength, width));
    MARU_TRY(layer.qNorm, loader.vector(name("attn_q_norm.weight"), sizes.keyLength));
    MARU_TRY(layer.k, loader.matrix(name("attn_k.weight"), sizes.kvHeadCount * sizes.keyLength, width));
    MARU_TRY(layer.kNorm, loader.vector(name("attn_k_norm.weight"), sizes.keyLength));
    MARU_TRY(layer.v, loader.matrix(name("attn_v.weight"), sizes.kvHeadCount * sizes.valueLength, width));
    MARU_TRY(layer.output, loader.matrix(name("attn_output.weight"), width, sizes.headCount * sizes.valueLength));
    MARU_TRY(layer.postAttentionNorm, loader.vector(name("post_attention_norm.weight"), width));
    MARU_TRY(layer.mlpNorm, loader.vector(name("ffn_norm.weight"), width));
    MARU_TRY(layer.gate, loader.matrix(name("ffn_gate.weight"), inner, width));
    MARU_TRY(layer.up, loader.matrix(name("ffn_up.weight"), inner, width));
    MARU_TRY(layer.down, loader.matrix(name("ffn_down.weight"), width, inner));
    MARU_TRY(layer.postMlpNorm, loader.vector(name("post_ffw_norm.weight"), width));
    return layer;
}

/// One over the root of a head's width; the largest model takes the width its heads would have without a head size of
/// their own, and the file does not say so.
float attentionScale(const model::Hyperparameters &sizes)
{
    if (sizes.attentionScale != 0.0f)
        return sizes.attentionScale;
    const std::uint32_t width
        = sizes.layerCount == kLayersOf27B ? sizes.embeddingLength / sizes.headCount : sizes.keyLength;
    return 1.0f / std::sqrt(static_cast<float>(width));
}

} // namespace

/// Gemma Team 2025, "Gemma 3": norms before and after each half of a layer, normed heads, and five layers that see a
/// window with rotary base ropeLocalBase to each one that sees all with ropeBase. GGUF stores norms with their 1 added.
Result<graph::Graph> buildGemma3(const model::Model &model)
{
    const model::Hyperparameters &sizes = model.hyperparameters();
    graph::GraphBuilder builder;
    WeightLoader loader(model, builder);

    const std::uint32_t width = sizes.embeddingLength;
    const float epsilon = sizes.rmsEpsilon;
    MARU_TRY(const WeightId embedding, loader.matrix("token_embd.weight", sizes.vocabularySize, width));
    const std::uint32_t globalRope = builder.ropeTable(scaledRope(graph::RopeStyle::Halves, sizes));
    const std::uint32_t localRope
        = builder.ropeTable(plainRope(graph::RopeStyle::Halves, sizes.ropeDimension, sizes.ropeLocalBase));

    ValueId x = builder.embed(embedding, std::sqrt(static_cast<float>(width)));
    for (std::uint32_t i = 0; i < sizes.layerCount; ++i) {
        MARU_TRY(const Layer layer, loadLayer(loader, sizes, i));
        const bool seesAll
            = sizes.slidingWindow == 0 || (sizes.slidingPattern != 0 && (i + 1) % sizes.slidingPattern == 0);
        const std::uint32_t rope = seesAll ? globalRope : localRope;
        const std::uint32_t kv = builder.kvLayer(
            { sizes.kvHeadCount, sizes.keyLength, sizes.valueLength, seesAll ? 0 : sizes.slidingWindow });

        const ValueId n = builder.rmsNorm(x, layer.attentionNorm, epsilon);
        const ValueId q = builder.rmsNorm(builder.matMul(n, layer.q), layer.qNorm, epsilon, sizes.keyLength);
        const ValueId k = builder.rmsNorm(builder.matMul(n, layer.k), layer.kNorm, epsilon, sizes.keyLength);
        const ValueId v = builder.matMul(n, layer.v);
        const ValueId turned = builder.rope(q, rope, sizes.headCount);
        builder.kvWrite(builder.rope(k, rope, sizes.kvHeadCount), v, kv);
        const ValueId attended = builder.attention(turned, kv, sizes.headCount, attentionScale(sizes));
        x = builder.add(x, builder.rmsNorm(builder.matMul(attended, layer.output), layer.postAttentionNorm, epsilon));

        const ValueId m = builder.rmsNorm(x, layer.mlpNorm, epsilon);
        const ValueId gate = builder.matMul(m, layer.gate);
        const ValueId inner = builder.gatedAct(gate, builder.matMul(m, layer.up), graph::Activation::GeluTanh);
        x = builder.add(x, builder.rmsNorm(builder.matMul(inner, layer.down), layer.postMlpNorm, epsilon));
    }

    MARU_TRY(const WeightId norm, loader.vector("output_norm.weight", width));
    WeightId head = embedding; // tied, unless the file has one
    if (loader.has("output.weight")) {
        MARU_TRY(head, loader.matrix("output.weight", sizes.vocabularySize, width));
    }
    x = builder.rmsNorm(builder.selectOutputs(x), norm, epsilon);
    return builder.finish(builder.matMul(x, head), sizes.contextLength);
}

} // namespace maru::architecture
