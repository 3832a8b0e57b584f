// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/architecture/dense_layer.h"
#include "inference/architecture/expert_layer.h"
#include "inference/architecture/families.h"
#include "inference/architecture/layer_windows.h"
#include "inference/architecture/rope_tables.h"
#include "inference/architecture/weight_loader.h"

#include <cstdint>
#include <utility>
#include <vector>

namespace maru::architecture {

using graph::ValueId;

/// Touvron et al. 2023, "LLaMA": pre-norm, rotary positions, grouped queries, SwiGLU. Also Llama 2 and 3, Mistral and
/// SmolLM2, whose files name this family; GGUF stores q and k so that adjacent values turn together. Mistral's first
/// version sees a window. With experts in place of the MLP it is Mixtral (Jiang et al. 2024): softmax over all, the
/// weights of those chosen normed to a sum of one.
Result<graph::Graph> buildLlama(const model::Model &model, std::uint32_t contextLength)
{
    const model::Hyperparameters &sizes = model.hyperparameters();
    graph::GraphBuilder builder;
    WeightLoader loader(model, builder);
    const float epsilon = sizes.rmsEpsilon;
    MARU_TRY(const ExpertSizes experts, readOptionalExperts(model, { graph::Gating::Softmax, true }));
    MARU_TRY(const Ends ends, loadEnds(loader, sizes));
    MARU_TRY(const std::vector<std::uint32_t> windows, layerWindows(model, 0));
    MARU_TRY(graph::RopeTable table, modelRope(graph::RopeStyle::Adjacent, model, contextLength));
    const std::uint32_t rope = builder.ropeTable(std::move(table));

    ValueId x = builder.embed(ends.embedding);
    for (std::uint32_t i = 0; i < sizes.layerCount; ++i) {
        MARU_TRY(const AttentionWeights attention, loadAttention(loader, sizes, i));
        const std::uint32_t kv = builder.kvLayer({ sizes.kvHeadCount, sizes.keyLength, sizes.valueLength, windows[i] });

        const ValueId n = builder.rmsNorm(x, attention.norm, epsilon);
        const ValueId q = builder.rope(builder.matMul(n, attention.q, attention.qBias), rope, sizes.headCount);
        const ValueId k = builder.rope(builder.matMul(n, attention.k, attention.kBias), rope, sizes.kvHeadCount);
        const ValueId v = builder.matMul(n, attention.v, attention.vBias);
        builder.kvWrite(k, v, kv);
        const ValueId attended = builder.attention(q, kv, sizes.headCount, attentionScale(sizes));
        x = builder.add(x, builder.matMul(attended, attention.output, attention.outputBias));

        if (experts.routing.experts != 0) {
            MARU_TRY(const graph::WeightId norm,
                loader.vector(WeightLoader::inLayer(i, "ffn_norm.weight"), sizes.embeddingLength));
            MARU_TRY(const ExpertLayer mlp, loadExperts(loader, sizes, experts, i));
            x = addExperts(builder, x, builder.rmsNorm(x, norm, epsilon), mlp, experts);
            continue;
        }
        MARU_TRY(const MlpWeights mlp, loadMlp(loader, sizes, i));
        const ValueId h = builder.rmsNorm(x, mlp.norm, epsilon);
        const ValueId gate = builder.matMul(h, mlp.gate, mlp.gateBias);
        const ValueId up = builder.matMul(h, mlp.up, mlp.upBias);
        const ValueId inner = builder.gatedAct(gate, up, graph::Activation::Silu);
        x = builder.add(x, builder.matMul(inner, mlp.down, mlp.downBias));
    }
    x = builder.rmsNorm(builder.selectOutputs(x), ends.norm, epsilon);
    return builder.finish(builder.matMul(x, ends.head), sizes.contextLength);
}

} // namespace maru::architecture
