// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/quant/block_bytes.h"

namespace maru::quant {

/// Q5_1: 5 bits a weight above a minimum, one scale and one minimum for 32.
///
///     byte  0   2   4    8                                        24
///           | d | m | qh | q0 q16 | q1 q17 | ...       | q15 q31 |      each byte: low four bits, high four bits
///
/// qh is a 32-bit number: bit i is the fifth bit of weight i. weight = d * q + m, d and m in half precision.
struct Q5_1
{
    static constexpr std::size_t kBlockLength = 32;
    static constexpr std::size_t kBlockBytes = 24;

    static void decode(const std::byte *block, float *values)
    {
        const float d = loadHalf(block);
        const float m = loadHalf(block + 2);
        std::uint32_t high = 0;
        std::memcpy(&high, block + 4, sizeof(high));
        for (std::size_t i = 0; i < 16; ++i) {
            const int first = lowNibble(block[8 + i]) | static_cast<int>((high >> i) & 1U) << 4;
            const int second = highNibble(block[8 + i]) | static_cast<int>((high >> (i + 16)) & 1U) << 4;
            values[i] = d * static_cast<float>(first) + m;
            values[i + 16] = d * static_cast<float>(second) + m;
        }
    }

    static void encode(const float *values, std::byte *block)
    {
        const auto [least, most] = std::minmax_element(values, values + kBlockLength);
        const float d = (*most - *least) / 31.0F;
        const float inverse = inverseOrZero(d);
        storeHalf(d, block);
        storeHalf(*least, block + 2);
        std::uint32_t high = 0;
        for (std::size_t i = 0; i < 16; ++i) {
            const int first = quantized(values[i] - *least, inverse, 0.5, 31);
            const int second = quantized(values[i + 16] - *least, inverse, 0.5, 31);
            high |= static_cast<std::uint32_t>(first >> 4) << i | static_cast<std::uint32_t>(second >> 4) << (i + 16);
            block[8 + i] = joinNibbles(first & 15, second & 15);
        }
        std::memcpy(block + 4, &high, sizeof(high));
    }
};

} // namespace maru::quant
