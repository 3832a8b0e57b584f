// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/architecture/dense_layer.h"
#include "inference/architecture/families.h"
#include "inference/architecture/layer_windows.h"
#include "inference/architecture/rope_tables.h"
#include "inference/architecture/weight_loader.h"
#include "inference/model/family_keys.h"

#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

namespace maru::architecture {

using graph::ValueId;

namespace {

constexpr std::uint32_t kLayersOf27B = 46;
constexpr std::uint32_t kSeesAllEvery = 2; // layers
constexpr std::uint32_t kWindow = 4096; // of every Gemma 2; older files do not name it

/// Caps of scores and logits; older files do not name them.
struct Softcaps
{
    float attention = 50.0f;
    float logits = 30.0f;
};

Result<Softcaps> readSoftcaps(const model::Model &model)
{
    constexpr double kMost = 1e6;
    const model::FamilyKeys keys(model.file(), model.hyperparameters().family);
    Softcaps softcaps;
    MARU_CHECK(keys.optional("attn_logit_softcapping", softcaps.attention, 0.0, kMost));
    MARU_CHECK(keys.optional("final_logit_softcapping", softcaps.logits, 0.0, kMost));
    return softcaps;
}

/// One over the root of a head's width; the largest model takes the width its heads would have without a head size of
/// their own, and the file does not say so.
float scaleOf(const model::Hyperparameters &sizes)
{
    if (sizes.attentionScale == 0.0f && sizes.layerCount == kLayersOf27B)
        return 1.0f / std::sqrt(static_cast<float>(sizes.embeddingLength / sizes.headCount));
    return attentionScale(sizes);
}

} // namespace

/// Gemma Team 2024, "Gemma 2": norms before and behind both halves of a layer, every other layer sees a window, scores
/// and logits are softly capped. GGUF stores norms with their 1 added.
Result<graph::Graph> buildGemma2(const model::Model &model, std::uint32_t contextLength)
{
    const model::Hyperparameters &sizes = model.hyperparameters();
    graph::GraphBuilder builder;
    WeightLoader loader(model, builder);
    const float epsilon = sizes.rmsEpsilon;
    MARU_TRY(const Ends ends, loadEnds(loader, sizes));
    const LayerNorms norms = { .before = true, .ofHeads = false, .behind = true };
    MARU_TRY(const Softcaps softcaps, readSoftcaps(model));
    MARU_TRY(const std::vector<std::uint32_t> windows, layerWindows(model, kSeesAllEvery, kWindow));
    MARU_TRY(graph::RopeTable table, modelRope(graph::RopeStyle::Halves, model, contextLength));
    const std::uint32_t rope = builder.ropeTable(std::move(table));

    ValueId x = builder.embed(ends.embedding, std::sqrt(static_cast<float>(sizes.embeddingLength)));
    for (std::uint32_t i = 0; i < sizes.layerCount; ++i) {
        MARU_TRY(const AttentionWeights attention, loadAttention(loader, sizes, i, norms));
        MARU_TRY(const MlpWeights mlp, loadMlp(loader, sizes, i, norms));
        const std::uint32_t kv = builder.kvLayer({ sizes.kvHeadCount, sizes.keyLength, sizes.valueLength, windows[i] });

        const ValueId n = builder.rmsNorm(x, attention.norm, epsilon);
        const ValueId q = builder.rope(builder.matMul(n, attention.q), rope, sizes.headCount);
        const ValueId k = builder.rope(builder.matMul(n, attention.k), rope, sizes.kvHeadCount);
        const ValueId v = builder.matMul(n, attention.v);
        builder.kvWrite(k, v, kv);
        const ValueId attended
            = builder.attention(q, kv, sizes.headCount, scaleOf(sizes), { .softcap = softcaps.attention });
        const ValueId output = builder.matMul(attended, attention.output);
        x = builder.add(x, builder.rmsNorm(output, attention.normBehind, epsilon));

        const ValueId h = builder.rmsNorm(x, mlp.norm, epsilon);
        const ValueId gate = builder.matMul(h, mlp.gate);
        const ValueId inner = builder.gatedAct(gate, builder.matMul(h, mlp.up), graph::Activation::GeluTanh);
        x = builder.add(x, builder.rmsNorm(builder.matMul(inner, mlp.down), mlp.normBehind, epsilon));
    }
    x = builder.rmsNorm(builder.selectOutputs(x), ends.norm, epsilon);
    const ValueId logits = builder.matMul(x, ends.head);
    return builder.finish(
        softcaps.logits == 0.0f ? logits : builder.scale(logits, 1.0f, softcaps.logits), sizes.contextLength);
}

} // namespace maru::architecture
