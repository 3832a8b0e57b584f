// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/backend.h"
#include "inference/base/result.h"
#include "inference/graph/graph.h"

#include <cstdint>
#include <vector>

namespace maru::backend {

/// Positions that a cache of `layer` needs to keep: the whole context, or a window and the chunk that is computed.
/// Position p lies in place p % this (a backend may keep more).
std::uint32_t kvPositions(const graph::KvLayer &layer, const ExecutorOptions &options);

/// Which positions the caches of windows still hold, and so where forward() may go on: see Executor::oldestPosition().
///
/// Threads: one at a time.
class KvReach
{
public:
    /// `kept` holds how many positions each layer of `graph` keeps.
    KvReach(const graph::Graph &graph, const std::vector<std::uint32_t> &kept);
    KvReach() = default;

    std::uint32_t oldestPosition() const;

    /// InvalidArgument if forward() cannot begin at `position`.
    Result<void> check(std::uint32_t position) const;

    /// Positions from `position` up to `end` are about to be written.
    void advance(std::uint32_t position, std::uint32_t end);

private:
    struct Ring
    {
        std::uint32_t window;
        std::uint32_t positions;
        std::uint32_t lost; ///< positions below are gone
    };
    std::vector<Ring> m_rings; ///< each kind of layer once
};

} // namespace maru::backend
