// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/quant/coded_block.h"

namespace maru::quant {

/// IQ4_NL: an index of 4 bits into 16 uneven values a weight, one scale for 32.
///
///     byte  0   2                                        18
///           | d | q0 q16 | q1 q17 | ...       | q15 q31 |      each byte: low four bits, high four bits
///
/// weight = d * kIq4Values[q], d in half precision.
struct IQ4_NL
{
    static constexpr std::size_t kBlockLength = 32;
    static constexpr std::size_t kBlockBytes = 18;

    static void decode(const std::byte *block, float *values)
    {
        const float d = loadHalf(block);
        for (std::size_t i = 0; i < 16; ++i) {
            values[i] = d * static_cast<float>(kIq4Values[static_cast<std::size_t>(lowNibble(block[2 + i]))]);
            values[i + 16] = d * static_cast<float>(kIq4Values[static_cast<std::size_t>(highNibble(block[2 + i]))]);
        }
    }

    static void encode(const float *values, std::byte *block)
    {
        const float inverse
            = inverseOrZero(storeHalf(signedExtreme(values, kBlockLength) / static_cast<float>(kIq4Values[0]), block));
        for (std::size_t i = 0; i < 16; ++i)
            block[2 + i] = joinNibbles(
                nearestIndex(kIq4Values, values[i] * inverse), nearestIndex(kIq4Values, values[i + 16] * inverse));
    }
};

} // namespace maru::quant
