// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/quant/block_bytes.h"
#include "inference/quant/k_scales.h"

namespace maru::quant {

/// The part of encoding that Q4_K and Q5_K share: eight sub-blocks of 32, each a scale and a minimum of 6 bits, over
/// one scale and one minimum in half precision for 256 weights.
struct KSubBlocks
{
    KScales packed;
    std::array<float, 8> scale = {}; ///< as it will be decoded
    std::array<float, 8> minimum = {}; ///< as it will be decoded; subtracted

    /// Chooses them for 256 `values` with quants from 0 to `most`, and stores d, dmin and the packed scales at
    /// `header`.
    static KSubBlocks choose(const float *values, int most, std::byte *header)
    {
        std::array<float, 8> scales {};
        std::array<float, 8> minima {};
        for (std::size_t s = 0; s < 8; ++s) {
            const auto [least, greatest] = std::minmax_element(values + 32 * s, values + 32 * s + 32);
            minima[s] = -std::min(*least, 0.0F);
            scales[s] = std::max(0.0F, *greatest + minima[s]) / static_cast<float>(most);
        }
        const float d = storeHalf(*std::max_element(scales.begin(), scales.end()) / 63.0F, header);
        const float dmin = storeHalf(*std::max_element(minima.begin(), minima.end()) / 63.0F, header + 2);
        KSubBlocks result;
        for (std::size_t s = 0; s < 8; ++s) {
            result.packed.scales[s] = static_cast<std::uint8_t>(quantized(scales[s], inverseOrZero(d), 0.5, 63));
            result.packed.minima[s] = static_cast<std::uint8_t>(quantized(minima[s], inverseOrZero(dmin), 0.5, 63));
            result.scale[s] = d * result.packed.scales[s];
            result.minimum[s] = dmin * result.packed.minima[s];
        }
        result.packed.pack(header + 4);
        return result;
    }

    /// The quant of `value` in sub-block `s`.
    int quant(float value, std::size_t s, int most) const
    {
        return quantized(value + minimum[s], inverseOrZero(scale[s]), 0.5, most);
    }
};

/// Q4_K: 4 bits a weight, 256 in eight sub-blocks of 32, each with a scale and a minimum.
///
///     byte  0   2      4              16                                                         144
///           | d | dmin | scales (12)  | 32 bytes: sub-blocks 0 (low four bits), 1 (high) | 2, 3 | 4, 5 | 6, 7 |
///
/// weight = d * scale * q - dmin * minimum. The scales are packed as KScales shows. 144 is a multiple of 16.
struct Q4_K
{
    static constexpr std::size_t kBlockLength = 256;
    static constexpr std::size_t kBlockBytes = 144;
    static constexpr std::size_t kScales = 4; ///< offset of the packed scales
    static constexpr std::size_t kQuants = 16; ///< offset of the quants

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
                const int q = s % 2 == 0 ? lowNibble(quants[i]) : highNibble(quants[i]);
                values[32 * s + i] = scale * static_cast<float>(q) - minimum;
            }
        }
    }

    static void encode(const float *values, std::byte *block)
    {
        const KSubBlocks chosen = KSubBlocks::choose(values, 15, block);
        for (std::size_t s = 0; s < 8; s += 2) {
            for (std::size_t i = 0; i < 32; ++i)
                block[kQuants + 16 * s + i] = joinNibbles(
                    chosen.quant(values[32 * s + i], s, 15), chosen.quant(values[32 * (s + 1) + i], s + 1, 15));
        }
    }
};

} // namespace maru::quant
