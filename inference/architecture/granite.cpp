// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/architecture/dense_layer.h"
#include "inference/architecture/families.h"
#include "inference/architecture/rope_tables.h"
#include "inference/architecture/weight_loader.h"
#include "inference/model/family_keys.h"

#include <cstdint>
#include <utility>

namespace maru::architecture {

using graph::ValueId;

namespace {

/// What Granite multiplies on its way through (Yang et al. 2022, "Tensor Programs V").
struct Multipliers
{
    float embedding = 1.0f;
    float residual = 1.0f; ///< of what attention and MLP add
    float logits = 1.0f; ///< they are divided by it
    bool hasPositions = true;
};

Result<Multipliers> readMultipliers(const model::Model &model)
{
    constexpr double kLeast = 1e-6;
    constexpr double kMost = 1e6;
    const model::FamilyKeys keys(model.file(), model.hyperparameters().family);
    Multipliers multipliers;
    MARU_CHECK(keys.optional("embedding_scale", multipliers.embedding, kLeast, kMost));
    MARU_CHECK(keys.optional("residual_scale", multipliers.residual, kLeast, kMost));
    MARU_CHECK(keys.required("logit_scale", multipliers.logits, kLeast, kMost));
    MARU_CHECK(keys.optional("rope.scaling.finetuned", multipliers.hasPositions));
    return multipliers;
}

} // namespace

/// Granite Team 2024, "Granite 3.0": Llama with multipliers; attention's is attention.scale.
///
/// The residual multiplier r costs nothing here: x is kept divided by r, so that halves of a layer are added as they
/// are. A norm of x / r is one of x if its epsilon is divided by r squared.
Result<graph::Graph> buildGranite(const model::Model &model, std::uint32_t contextLength)
{
    const model::Hyperparameters &sizes = model.hyperparameters();
    graph::GraphBuilder builder;
    WeightLoader loader(model, builder);
    MARU_TRY(const Multipliers multipliers, readMultipliers(model));
    const float epsilon = sizes.rmsEpsilon / (multipliers.residual * multipliers.residual);
    MARU_TRY(const Ends ends, loadEnds(loader, sizes));
    MARU_TRY(graph::RopeTable table, modelRope(graph::RopeStyle::Adjacent, model, contextLength));
    const std::uint32_t rope = builder.ropeTable(std::move(table));

    ValueId x = builder.embed(ends.embedding, multipliers.embedding / multipliers.residual);
    for (std::uint32_t i = 0; i < sizes.layerCount; ++i) {
        MARU_TRY(const AttentionWeights attention, loadAttention(loader, sizes, i));
        MARU_TRY(const MlpWeights mlp, loadMlp(loader, sizes, i));
        const std::uint32_t kv = builder.kvLayer({ sizes.kvHeadCount, sizes.keyLength, sizes.valueLength, 0 });

        const ValueId n = builder.rmsNorm(x, attention.norm, epsilon);
        const ValueId rawQ = builder.matMul(n, attention.q, attention.qBias);
        const ValueId rawK = builder.matMul(n, attention.k, attention.kBias);
        const ValueId q = multipliers.hasPositions ? builder.rope(rawQ, rope, sizes.headCount) : rawQ;
        const ValueId k = multipliers.hasPositions ? builder.rope(rawK, rope, sizes.kvHeadCount) : rawK;
        const ValueId v = builder.matMul(n, attention.v, attention.vBias);
        builder.kvWrite(k, v, kv);
        const ValueId attended = builder.attention(q, kv, sizes.headCount, attentionScale(sizes));
        x = builder.add(x, builder.matMul(attended, attention.output, attention.outputBias));

        const ValueId h = builder.rmsNorm(x, mlp.norm, epsilon);
        const ValueId gate = builder.matMul(h, mlp.gate, mlp.gateBias);
        const ValueId up = builder.matMul(h, mlp.up, mlp.upBias);
        const ValueId inner = builder.gatedAct(gate, up, graph::Activation::Silu);
        x = builder.add(x, builder.matMul(inner, mlp.down, mlp.downBias));
    }
    x = builder.rmsNorm(builder.selectOutputs(x), ends.norm, epsilon);
    return builder.finish(builder.scale(builder.matMul(x, ends.head), 1.0f / multipliers.logits), sizes.contextLength);
}

} // namespace maru::architecture
