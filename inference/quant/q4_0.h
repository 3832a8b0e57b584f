// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/quant/block_bytes.h"

namespace maru::quant {

/// Q4_0: 4 bits a weight around zero, one scale for 32.
///
///     byte  0   2                                        18
///           | d | q0 q16 | q1 q17 | ...       | q15 q31 |      each byte: low four bits, high four bits
///
/// weight = d * (q - 8), d in half precision.
struct Q4_0
{
    static constexpr std::size_t kBlockLength = 32;
    static constexpr std::size_t kBlockBytes = 18;

    static void decode(const std::byte *block, float *values)
    {
        const float d = loadHalf(block);
        for (std::size_t i = 0; i < 16; ++i) {
            values[i] = d * static_cast<float>(lowNibble(block[2 + i]) - 8);
            values[i + 16] = d * static_cast<float>(highNibble(block[2 + i]) - 8);
        }
    }

    static void encode(const float *values, std::byte *block)
    {
        const float d = signedExtreme(values, kBlockLength) / -8.0F;
        const float inverse = inverseOrZero(d);
        storeHalf(d, block);
        for (std::size_t i = 0; i < 16; ++i)
            block[2 + i]
                = joinNibbles(quantized(values[i], inverse, 8.5, 15), quantized(values[i + 16], inverse, 8.5, 15));
    }
};

} // namespace maru::quant
