// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/reference/operations.h"
#include "inference/base/half.h"

#include <algorithm>
#include <cmath>

namespace maru::backend::reference {

namespace {

constexpr float kLargestHalf = 65504.0f;

/// One block of at most kKvBlock values.
void roundBlock(std::span<const float> x, std::span<float> y)
{
    float largest = 0.0f;
    for (const float value : x)
        largest = std::max(largest, std::abs(value));
    const float scale = halfToFloat(floatToHalf(std::min(largest / 127.0f, kLargestHalf)));
    for (std::size_t i = 0; i < x.size(); ++i)
        y[i] = scale == 0.0f ? 0.0f : std::clamp(std::nearbyint(x[i] / scale), -127.0f, 127.0f) * scale;
}

} // namespace

void roundKv(std::span<const float> x, KvType type, std::span<float> y)
{
    switch (type) {
    case KvType::F32:
        std::copy(x.begin(), x.end(), y.begin());
        return;
    case KvType::F16:
        std::transform(x.begin(), x.end(), y.begin(), [](float value) { return halfToFloat(floatToHalf(value)); });
        return;
    case KvType::Q8_0:
        for (std::size_t i = 0; i < x.size(); i += kKvBlock) {
            const std::size_t count = std::min<std::size_t>(kKvBlock, x.size() - i);
            roundBlock(x.subspan(i, count), y.subspan(i, count));
        }
        return;
    }
}

void kvWrite(std::span<const float> k, std::span<const float> v, std::uint32_t position, const KvCache &cache)
{
    const std::size_t heads = cache.shape.kvHeads;
    const std::size_t keys = heads * cache.shape.keyWidth;
    const std::size_t values = cache.shape.valuesInKeys ? 0 : heads * cache.shape.valueWidth;
    for (std::size_t token = 0; token < k.size() / keys; ++token) {
        const std::size_t place = (position + token) % cache.places();
        roundKv(k.subspan(token * keys, keys), cache.type, cache.keys.subspan(place * keys, keys));
        if (values != 0)
            roundKv(v.subspan(token * values, values), cache.type, cache.values.subspan(place * values, values));
    }
}

} // namespace maru::backend::reference
