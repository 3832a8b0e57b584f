// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/reference/operations.h"

#include <algorithm>
#include <vector>

namespace maru::backend::reference {

namespace {

/// MatMul and head norm.
std::vector<float> project(
    std::span<const float> x, const Projection &projection, float epsilon, ActivationFormat activations)
{
    std::vector<float> y(x.size() / projection.weight.columns * projection.weight.rows);
    matMul(x, projection.weight, projection.bias, activations, y);
    if (projection.headNorm.empty())
        return y;
    std::vector<float> normed(y.size());
    rmsNorm(y, projection.headNorm, epsilon, normed);
    return normed;
}

} // namespace

void qkv(std::span<const float> x, const QkvArguments &arguments, const KvCache &cache, std::span<float> q)
{
    std::vector<float> normed(x.begin(), x.end());
    if (!arguments.norm.empty())
        rmsNorm(x, arguments.norm, arguments.epsilon, normed);
    const std::vector<float> queries = project(normed, arguments.q, arguments.epsilon, arguments.activations);
    const std::vector<float> keys = project(normed, arguments.k, arguments.epsilon, arguments.activations);
    const std::vector<float> values = project(normed, arguments.v, arguments.epsilon, arguments.activations);
    std::vector<float> turned(keys);
    std::copy(queries.begin(), queries.end(), q.begin());
    if (arguments.table != nullptr) {
        rope(queries, *arguments.table, arguments.heads, cache.shape.keyWidth, arguments.position, q);
        rope(keys, *arguments.table, cache.shape.kvHeads, cache.shape.keyWidth, arguments.position, turned);
    }
    kvWrite(turned, values, arguments.position, cache);
}

} // namespace maru::backend::reference
