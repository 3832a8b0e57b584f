// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/architecture/families.h"
#include "inference/architecture/rope_tables.h"
#include "inference/architecture/weight_loader.h"

#include <cmath>
#include <cstring>
#include <optional>
#include <vector>

namespace maru::architecture {

namespace {

using graph::kNone;
using graph::ValueId;
using graph::WeightId;

struct Layer
{
    WeightId attentionNorm, q, qBias, k, kBias, v, vBias, output, outputBias;
    WeightId mlpNorm, gate, gateBias, up, upBias, down, downBias;
};

Result<Layer> loadLayer(WeightLoader &loader, const model::Hyperparameters &sizes, std::uint32_t index)
{
    const std::uint32_t width = sizes.embeddingLength;
    const std::uint32_t inner = sizes.feedForwardLength;
    const std::uint32_t queries = sizes.headCount * sizes.keyLength;
    const std::uint32_t keys = sizes.kvHeadCount * sizes.keyLength;
    const std::uint32_t values = sizes.kvHeadCount * sizes.valueLength;
    const auto name = [index](std::string_view tensor) { return WeightLoader::inLayer(index, tensor); };
    Layer layer = {};
    MARU_TRY(layer.attentionNorm, loader.vector(name("attn_norm.weight"), width));
    MARU_TRY(layer.q, loader.matrix(name("attn_q.weight"), queries, width));
    MARU_TRY(layer.qBias, loader.optionalVector(name("attn_q.bias"), queries));
    MARU_TRY(layer.k, loader.matrix(name("attn_k.weight"), keys, width));
    MARU_TRY(layer.kBias, loader.optionalVector(name("attn_k.bias"), keys));
    MARU_TRY(layer.v, loader.matrix(name("attn_v.weight"), values, width));
    MARU_TRY(layer.vBias, loader.optionalVector(name("attn_v.bias"), values));
    MARU_TRY(layer.output, loader.matrix(name("attn_output.weight"), width, sizes.headCount * sizes.valueLength));
    MARU_TRY(layer.outputBias, loader.optionalVector(name("attn_output.bias"), width));
    MARU_TRY(layer.mlpNorm, loader.vector(name("ffn_norm.weight"), width));
    MARU_TRY(layer.gate, loader.matrix(name("ffn_gate.weight"), inner, width));
    MARU_TRY(layer.gateBias, loader.optionalVector(name("ffn_gate.bias"), inner));
    MARU_TRY(layer.up, loader.matrix(name("ffn_up.weight"), inner, width));
    MARU_TRY(layer.upBias, loader.optionalVector(name("ffn_up.bias"), inner));
    MARU_TRY(layer.down, loader.matrix(name("ffn_down.weight"), width, inner));
    MARU_TRY(layer.downBias, loader.optionalVector(name("ffn_down.bias"), width));
    return layer;
}

/// Llama 3 stretches its angles by factors that the file holds, one a pair; each must be a sane divisor.
Result<void> applyFactors(const model::Model &model, graph::RopeTable &table)
{
    const std::string name = "rope_freqs.weight";
    const gguf::TensorInfo *tensor = model.file().findTensor(name);
    if (tensor == nullptr)
        return {};
    std::vector<float> factors(table.inverse.size());
    const std::span<const std::byte> bytes = model.file().data(*tensor);
    const bool fits = tensor->type == quant::TensorType::F32 && bytes.size() == factors.size() * sizeof(float);
    if (fits)
        std::memcpy(factors.data(), bytes.data(), bytes.size());
    bool isSane = fits;
    for (const float factor : factors)
        isSane = isSane && factor >= 1e-3f && factor <= 1e6f;
    if (!isSane)
        return Error { ErrorCode::Corrupt, Reason::BadTensor,
            { { "tensor", name }, { "detail", "is no list of rope factors" } }, name + " is no list of rope factors" };
    divideByFactors(table, factors);
    return {};
}

} // namespace

/// Touvron et al. 2023, "LLaMA": pre-norm, rotary positions, grouped queries, SwiGLU. Also Llama 2 and 3, Mistral 7B
/// and SmolLM2, whose files name this family; GGUF stores q and k so that adjacent values turn together.
Result<graph::Graph> buildLlama(const model::Model &model)
{
    const model::Hyperparameters &sizes = model.hyperparameters();
    graph::GraphBuilder builder;
    WeightLoader loader(model, builder);

    const std::uint32_t width = sizes.embeddingLength;
    MARU_TRY(const WeightId embedding, loader.matrix("token_embd.weight", sizes.vocabularySize, width));
    graph::RopeTable table = scaledRope(graph::RopeStyle::Adjacent, sizes);
    MARU_CHECK(applyFactors(model, table));
    const std::uint32_t rope = builder.ropeTable(std::move(table));
    const float scale
        = sizes.attentionScale != 0.0f ? sizes.attentionScale : 1.0f / std::sqrt(static_cast<float>(sizes.keyLength));

    ValueId x = builder.embed(embedding);
    for (std::uint32_t i = 0; i < sizes.layerCount; ++i) {
        MARU_TRY(const Layer layer, loadLayer(loader, sizes, i));
        const std::uint32_t kv = builder.kvLayer({ sizes.kvHeadCount, sizes.keyLength, sizes.valueLength, 0 });

        const ValueId n = builder.rmsNorm(x, layer.attentionNorm, sizes.rmsEpsilon);
        const ValueId q = builder.rope(builder.matMul(n, layer.q, layer.qBias), rope, sizes.headCount);
        const ValueId k = builder.rope(builder.matMul(n, layer.k, layer.kBias), rope, sizes.kvHeadCount);
        const ValueId v = builder.matMul(n, layer.v, layer.vBias);
        builder.kvWrite(k, v, kv);
        const ValueId attended = builder.attention(q, kv, sizes.headCount, scale);
        x = builder.add(x, builder.matMul(attended, layer.output, layer.outputBias));

        const ValueId m = builder.rmsNorm(x, layer.mlpNorm, sizes.rmsEpsilon);
        const ValueId gate = builder.matMul(m, layer.gate, layer.gateBias);
        const ValueId up = builder.matMul(m, layer.up, layer.upBias);
        const ValueId inner = builder.gatedAct(gate, up, graph::Activation::Silu);
        x = builder.add(x, builder.matMul(inner, layer.down, layer.downBias));
    }

    MARU_TRY(const WeightId norm, loader.vector("output_norm.weight", width));
    WeightId head = embedding; // tied, unless the file has one
    if (loader.has("output.weight")) {
        MARU_TRY(head, loader.matrix("output.weight", sizes.vocabularySize, width));
    }
    x = builder.rmsNorm(builder.selectOutputs(x), norm, sizes.rmsEpsilon);
    return builder.finish(builder.matMul(x, head), sizes.contextLength);
}

} // namespace maru::architecture
