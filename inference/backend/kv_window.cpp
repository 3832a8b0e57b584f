// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/kv_window.h"

#include <algorithm>
#include <string>

namespace maru::backend {

std::uint32_t kvPositions(const graph::KvLayer &layer, const ExecutorOptions &options)
{
    if (layer.window == 0)
        return options.contextLength;
    const std::uint64_t needed
        = std::uint64_t { layer.window } + std::min(options.chunkLength, options.contextLength) - 1;
    return static_cast<std::uint32_t>(
        std::min<std::uint64_t>(options.contextLength, std::max<std::uint64_t>(needed, 1)));
}

KvReach::KvReach(const graph::Graph &graph, const std::vector<std::uint32_t> &kept)
{
    for (std::size_t i = 0; i < graph.kvLayers.size(); ++i) {
        const std::uint32_t window = graph.kvLayers[i].window;
        const auto isSame = [&](const Ring &ring) { return ring.window == window && ring.positions == kept[i]; };
        if (window != 0 && std::none_of(m_rings.begin(), m_rings.end(), isSame))
            m_rings.push_back({ window, kept[i], 0 });
    }
}

std::uint32_t KvReach::oldestPosition() const
{
    std::uint32_t oldest = 0;
    for (const Ring &ring : m_rings)
        oldest = std::max(oldest, ring.lost == 0 ? 0 : ring.lost + ring.window - 1);
    return oldest;
}

Result<void> KvReach::check(std::uint32_t position) const
{
    const std::uint32_t oldest = oldestPosition();
    if (position == 0 || position >= oldest)
        return {};
    return Error { ErrorCode::InvalidArgument, Reason::Unspecified, {},
        "position " + std::to_string(position) + ": the cache holds what positions from " + std::to_string(oldest)
            + " on need" };
}

void KvReach::advance(std::uint32_t position, std::uint32_t end)
{
    for (Ring &ring : m_rings) {
        const std::uint32_t before = position == 0 ? 0 : ring.lost;
        ring.lost = std::max(before, end > ring.positions ? end - ring.positions : 0);
    }
}

} // namespace maru::backend
