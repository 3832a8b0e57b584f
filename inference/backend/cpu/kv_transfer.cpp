// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/cpu/kv_transfer.h"

#include <algorithm>
#include <set>

namespace maru::backend::cpu {

namespace {

/// The first `count` of the rows that lie at `base`, as kv_store.h draws them.
void addRows(std::vector<std::span<std::byte>> &pieces, const KvHead &head, std::byte *base, std::uint32_t stride,
    std::uint32_t count)
{
    if (head.type != KvType::Q8_0) {
        pieces.emplace_back(base, count * kvBytes(head.type, stride));
        return;
    }
    const std::uint64_t scaleBytes = std::uint64_t { stride } / kKvBlock * sizeof(std::uint16_t);
    pieces.emplace_back(base, std::uint64_t { count } * stride);
    pieces.emplace_back(base + std::uint64_t { head.positions } * stride, count * scaleBytes);
}

} // namespace

std::vector<std::span<std::byte>> cachePieces(const KvCache &cache, const graph::Graph &graph, std::uint32_t count)
{
    std::vector<std::span<std::byte>> pieces;
    for (std::uint32_t layer = 0; layer < graph.kvLayers.size(); ++layer) {
        for (std::uint32_t kvHead = 0; kvHead < graph.kvLayers[layer].kvHeads; ++kvHead) {
            const KvHead head = cache.head(layer, kvHead);
            const std::uint32_t kept = std::min(count, head.positions);
            const std::uint32_t whole = (kept + kKeyBlock - 1) / kKeyBlock * kKeyBlock;
            if (head.valuesInKeys) {
                addRows(pieces, head, head.keys, head.valueStride(), whole);
                continue;
            }
            pieces.emplace_back(head.keys,
                head.type == KvType::Q8_0 ? whole / kKeyBlock * keyPanelBytes(head.keyWidth)
                                          : whole * kvBytes(head.type, head.keyWidth));
            addRows(pieces, head, head.values, head.valueStride(), whole);
        }
    }
    return pieces;
}

std::string cacheFormat(const KvCache &cache, const graph::Graph &graph, KvType type)
{
    std::string format = "cpu 1 " + std::string(toString(type));
    const std::vector<std::uint32_t> positions = cache.positions();
    std::set<std::uint32_t> rings;
    for (std::size_t layer = 0; layer < graph.kvLayers.size(); ++layer) {
        if (graph.kvLayers[layer].window != 0)
            rings.insert(positions[layer]);
    }
    for (const std::uint32_t ring : rings)
        format += " " + std::to_string(ring);
    return format;
}

} // namespace maru::backend::cpu
