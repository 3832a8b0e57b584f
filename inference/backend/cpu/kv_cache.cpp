// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/cpu/kv_cache.h"

#include <algorithm>

namespace maru::backend::cpu {

namespace {

std::uint64_t sizeOf(KvType type)
{
    return type == KvType::F32 ? 4 : 2;
}

std::uint64_t aligned(std::uint64_t bytes)
{
    return (bytes + 63) / 64 * 64;
}

} // namespace

std::vector<KvCache::Layer> KvCache::layOut(
    const graph::Graph &graph, const ExecutorOptions &options, std::uint64_t &bytes)
{
    const std::uint64_t positions = (std::uint64_t { options.contextLength } + kKeyBlock - 1) / kKeyBlock * kKeyBlock;
    std::vector<Layer> layers;
    bytes = 0;
    for (const graph::KvLayer &shape : graph.kvLayers) {
        Layer layer { bytes, aligned(positions * shape.keyWidth * sizeOf(options.kv)),
            aligned(positions * KvHead::strideOf(shape.valueWidth) * sizeOf(options.kv)), shape };
        bytes += (layer.keyBytes + layer.valueBytes) * shape.kvHeads;
        layers.push_back(layer);
    }
    return layers;
}

std::uint64_t KvCache::byteCount(const graph::Graph &graph, const ExecutorOptions &options)
{
    std::uint64_t bytes = 0;
    layOut(graph, options, bytes);
    return bytes;
}

Result<KvCache> KvCache::create(const graph::Graph &graph, const ExecutorOptions &options)
{
    KvCache cache;
    std::uint64_t bytes = 0;
    cache.m_layers = layOut(graph, options, bytes);
    cache.m_type = options.kv;
    MARU_TRY(cache.m_buffer, LargeBuffer::allocate(bytes, "KV cache"));
    cache.m_buffer.populate();
    return cache;
}

KvHead KvCache::head(std::uint32_t layer, std::uint32_t kvHead) const
{
    const Layer &place = m_layers[layer];
    // The cache is written through its heads; only its shape is constant.
    auto *keys = const_cast<std::byte *>(m_buffer.data()) + place.offset + (place.keyBytes + place.valueBytes) * kvHead;
    return { keys, keys + place.keyBytes, m_type, place.shape.keyWidth, place.shape.valueWidth,
        KvHead::strideOf(place.shape.valueWidth) };
}

std::uint64_t KvCache::bytesRead(std::uint32_t position) const
{
    std::uint64_t bytes = 0;
    for (const Layer &layer : m_layers) {
        std::uint64_t seen = std::uint64_t { position } + 1;
        if (layer.shape.window != 0)
            seen = std::min<std::uint64_t>(seen, layer.shape.window);
        bytes += seen * layer.shape.kvHeads * (layer.shape.keyWidth + layer.shape.valueWidth) * sizeOf(m_type);
    }
    return bytes;
}

} // namespace maru::backend::cpu
