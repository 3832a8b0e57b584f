// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/architecture/dense_layer.h"
#include "inference/architecture/families.h"
#include "inference/architecture/layer_windows.h"
#include "inference/architecture/rope_tables.h"
#include "inference/architecture/weight_loader.h"

#include <cstdint>
#include <utility>
#include <vector>

namespace maru::architecture {

using graph::ValueId;

namespace {

constexpr std::uint32_t kSeesAllEvery = 4; // layers, where the file does not say

} // namespace

/// LG AI Research 2025, "EXAONE 4.0": no norm before the halves of a layer but one behind; normed heads. The large one
/// lets three layers of four see a window, and the fourth, which sees all, knows no positions.
Result<graph::Graph> buildExaone4(const model::Model &model, std::uint32_t contextLength)
{
    const model::Hyperparameters &sizes = model.hyperparameters();
    graph::GraphBuilder builder;
    WeightLoader loader(model, builder);
    const float epsilon = sizes.rmsEpsilon;
    MARU_TRY(const Ends ends, loadEnds(loader, sizes));
    const LayerNorms norms = { .before = false, .ofHeads = true, .behind = true };
    MARU_TRY(const std::vector<std::uint32_t> windows, layerWindows(model, kSeesAllEvery));
    MARU_TRY(graph::RopeTable table, modelRope(graph::RopeStyle::Halves, model, contextLength, 1e6f));
    const std::uint32_t rope = builder.ropeTable(std::move(table));

    ValueId x = builder.embed(ends.embedding);
    for (std::uint32_t i = 0; i < sizes.layerCount; ++i) {
        MARU_TRY(const AttentionWeights attention, loadAttention(loader, sizes, i, norms));
        MARU_TRY(const MlpWeights mlp, loadMlp(loader, sizes, i, norms));
        const std::uint32_t kv = builder.kvLayer({ sizes.kvHeadCount, sizes.keyLength, sizes.valueLength, windows[i] });
        const bool turns = sizes.slidingWindow == 0 || windows[i] != 0;

        const ValueId rawQ = builder.matMul(x, attention.q, attention.qBias);
        const ValueId rawK = builder.matMul(x, attention.k, attention.kBias);
        const ValueId normedQ = builder.rmsNorm(rawQ, attention.qNorm, epsilon, sizes.keyLength);
        const ValueId normedK = builder.rmsNorm(rawK, attention.kNorm, epsilon, sizes.keyLength);
        const ValueId q = turns ? builder.rope(normedQ, rope, sizes.headCount) : normedQ;
        const ValueId k = turns ? builder.rope(normedK, rope, sizes.kvHeadCount) : normedK;
        const ValueId v = builder.matMul(x, attention.v, attention.vBias);
        builder.kvWrite(k, v, kv);
        const ValueId attended = builder.attention(q, kv, sizes.headCount, attentionScale(sizes));
        const ValueId output = builder.matMul(attended, attention.output, attention.outputBias);
        x = builder.add(x, builder.rmsNorm(output, attention.normBehind, epsilon));

        const ValueId gate = builder.matMul(x, mlp.gate, mlp.gateBias);
        const ValueId up = builder.matMul(x, mlp.up, mlp.upBias);
        const ValueId inner = builder.gatedAct(gate, up, graph::Activation::Silu);
        x = builder.add(x, builder.rmsNorm(builder.matMul(inner, mlp.down, mlp.downBias), mlp.normBehind, epsilon));
    }
    x = builder.rmsNorm(builder.selectOutputs(x), ends.norm, epsilon);
    return builder.finish(builder.matMul(x, ends.head), sizes.contextLength);
}

} // namespace maru::architecture
