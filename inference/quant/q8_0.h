// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/quant/block_bytes.h"

namespace maru::quant {

/// Q8_0: 8 bits a weight around zero, one scale for 32.
///
///     byte  0   2                          34
///           | d | q0 | q1 | ...     | q31 |      each a signed byte
///
/// weight = d * q, d in half precision.
struct Q8_0
{
    static constexpr std::size_t kBlockLength = 32;
    static constexpr std::size_t kBlockBytes = 34;

    static void decode(const std::byte *block, float *values)
    {
        const float d = loadHalf(block);
        for (std::size_t i = 0; i < kBlockLength; ++i)
            values[i] = d * static_cast<float>(std::to_integer<std::int8_t>(block[2 + i]));
    }

    static void encode(const float *values, std::byte *block)
    {
        const float d = std::fabs(signedExtreme(values, kBlockLength)) / 127.0F;
        const float inverse = inverseOrZero(d);
        storeHalf(d, block);
        for (std::size_t i = 0; i < kBlockLength; ++i)
            block[2 + i] = static_cast<std::byte>(quantizedSigned(values[i], inverse));
    }
};

} // namespace maru::quant
