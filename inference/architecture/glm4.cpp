// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/architecture/dense_layer.h"
#include "inference/architecture/families.h"
#include "inference/architecture/rope_tables.h"
#include "inference/architecture/weight_loader.h"

#include <cstdint>
#include <utility>

namespace maru::architecture {

using graph::ValueId;

/// Team GLM 2024, "ChatGLM", and its GLM-4-0414: half of each head turns, adjacent values together; norms before and
/// behind both halves of a layer; gate and up in one tensor.
Result<graph::Graph> buildGlm4(const model::Model &model, std::uint32_t contextLength)
{
    const model::Hyperparameters &sizes = model.hyperparameters();
    graph::GraphBuilder builder;
    WeightLoader loader(model, builder);
    const float epsilon = sizes.rmsEpsilon;
    MARU_TRY(const Ends ends, loadEnds(loader, sizes));
    const LayerNorms norms = { .before = true, .ofHeads = false, .behind = true };
    MARU_TRY(graph::RopeTable table, modelRope(graph::RopeStyle::Adjacent, model, contextLength));
    const std::uint32_t rope = builder.ropeTable(std::move(table));

    ValueId x = builder.embed(ends.embedding);
    for (std::uint32_t i = 0; i < sizes.layerCount; ++i) {
        MARU_TRY(const AttentionWeights attention, loadAttention(loader, sizes, i, norms));
        MARU_TRY(const MlpWeights mlp, loadMlp(loader, sizes, i, norms));
        const std::uint32_t kv = builder.kvLayer({ sizes.kvHeadCount, sizes.keyLength, sizes.valueLength, 0 });

        const ValueId n = builder.rmsNorm(x, attention.norm, epsilon);
        const ValueId q = builder.rope(builder.matMul(n, attention.q, attention.qBias), rope, sizes.headCount);
        const ValueId k = builder.rope(builder.matMul(n, attention.k, attention.kBias), rope, sizes.kvHeadCount);
        const ValueId v = builder.matMul(n, attention.v, attention.vBias);
        builder.kvWrite(k, v, kv);
        const ValueId attended = builder.attention(q, kv, sizes.headCount, attentionScale(sizes));
        const ValueId output = builder.matMul(attended, attention.output, attention.outputBias);
        x = builder.add(x, builder.rmsNorm(output, attention.normBehind, epsilon));

        const ValueId h = builder.rmsNorm(x, mlp.norm, epsilon);
        const ValueId gate = builder.matMul(h, mlp.gate, mlp.gateBias);
        const ValueId up = builder.matMul(h, mlp.up, mlp.upBias);
        const ValueId inner = builder.gatedAct(gate, up, graph::Activation::Silu);
        x = builder.add(x, builder.rmsNorm(builder.matMul(inner, mlp.down, mlp.downBias), mlp.normBehind, epsilon));
    }
    x = builder.rmsNorm(builder.selectOutputs(x), ends.norm, epsilon);
    return builder.finish(builder.matMul(x, ends.head), sizes.contextLength);
}

} // namespace maru::architecture
