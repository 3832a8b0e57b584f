// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/cpu/kv_cache.h"

#include "inference/backend/kv_window.h"

#include <algorithm>

namespace maru::backend::cpu {

std::vector<KvCache::Layer> KvCache::layOut(
    const graph::Graph &graph, const ExecutorOptions &options, std::uint64_t &bytes)
{
    std::vector<Layer> layers;
    bytes = 0;
    for (const graph::KvLayer &shape : graph.kvLayers) {
        const std::uint64_t positions
            = (std::uint64_t { kvPositions(shape, options) } + kKeyBlock - 1) / kKeyBlock * kKeyBlock;
        const Layer layer { bytes, cpu::keyBytes(options.kv, shape, positions),
            cpu::valueBytes(options.kv, shape, positions), shape, static_cast<std::uint32_t>(positions) };
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
    const bool inKeys = place.shape.valuesInKeys;
    return { keys, inKeys ? keys : keys + place.keyBytes, m_type, inKeys, place.shape.keyWidth, place.shape.valueWidth,
        place.positions };
}

std::vector<std::uint32_t> KvCache::positions() const
{
    std::vector<std::uint32_t> positions;
    for (const Layer &layer : m_layers)
        positions.push_back(layer.positions);
    return positions;
}

std::uint64_t KvCache::bytesRead(std::uint32_t position) const
{
    std::uint64_t bytes = 0;
    for (const Layer &layer : m_layers) {
        std::uint64_t seen = std::uint64_t { position } + 1;
        if (layer.shape.window != 0)
            seen = std::min<std::uint64_t>(seen, layer.shape.window);
        const std::uint64_t values = layer.shape.valuesInKeys ? 0 : layer.shape.valueWidth;
        bytes += seen * layer.shape.kvHeads * (kvBytes(m_type, layer.shape.keyWidth) + kvBytes(m_type, values));
    }
    return bytes;
}

} // namespace maru::backend::cpu
