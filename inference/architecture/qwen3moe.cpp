// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/architecture/dense_layer.h"
#include "inference/architecture/expert_layer.h"
#include "inference/architecture/families.h"
#include "inference/architecture/rope_tables.h"
#include "inference/architecture/weight_loader.h"

#include <cstdint>
#include <utility>

namespace maru::architecture {

using graph::ValueId;
using graph::WeightId;

/// Qwen Team 2025, "Qwen3", with experts: Qwen3's attention; softmax over all experts, the weights of those chosen
/// normed to a sum of one.
Result<graph::Graph> buildQwen3Moe(const model::Model &model, std::uint32_t contextLength)
{
    const model::Hyperparameters &sizes = model.hyperparameters();
    graph::GraphBuilder builder;
    WeightLoader loader(model, builder);
    const float epsilon = sizes.rmsEpsilon;
    MARU_TRY(const ExpertSizes experts, readExperts(model, { graph::Gating::Softmax, true }));
    MARU_TRY(const Ends ends, loadEnds(loader, sizes));
    const LayerNorms norms = { .before = true, .ofHeads = true, .behind = false };
    MARU_TRY(graph::RopeTable table, modelRope(graph::RopeStyle::Halves, model, contextLength, 1e6f));
    const std::uint32_t rope = builder.ropeTable(std::move(table));

    ValueId x = builder.embed(ends.embedding);
    for (std::uint32_t i = 0; i < sizes.layerCount; ++i) {
        MARU_TRY(const AttentionWeights attention, loadAttention(loader, sizes, i, norms));
        MARU_TRY(
            const WeightId mlpNorm, loader.vector(WeightLoader::inLayer(i, "ffn_norm.weight"), sizes.embeddingLength));
        MARU_TRY(const ExpertLayer mlp, loadExperts(loader, sizes, experts, i));
        const std::uint32_t kv = builder.kvLayer({ sizes.kvHeadCount, sizes.keyLength, sizes.valueLength, 0 });

        const ValueId n = builder.rmsNorm(x, attention.norm, epsilon);
        const ValueId rawQ = builder.matMul(n, attention.q, attention.qBias);
        const ValueId rawK = builder.matMul(n, attention.k, attention.kBias);
        const ValueId normedQ = builder.rmsNorm(rawQ, attention.qNorm, epsilon, sizes.keyLength);
        const ValueId normedK = builder.rmsNorm(rawK, attention.kNorm, epsilon, sizes.keyLength);
        const ValueId q = builder.rope(normedQ, rope, sizes.headCount);
        const ValueId k = builder.rope(normedK, rope, sizes.kvHeadCount);
        builder.kvWrite(k, builder.matMul(n, attention.v, attention.vBias), kv);
        const ValueId attended = builder.attention(q, kv, sizes.headCount, attentionScale(sizes));
        x = builder.add(x, builder.matMul(attended, attention.output, attention.outputBias));

        x = addExperts(builder, x, builder.rmsNorm(x, mlpNorm, epsilon), mlp, experts);
    }
    x = builder.rmsNorm(builder.selectOutputs(x), ends.norm, epsilon);
    return builder.finish(builder.matMul(x, ends.head), sizes.contextLength);
}

} // namespace maru::architecture
