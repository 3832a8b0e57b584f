// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/quant/block_bytes.h"

#include <array>

namespace maru::quant {

/// Q2_K: 2 bits a weight, 256 in sixteen sub-blocks of 16, each with a scale and a minimum of 4 bits.
///
///     byte  0                                   16            80  82     84
///           | scale low, minimum high (16)      | quants (64) | d | dmin |
///
/// Two halves of 128 weights, each 32 bytes of quants: byte i of half h holds weights 128 h + 32 s + i in its bits
/// 2 s, 2 s + 1. weight = d * scale * q - dmin * minimum; d and dmin in half precision.
struct Q2_K
{
    static constexpr std::size_t kBlockLength = 256;
    static constexpr std::size_t kBlockBytes = 84;
    static constexpr std::size_t kQuants = 16; ///< offset of the quants
    static constexpr std::size_t kScale = 80; ///< offset of d, dmin

    /// Weight `index` as stored, 0 to 3.
    static int quant(const std::byte *block, std::size_t index)
    {
        return std::to_integer<int>(block[kQuants + 32 * (index / 128) + index % 32]) >> (index % 128 / 32 * 2) & 3;
    }

    static void decode(const std::byte *block, float *values)
    {
        const float d = loadHalf(block + kScale);
        const float dmin = loadHalf(block + kScale + 2);
        for (std::size_t i = 0; i < kBlockLength; ++i) {
            const float scale = d * static_cast<float>(lowNibble(block[i / 16]));
            const float minimum = dmin * static_cast<float>(highNibble(block[i / 16]));
            values[i] = scale * static_cast<float>(quant(block, i)) - minimum;
        }
    }

    static void encode(const float *values, std::byte *block)
    {
        std::array<float, 16> scales {};
        std::array<float, 16> minima {};
        for (std::size_t s = 0; s < 16; ++s) {
            const auto [least, greatest] = std::minmax_element(values + 16 * s, values + 16 * s + 16);
            minima[s] = -std::min(*least, 0.0F);
            scales[s] = std::max(0.0F, *greatest + minima[s]) / 3.0F;
        }
        const float d = storeHalf(*std::max_element(scales.begin(), scales.end()) / 15.0F, block + kScale);
        const float dmin = storeHalf(*std::max_element(minima.begin(), minima.end()) / 15.0F, block + kScale + 2);
        std::fill_n(block + kQuants, 64, std::byte { 0 });
        for (std::size_t s = 0; s < 16; ++s) {
            const int scale = quantized(scales[s], inverseOrZero(d), 0.5, 15);
            const int minimum = quantized(minima[s], inverseOrZero(dmin), 0.5, 15);
            block[s] = joinNibbles(scale, minimum);
            for (std::size_t i = 16 * s; i < 16 * s + 16; ++i) {
                const int q = quantized(values[i] + dmin * static_cast<float>(minimum),
                    inverseOrZero(d * static_cast<float>(scale)), 0.5, 3);
                block[kQuants + 32 * (i / 128) + i % 32] |= static_cast<std::byte>(q << (i % 128 / 32 * 2));
            }
        }
    }
};

} // namespace maru::quant
