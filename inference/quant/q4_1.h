// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/quant/block_bytes.h"

namespace maru::quant {

/// Q4_1: 4 bits a weight above a minimum, one scale and one minimum for 32.
///
///     byte  0   2   4                                        20
///           | d | m | q0 q16 | q1 q17 | ...       | q15 q31 |      each byte: low four bits, high four bits
///
/// weight = d * q + m, d and m in half precision.
struct Q4_1
{
    static constexpr std::size_t kBlockLength = 32;
    static constexpr std::size_t kBlockBytes = 20;

    static void decode(const std::byte *block, float *values)
    {
        const float d = loadHalf(block);
        const float m = loadHalf(block + 2);
        for (std::size_t i = 0; i < 16; ++i) {
            values[i] = d * static_cast<float>(lowNibble(block[4 + i])) + m;
            values[i + 16] = d * static_cast<float>(highNibble(block[4 + i])) + m;
        }
    }

    static void encode(const float *values, std::byte *block)
    {
        const auto [least, most] = std::minmax_element(values, values + kBlockLength);
        const float d = (*most - *least) / 15.0F;
        const float inverse = inverseOrZero(d);
        storeHalf(d, block);
        storeHalf(*least, block + 2);
        for (std::size_t i = 0; i < 16; ++i)
            block[4 + i] = joinNibbles(
                quantized(values[i] - *least, inverse, 0.5, 15), quantized(values[i + 16] - *least, inverse, 0.5, 15));
    }
};

} // namespace maru::quant
