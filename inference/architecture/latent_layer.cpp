// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/architecture/latent_layer.h"

#include "inference/base/half.h"
#include "inference/graph/weight_rows.h"
#include "inference/model/family_keys.h"
#include "inference/quant/tensor_type.h"

#include <cmath>
#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace maru::architecture {

namespace {

using graph::Weight;
using graph::WeightId;
using quant::TensorType;

constexpr std::uint32_t kMostRank = 1u << 15;
constexpr std::uint32_t kMostHeadWidth = 2048;

/// A weight of the graph's own bytes.
Weight made(std::string name, TensorType type, std::uint32_t rows, std::uint32_t columns, std::vector<std::byte> bytes)
{
    auto kept = std::make_shared<const std::vector<std::byte>>(std::move(bytes));
    const std::span<const std::byte> view = *kept;
    return { std::move(name), type, rows, columns, view, nullptr, std::move(kept) };
}

/// `rows` x `columns` elements of `size` bytes, turned on their side and appended to `out`.
void appendTransposed(std::span<const std::byte> matrix, std::size_t rows, std::size_t columns, std::size_t size,
    std::vector<std::byte> &out)
{
    const std::size_t start = out.size();
    out.resize(start + rows * columns * size);
    for (std::size_t row = 0; row < rows; ++row) {
        for (std::size_t column = 0; column < columns; ++column)
            std::memcpy(out.data() + start + (column * rows + row) * size,
                matrix.data() + (row * columns + column) * size, size);
    }
}

std::vector<std::byte> decodedToHalf(const Weight &both, std::span<const std::byte> rows, std::size_t count)
{
    std::vector<float> values(count);
    quant::decode(both.type, rows.data(), values.data(), count);
    std::vector<std::byte> halves(count * sizeof(std::uint16_t));
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint16_t half = floatToHalf(values[i]);
        std::memcpy(halves.data() + i * sizeof(half), &half, sizeof(half));
    }
    return halves;
}

/// Takes attn_kv_b apart: of each head, keyLength rows that make its key, then valueLength that make its value, which
/// are used where they lie.
Result<void> splitKvUp(graph::GraphBuilder &builder, const Weight &both, const LatentSizes &latent, LatentLayer &layer)
{
    graph::WeightRows rows;
    const bool isPlain = both.type == TensorType::F32 || both.type == TensorType::F16 || both.type == TensorType::BF16;
    const std::size_t size = both.type == TensorType::F32 ? sizeof(float) : sizeof(std::uint16_t);
    const std::size_t count = std::size_t { latent.keyLength } * latent.kvRank;
    std::vector<std::byte> keys;
    Weight values { both.name + " (values)", both.type, latent.heads * latent.valueLength, latent.kvRank, {} };
    const std::size_t rowBytes = both.bytes.size() / both.rows;
    for (std::uint32_t head = 0; head < latent.heads; ++head) {
        const std::uint32_t first = head * (latent.keyLength + latent.valueLength);
        MARU_TRY(const std::span<const std::byte> key, rows.read(both, first, latent.keyLength));
        if (isPlain)
            appendTransposed(key, latent.keyLength, latent.kvRank, size, keys);
        else
            appendTransposed(decodedToHalf(both, key, count), latent.keyLength, latent.kvRank, size, keys);
        const std::size_t valueBytes = latent.valueLength * rowBytes;
        values.pieces.push_back({ both.bytes.subspan((first + latent.keyLength) * rowBytes, valueBytes), both.file });
    }
    layer.keyUp = builder.weight(made(both.name + " (keys)", isPlain ? both.type : TensorType::F16,
        latent.heads * latent.kvRank, latent.keyLength, std::move(keys)));
    layer.valueUp = builder.weight(std::move(values));
    return {};
}

} // namespace

Result<LatentSizes> readLatent(const model::Model &model)
{
    const model::Hyperparameters &sizes = model.hyperparameters();
    const model::FamilyKeys keys(model.file(), sizes.family);
    LatentSizes latent = {};
    latent.heads = sizes.headCount;
    latent.rope = sizes.ropeDimension;
    MARU_CHECK(keys.required("attention.kv_lora_rank", latent.kvRank, 1, kMostHeadWidth));
    MARU_CHECK(keys.optional("attention.q_lora_rank", latent.qRank, 0, kMostRank));
    // Newer files say what the cache holds as key_length, and what a head has as key_length_mla.
    std::uint32_t whole = sizes.keyLength;
    latent.valueLength = sizes.valueLength;
    MARU_CHECK(keys.optional("attention.key_length_mla", whole, 1, kMostHeadWidth));
    MARU_CHECK(keys.optional("attention.value_length_mla", latent.valueLength, 1, kMostHeadWidth));
    if (whole <= latent.rope)
        return keys.badValue("rope.dimension_count",
            "is " + std::to_string(latent.rope) + ", which leaves nothing of a head of " + std::to_string(whole)
                + " values");
    latent.keyLength = whole - latent.rope;
    latent.scale = 1.0f / std::sqrt(static_cast<float>(whole));
    return latent;
}

Result<LatentLayer> loadLatent(graph::GraphBuilder &builder, WeightLoader &loader, const model::Hyperparameters &sizes,
    const LatentSizes &latent, std::uint32_t index)
{
    const std::uint32_t width = sizes.embeddingLength;
    const std::uint32_t queries = latent.heads * (latent.keyLength + latent.rope);
    const auto name = [index](std::string_view tensor) { return WeightLoader::inLayer(index, tensor); };
    LatentLayer layer = {};
    MARU_TRY(layer.norm, loader.vector(name("attn_norm.weight"), width));
    layer.qDown = layer.qNorm = graph::kNone;
    if (latent.qRank != 0) {
        MARU_TRY(layer.qDown, loader.matrix(name("attn_q_a.weight"), latent.qRank, width));
        MARU_TRY(layer.qNorm, loader.vector(name("attn_q_a_norm.weight"), latent.qRank));
        MARU_TRY(layer.q, loader.matrix(name("attn_q_b.weight"), queries, latent.qRank));
    } else {
        MARU_TRY(layer.q, loader.matrix(name("attn_q.weight"), queries, width));
    }
    MARU_TRY(layer.kvDown, loader.matrix(name("attn_kv_a_mqa.weight"), latent.kvRank + latent.rope, width));
    MARU_TRY(layer.kvNorm, loader.vector(name("attn_kv_a_norm.weight"), latent.kvRank));
    if (loader.has(name("attn_k_b.weight")) || !loader.has(name("attn_kv_b.weight"))) {
        MARU_TRY(layer.keyUp, loader.stack(name("attn_k_b.weight"), latent.heads, latent.kvRank, latent.keyLength));
        MARU_TRY(layer.valueUp, loader.stack(name("attn_v_b.weight"), latent.heads, latent.valueLength, latent.kvRank));
    } else {
        const std::uint32_t rows = latent.heads * (latent.keyLength + latent.valueLength);
        MARU_TRY(const Weight both, loader.find(name("attn_kv_b.weight"), rows, latent.kvRank));
        MARU_CHECK(splitKvUp(builder, both, latent, layer));
    }
    MARU_TRY(layer.output, loader.matrix(name("attn_output.weight"), width, latent.heads * latent.valueLength));
    return layer;
}

} // namespace maru::architecture
