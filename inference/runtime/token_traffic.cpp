// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/runtime/token_traffic.h"

#include <algorithm>

namespace maru::runtime {

std::uint64_t TokenTraffic::weightBytes() const
{
    std::uint64_t sum = 0;
    for (const auto &[type, bytes] : weights)
        sum += bytes;
    return sum;
}

std::uint64_t TokenTraffic::cacheBytes(std::uint32_t position) const
{
    std::uint64_t sum = 0;
    for (const Cache &cache : caches) {
        const std::uint64_t seen = std::uint64_t { position } + 1;
        sum += cache.bytesPerPosition * (cache.window != 0 ? std::min<std::uint64_t>(seen, cache.window) : seen);
    }
    return sum;
}

TokenTraffic &TokenTraffic::operator+=(const TokenTraffic &other)
{
    for (const auto &[type, bytes] : other.weights)
        weights[type] += bytes;
    layers += other.layers;
    caches.insert(caches.end(), other.caches.begin(), other.caches.end());
    return *this;
}

TokenTraffic trafficOf(const graph::Graph &graph, backend::KvType kv)
{
    TokenTraffic traffic;
    traffic.layers = static_cast<std::uint32_t>(graph.kvLayers.size());
    for (const graph::Step &step : graph.steps) {
        if (step.op == graph::Op::Embed)
            continue; // one row
        const bool isExpert = step.op == graph::Op::ExpertUp || step.op == graph::Op::ExpertDown;
        for (const graph::WeightId id : step.weights) {
            if (id == graph::kNone)
                continue;
            const graph::Weight &weight = graph.weights[id];
            std::uint64_t bytes = weight.byteCount();
            if (isExpert && step.routing.experts != 0)
                bytes = bytes / step.routing.experts * step.routing.used;
            traffic.weights[weight.type] += bytes;
        }
    }
    for (const graph::KvLayer &layer : graph.kvLayers) {
        const std::uint64_t key = backend::kvBytes(kv, layer.keyWidth);
        const std::uint64_t value = layer.valuesInKeys ? 0 : backend::kvBytes(kv, layer.valueWidth);
        traffic.caches.push_back({ (key + value) * layer.kvHeads, layer.window });
    }
    return traffic;
}

} // namespace maru::runtime
