// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/reference/operations.h"
#include "inference/base/half.h"

namespace maru::backend::reference {

void kvWrite(std::span<const float> k, std::span<const float> v, std::uint32_t position, const KvCache &cache)
{
    const auto store = [&cache](std::span<const float> from, std::span<float> to) {
        for (std::size_t i = 0; i < from.size(); ++i)
            to[i] = cache.type == KvType::F16 ? halfToFloat(floatToHalf(from[i])) : from[i];
    };
    const std::size_t heads = cache.shape.kvHeads;
    store(k, cache.keys.subspan(position * heads * cache.shape.keyWidth));
    store(v, cache.values.subspan(position * heads * cache.shape.valueWidth));
}

} // namespace maru::backend::reference
