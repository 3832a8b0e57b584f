// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/quant/block_bytes.h"
#include "inference/quant/k_scales.h"
#include "inference/quant/q4_k.h"

namespace maru::quant {

/// Q5_K: 5 bits a weight, 256 in eight sub-blocks of 32, each with a scale and a minimum.
///
///     byte  0   2      4              16        48                                              176
///           | d | dmin | scales (12)  | qh (32) | as in Q4_K: the low four bits of sub-blocks 0, 1 | 2, 3 | 4, 5 | 6,
///           7 |
///
/// Bit s of qh[i] is the fifth bit of weight i of sub-block s. weight = d * scale * q - dmin * minimum.
struct Q5_K
{
    static constexpr std::size_t kBlockLength = 256;
    static constexpr std::size_t kBlockBytes = 176;
    static constexpr std::size_t kScales = 4; ///< offset of the packed scales
    static constexpr std::size_t kHighBits = 16; ///< offset of qh
    static constexpr std::size_t kQuants = 48; ///< offset of the low four bits

    static void decode(const std::byte *block, float *values)
    {
        const float d = loadHalf(block);
        const float dmin = loadHalf(block + 2);
        const KScales packed = KScales::unpack(block + kScales);
        for (std::size_t s = 0; s < 8; ++s) {
            const float scale = d * packed.scales[s];
            const float minimum = dmin * packed.minima[s];
            const std::byte *quants = block + kQuants + 32 * (s / 2);
            for (std::size_t i = 0; i < 32; ++i) {
                const int low = s % 2 == 0 ? lowNibble(quants[i]) : highNibble(quants[i]);
                const int high = (std::to_integer<int>(block[kHighBits + i]) >> s) & 1;
                values[32 * s + i] = scale * static_cast<float>(low | high << 4) - minimum;
            }
        }
    }

    static void encode(const float *values, std::byte *block)
    {
        const KSubBlocks chosen = KSubBlocks::choose(values, 31, block);
        std::fill_n(block + kHighBits, 32, std::byte { 0 });
        for (std::size_t s = 0; s < 8; s += 2) {
            for (std::size_t i = 0; i < 32; ++i) {
                const int first = chosen.quant(values[32 * s + i], s, 31);
                const int second = chosen.quant(values[32 * (s + 1) + i], s + 1, 31);
                block[kQuants + 16 * s + i] = joinNibbles(first & 15, second & 15);
                block[kHighBits + i] |= static_cast<std::byte>((first >> 4) << s | (second >> 4) << (s + 1));
            }
        }
    }
};

} // namespace maru::quant
