// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/quant/block_bytes.h"

namespace maru::quant {

/// Q5_0: 5 bits a weight around zero, one scale for 32.
///
///     byte  0   2    6                                        22
///           | d | qh | q0 q16 | q1 q17 | ...       | q15 q31 |      each byte: low four bits, high four bits
///
/// qh is a 32-bit number: bit i is the fifth bit of weight i. weight = d * (q - 16), d in half precision.
struct Q5_0
{
    static constexpr std::size_t kBlockLength = 32;
    static constexpr std::size_t kBlockBytes = 22;

    static void decode(const std::byte *block, float *values)
    {
        const float d = loadHalf(block);
        std::uint32_t high = 0;
        std::memcpy(&high, block + 2, sizeof(high));
        for (std::size_t i = 0; i < 16; ++i) {
            const int first = lowNibble(block[6 + i]) | static_cast<int>((high >> i) & 1U) << 4;
            const int second = highNibble(block[6 + i]) | static_cast<int>((high >> (i + 16)) & 1U) << 4;
            values[i] = d * static_cast<float>(first - 16);
            values[i + 16] = d * static_cast<float>(second - 16);
        }
    }

    static void encode(const float *values, std::byte *block)
    {
        const float d = signedExtreme(values, kBlockLength) / -16.0F;
        const float inverse = inverseOrZero(d);
        storeHalf(d, block);
        std::uint32_t high = 0;
        for (std::size_t i = 0; i < 16; ++i) {
            const int first = quantized(values[i], inverse, 16.5, 31);
            const int second = quantized(values[i + 16], inverse, 16.5, 31);
            high |= static_cast<std::uint32_t>(first >> 4) << i | static_cast<std::uint32_t>(second >> 4) << (i + 16);
            block[6 + i] = joinNibbles(first & 15, second & 15);
        }
        std::memcpy(block + 2, &high, sizeof(high));
    }
};

} // namespace maru::quant
