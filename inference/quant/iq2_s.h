// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/quant/coded_block.h"

namespace maru::quant {

/// IQ2_S: groups of 8 weights are points of a grid of 1024, sixteen sub-blocks of 16; 2.56 bits a weight.
///
///     byte  0   2                         34                66                 74             82
///           | d | low 8 bits of points    | signs, 8 a byte | high bits (8)    | scales (8)   |
///
/// Group k's point has its high two bits in bits 2 (k % 4) and the next of byte k / 4 of the high bits. Scale s of
/// sub-block j is nibble j, low first. weight = d / 8 * (2 s + 1) * size * sign, d in half precision.
struct IQ2_S : CodedFormat<IQ2_S>
{
    static constexpr std::size_t kBlockBytes = 82;

    static void read(const std::byte *block, CodedBlock &coded)
    {
        coded.d = loadHalf(block) * 0.125F;
        for (std::size_t j = 0; j < 16; ++j) {
            const std::byte pair = block[74 + j / 2];
            coded.scales[j] = static_cast<std::int8_t>(2 * (j % 2 == 0 ? lowNibble(pair) : highNibble(pair)) + 1);
        }
        for (std::size_t k = 0; k < 32; ++k) {
            const std::size_t high = std::to_integer<std::size_t>(block[66 + k / 4]) >> (2 * (k % 4)) & 3;
            writePoint(kIq2SGrid, std::to_integer<std::size_t>(block[2 + k]) | high << 8,
                std::to_integer<unsigned>(block[34 + k]), coded.values.data() + 8 * k);
        }
    }

    static void encode(const float *values, std::byte *block)
    {
        std::array<float, 16> wanted {};
        for (std::size_t j = 0; j < 16; ++j)
            wanted[j] = largestSize(values + 16 * j, 16) / 43.0F;
        const float d = storeHalf(*std::max_element(wanted.begin(), wanted.end()) / 31.0F * 8.0F, block) * 0.125F;
        const auto scales = oddScales(wanted, d);
        std::fill_n(block + 66, 8, std::byte { 0 });
        for (std::size_t j = 0; j < 8; ++j)
            block[74 + j] = joinNibbles(scales[2 * j], scales[2 * j + 1]);
        for (std::size_t k = 0; k < 32; ++k) {
            std::uint16_t point = 0;
            nearestPoints(kIq2SGrid, values + 8 * k, 8, d * static_cast<float>(2 * scales[k / 2] + 1), &point);
            block[2 + k] = static_cast<std::byte>(point & 255U);
            block[34 + k] = static_cast<std::byte>(signsOf(values + 8 * k));
            block[66 + k / 4] |= static_cast<std::byte>((point >> 8) << (2 * (k % 4)));
        }
    }
};

} // namespace maru::quant
