// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/backend.h"
#include "inference/backend/cpu/kernels/kv_store.h"
#include "inference/base/large_buffer.h"
#include "inference/base/result.h"
#include "inference/graph/graph.h"

#include <cstdint>
#include <vector>

namespace maru::backend::cpu {

/// Keys and values of all layers, laid out for attend(). Layers with a window keep that and a chunk. Ownership: owns
/// the memory.
class KvCache
{
public:
    /// Bytes that create() takes.
    static std::uint64_t byteCount(const graph::Graph &graph, const ExecutorOptions &options);

    /// Failure: OutOfMemory.
    static Result<KvCache> create(const graph::Graph &graph, const ExecutorOptions &options);

    KvHead head(std::uint32_t layer, std::uint32_t kvHead) const;

    /// How many positions each layer keeps.
    std::vector<std::uint32_t> positions() const;

    /// Bytes of keys and values that attention reads for one token at `position`.
    std::uint64_t bytesRead(std::uint32_t position) const;

private:
    struct Layer
    {
        std::uint64_t offset;
        std::uint64_t keyBytes; ///< of one head
        std::uint64_t valueBytes; ///< of one head
        graph::KvLayer shape;
        std::uint32_t positions; ///< a multiple of kKeyBlock
    };
    static std::vector<Layer> layOut(const graph::Graph &graph, const ExecutorOptions &options, std::uint64_t &bytes);

    LargeBuffer m_buffer;
    std::vector<Layer> m_layers;
    KvType m_type = KvType::F16;
};

} // namespace maru::backend::cpu
