// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/cpu/kv_cache.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace maru::backend::cpu {

/// The memory of `cache` that the positions below `count` lie in, in an order that is always the same: of a layer that
/// keeps only a window, all of it once that is full. Nothing in it says how long the cache is.
std::vector<std::span<std::byte>> cachePieces(const KvCache &cache, const graph::Graph &graph, std::uint32_t count);

/// For Executor::cacheFormat(): the layout, the type, and how many positions layers with a window keep.
std::string cacheFormat(const KvCache &cache, const graph::Graph &graph, KvType type);

} // namespace maru::backend::cpu
