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
using graph::WeightId;

/// OpenAI 2025, "gpt-oss": every other layer sees a window; each head may look at nothing instead (sinks); biases
/// everywhere; YaRN whose ramp begins and ends between pairs; experts chosen first, then weighed among themselves, with
/// a clamped SwiGLU.
Result<graph::Graph> buildGptOss(const model::Model &model, std::uint32_t contextLength)
{
    const model::Hyperparameters &sizes = model.hyperparameters();
    graph::GraphBuilder builder;
    WeightLoader loader(model, builder);
    const float epsilon = sizes.rmsEpsilon;
    MARU_TRY(const ExpertSizes experts, readExperts(model, { graph::Gating::SoftmaxOfChosen, true }));
    MARU_TRY(const std::vector<std::uint32_t> windows, layerWindows(model, 2));
    MARU_TRY(const Ends ends, loadEnds(loader, sizes));
    MARU_TRY(graph::RopeTable table,
        modelRope(graph::RopeStyle::Halves, model, contextLength, 150000.0f, YarnRamp::BetweenPairs));
    const std::uint32_t rope = builder.ropeTable(std::move(table));

    ValueId x = builder.embed(ends.embedding);
    for (std::uint32_t i = 0; i < sizes.layerCount; ++i) {
        const auto name = [i](std::string_view tensor) { return WeightLoader::inLayer(i, tensor); };
        MARU_TRY(const AttentionWeights attention, loadAttention(loader, sizes, i));
        MARU_TRY(const WeightId sinks, loader.vector(name("attn_sinks.weight"), sizes.headCount));
        MARU_TRY(const WeightId mlpNorm, loader.vector(name("post_attention_norm.weight"), sizes.embeddingLength));
        MARU_TRY(const ExpertLayer mlp, loadExperts(loader, sizes, experts, i));
        const std::uint32_t kv = builder.kvLayer({ sizes.kvHeadCount, sizes.keyLength, sizes.valueLength, windows[i] });

        const ValueId n = builder.rmsNorm(x, attention.norm, epsilon);
        const ValueId q = builder.rope(builder.matMul(n, attention.q, attention.qBias), rope, sizes.headCount);
        const ValueId k = builder.rope(builder.matMul(n, attention.k, attention.kBias), rope, sizes.kvHeadCount);
        builder.kvWrite(k, builder.matMul(n, attention.v, attention.vBias), kv);
        const ValueId attended
            = builder.attention(q, kv, sizes.headCount, attentionScale(sizes), { .softcap = 0.0f, .sinks = sinks });
        x = builder.add(x, builder.matMul(attended, attention.output, attention.outputBias));

        const ValueId h = builder.rmsNorm(x, mlpNorm, epsilon);
        x = addExperts(builder, x, h, mlp, experts, graph::Activation::ClampedSwiglu);
    }
    x = builder.rmsNorm(builder.selectOutputs(x), ends.norm, epsilon);
    return builder.finish(builder.matMul(x, ends.head), sizes.contextLength);
}

} // namespace maru::architecture
