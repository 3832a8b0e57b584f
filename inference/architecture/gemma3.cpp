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

constexpr std::uint32_t kLayersOf27B = 62;
constexpr std::uint32_t kSeesAllEvery = 6; // layers

/// One over the root of a head's width; the largest model takes the width its heads would have without a head size of
/// their own, and the file does not say so.
float scaleOf(const model::Hyperparameters &sizes)
{
    if (sizes.attentionScale == 0.0f && sizes.layerCount == kLayersOf27B)
        return 1.0f / std::sqrt(static_cast<float>(sizes.embeddingLength / sizes.headCount));
    return attentionScale(sizes);
}

/// No model of Google's has caps, some made from them have.
Result<float> logitCap(const model::Model &model)
{
    const model::FamilyKeys keys(model.file(), model.hyperparameters().family);
    float softcap = 0.0f;
    MARU_CHECK(keys.optional("final_logit_softcapping", softcap, 0.0, 1e6));
    return softcap;
}

} // namespace

/// Gemma Team 2025, "Gemma 3": norms before and behind each half of a layer, normed heads, and five layers that see a
/// window with rotary base ropeLocalBase to each one that sees all with ropeBase, stretched in the large ones. GGUF
/// stores norms with their 1 added.
Result<graph::Graph> buildGemma3(const model::Model &model, std::uint32_t contextLength)
{
    const model::Hyperparameters &sizes = model.hyperparameters();
    graph::GraphBuilder builder;
    WeightLoader loader(model, builder);
    const float epsilon = sizes.rmsEpsilon;
    MARU_TRY(const Ends ends, loadEnds(loader, sizes));
    const LayerNorms norms = { .before = true, .ofHeads = true, .behind = true };
    MARU_TRY(const float softcap, logitCap(model));
    MARU_TRY(const std::vector<std::uint32_t> windows, layerWindows(model, kSeesAllEvery));
    MARU_TRY(graph::RopeTable table, modelRope(graph::RopeStyle::Halves, model, contextLength, 1e6f));
    const std::uint32_t globalRope = builder.ropeTable(std::move(table));
    const std::uint32_t localRope
        = builder.ropeTable(plainRope(graph::RopeStyle::Halves, sizes.ropeDimension, sizes.ropeLocalBase));

    ValueId x = builder.embed(ends.embedding, std::sqrt(static_cast<float>(sizes.embeddingLength)));
    for (std::uint32_t i = 0; i < sizes.layerCount; ++i) {
        MARU_TRY(const AttentionWeights attention, loadAttention(loader, sizes, i, norms));
        MARU_TRY(const MlpWeights mlp, loadMlp(loader, sizes, i, norms));
        const std::uint32_t rope = windows[i] == 0 ? globalRope : localRope;
        const std::uint32_t kv = builder.kvLayer({ sizes.kvHeadCount, sizes.keyLength, sizes.valueLength, windows[i] });

        const ValueId n = builder.rmsNorm(x, attention.norm, epsilon);
        const ValueId normedQ
            = builder.rmsNorm(builder.matMul(n, attention.q), attention.qNorm, epsilon, sizes.keyLength);
        const ValueId normedK
            = builder.rmsNorm(builder.matMul(n, attention.k), attention.kNorm, epsilon, sizes.keyLength);
        const ValueId q = builder.rope(normedQ, rope, sizes.headCount);
        const ValueId k = builder.rope(normedK, rope, sizes.kvHeadCount);
        const ValueId v = builder.matMul(n, attention.v);
        builder.kvWrite(k, v, kv);
        const ValueId attended = builder.attention(q, kv, sizes.headCount, scaleOf(sizes));
        const ValueId output = builder.matMul(attended, attention.output);
        x = builder.add(x, builder.rmsNorm(output, attention.normBehind, epsilon));

        const ValueId h = builder.rmsNorm(x, mlp.norm, epsilon);
        const ValueId gate = builder.matMul(h, mlp.gate);
        const ValueId inner = builder.gatedAct(gate, builder.matMul(h, mlp.up), graph::Activation::GeluTanh);
        x = builder.add(x, builder.rmsNorm(builder.matMul(inner, mlp.down), mlp.normBehind, epsilon));
    }
    x = builder.rmsNorm(builder.selectOutputs(x), ends.norm, epsilon);
    const ValueId logits = builder.matMul(x, ends.head);
    return builder.finish(softcap == 0.0f ? logits : builder.scale(logits, 1.0f, softcap), sizes.contextLength);
}

} // namespace maru::architecture
