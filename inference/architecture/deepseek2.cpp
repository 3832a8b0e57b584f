// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/architecture/dense_layer.h"
#include "inference/architecture/expert_layer.h"
#include "inference/architecture/families.h"
#include "inference/architecture/latent_layer.h"
#include "inference/architecture/rope_tables.h"
#include "inference/architecture/weight_loader.h"
#include "inference/model/family_keys.h"

#include <cmath>
#include <cstdint>
#include <utility>

namespace maru::architecture {

namespace {

using graph::kNone;
using graph::ValueId;
using graph::WeightId;

/// Turns the end of each head. Where the file says so, a longer context sharpens scores instead of lengthening what
/// turns: `scale` grows.
Result<graph::RopeTable> latentRope(const model::Model &model, std::uint32_t contextLength, LatentSizes &latent)
{
    const model::Hyperparameters &sizes = model.hyperparameters();
    const model::FamilyKeys keys(model.file(), sizes.family);
    MARU_TRY(graph::RopeTable table, modelRope(graph::RopeStyle::Adjacent, model, contextLength));
    table.first = latent.kvRank;
    float perFold = 0.0f; // what each e-fold of context adds
    MARU_CHECK(keys.optional("rope.scaling.yarn_log_multiplier", perFold, 0.0, 10.0));
    if (sizes.ropeScaling == model::RopeScaling::Yarn && perFold != 0.0f) {
        table.magnitude = 1.0f;
        const float sharper = 1.0f + perFold * std::log(sizes.ropeFactor);
        latent.scale *= sharper * sharper;
    }
    return table;
}

/// Files from before late 2025 do not say that the experts of DeepSeek's large models lie in groups. They are known by
/// their numbers: 160 of V2, 256 of V3 and R1.
void groupExperts(const model::Model &model, graph::Routing &routing)
{
    const model::FamilyKeys keys(model.file(), model.hyperparameters().family);
    if (keys.has("expert_group_count"))
        return;
    const bool isV2 = routing.experts == 160 && routing.used == 6 && routing.gating == graph::Gating::Softmax;
    const bool isV3 = routing.experts == 256 && routing.used == 8 && routing.gating == graph::Gating::Sigmoid;
    if (isV2 || isV3) {
        routing.groups = 8;
        routing.groupsUsed = isV2 ? 3 : 4;
    }
}

/// Attention over one compressed vector a position, of which keys and values of all heads are made; here they never
/// are: q is brought to the compressed space, and what attention finds is brought back from there.
ValueId attend(graph::GraphBuilder &builder, ValueId n, const LatentLayer &layer, const LatentSizes &latent,
    std::uint32_t rope, float epsilon)
{
    const std::uint32_t kv
        = builder.kvLayer({ 1, latent.kvRank + latent.rope, latent.kvRank, 0, /*valuesInKeys*/ true });
    const ValueId low = latent.qRank == 0 ? n : builder.rmsNorm(builder.matMul(n, layer.qDown), layer.qNorm, epsilon);
    const ValueId lifted = builder.headMatMul(builder.matMul(low, layer.q), layer.keyUp, latent.heads);
    const ValueId q = builder.rope(lifted, rope, latent.heads);
    const ValueId compressed = builder.rmsNorm(builder.matMul(n, layer.kvDown), layer.kvNorm, epsilon);
    builder.kvWrite(builder.rope(compressed, rope, 1), kNone, kv);
    const ValueId attended = builder.attention(q, kv, latent.heads, latent.scale);
    return builder.matMul(builder.headMatMul(attended, layer.valueUp, latent.heads), layer.output);
}

} // namespace

/// DeepSeek-AI 2024, "DeepSeek-V2", and "DeepSeek-V3": latent attention; experts, some of them shared by all tokens,
/// behind a few layers without. V2 chooses by softmax, V3 and R1 by sigmoid with a bias; both may do so by groups.
Result<graph::Graph> buildDeepSeek2(const model::Model &model, std::uint32_t contextLength)
{
    const model::Hyperparameters &sizes = model.hyperparameters();
    graph::GraphBuilder builder;
    WeightLoader loader(model, builder);
    const float epsilon = sizes.rmsEpsilon;
    MARU_TRY(LatentSizes latent, readLatent(model));
    MARU_TRY(ExpertSizes experts, readExperts(model, { graph::Gating::Softmax, false }));
    groupExperts(model, experts.routing);
    MARU_TRY(const Ends ends, loadEnds(loader, sizes));
    MARU_TRY(graph::RopeTable table, latentRope(model, contextLength, latent));
    const std::uint32_t rope = builder.ropeTable(std::move(table));

    ValueId x = builder.embed(ends.embedding);
    for (std::uint32_t i = 0; i < sizes.layerCount; ++i) {
        MARU_TRY(const LatentLayer attention, loadLatent(builder, loader, sizes, latent, i));
        const ValueId n = builder.rmsNorm(x, attention.norm, epsilon);
        x = builder.add(x, attend(builder, n, attention, latent, rope, epsilon));

        if (i < experts.denseLayers) {
            MARU_TRY(const MlpWeights mlp, loadMlp(loader, sizes, i));
            const ValueId h = builder.rmsNorm(x, mlp.norm, epsilon);
            const ValueId gate = builder.matMul(h, mlp.gate);
            const ValueId inner = builder.gatedAct(gate, builder.matMul(h, mlp.up), graph::Activation::Silu);
            x = builder.add(x, builder.matMul(inner, mlp.down));
            continue;
        }
        MARU_TRY(
            const WeightId mlpNorm, loader.vector(WeightLoader::inLayer(i, "ffn_norm.weight"), sizes.embeddingLength));
        MARU_TRY(const ExpertLayer mlp, loadExperts(loader, sizes, experts, i));
        x = addExperts(builder, x, builder.rmsNorm(x, mlpNorm, epsilon), mlp, experts);
    }
    x = builder.rmsNorm(builder.selectOutputs(x), ends.norm, epsilon);
    return builder.finish(builder.matMul(x, ends.head), sizes.contextLength);
}

} // namespace maru::architecture
