// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/backend.h"
#include "inference/graph/graph.h"
#include "inference/quant/tensor_type.h"

#include <cstdint>
#include <map>
#include <vector>

namespace maru::runtime {

/// What is read from memory to compute one token: the weights by their format, and keys and values by the position.
struct TokenTraffic
{
    std::map<quant::TensorType, std::uint64_t> weights; ///< bytes as they lie in the file
    std::uint32_t layers = 0;

    /// Layers whose caches are alike.
    struct Cache
    {
        std::uint64_t bytesPerPosition = 0;
        std::uint32_t window = 0; ///< positions that are seen; 0: all
    };
    std::vector<Cache> caches; ///< one a layer

    std::uint64_t weightBytes() const;

    /// Bytes of keys and values read at `position`.
    std::uint64_t cacheBytes(std::uint32_t position) const;

    TokenTraffic &operator+=(const TokenTraffic &other);
};

/// The traffic of `graph`: every matrix once, but of an embedding one row and of experts those that a token uses.
TokenTraffic trafficOf(const graph::Graph &graph, backend::KvType kv);

} // namespace maru::runtime
