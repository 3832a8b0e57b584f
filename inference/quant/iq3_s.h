// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/quant/coded_block.h"

namespace maru::quant {

/// IQ3_S: groups of 4 weights are points of a grid of 512, eight sub-blocks of 32; 3.44 bits a weight.
///
///     byte  0   2                         66              74                106          110
///           | d | low 8 bits of points    | high bits (8) | signs, 8 a byte | scales (4) |
///
/// Group k's point has its ninth bit in bit k % 8 of byte k / 8 of the high bits. Scale s of sub-block j is nibble j,
/// low first. weight = d * (2 s + 1) * size * sign, d in half precision.
struct IQ3_S : CodedFormat<IQ3_S>
{
    static constexpr std::size_t kBlockBytes = 110;

    static void read(const std::byte *block, CodedBlock &coded)
    {
        coded.d = loadHalf(block);
        for (std::size_t j = 0; j < 8; ++j) {
            const std::byte pair = block[106 + j / 2];
            const int s = j % 2 == 0 ? lowNibble(pair) : highNibble(pair);
            coded.scales[2 * j] = coded.scales[2 * j + 1] = static_cast<std::int8_t>(2 * s + 1);
        }
        for (std::size_t k = 0; k < 64; ++k) {
            const std::size_t high = std::to_integer<std::size_t>(block[66 + k / 8]) >> (k % 8) & 1;
            const unsigned signs = std::to_integer<unsigned>(block[74 + k / 2]) >> (4 * (k % 2));
            writePoint(
                kIq3SGrid, std::to_integer<std::size_t>(block[2 + k]) | high << 8, signs, coded.values.data() + 4 * k);
        }
    }

    static void encode(const float *values, std::byte *block)
    {
        std::array<float, 8> wanted {};
        for (std::size_t j = 0; j < 8; ++j)
            wanted[j] = largestSize(values + 32 * j, 32) / 15.0F;
        const float d = storeHalf(*std::max_element(wanted.begin(), wanted.end()) / 31.0F, block);
        const auto scales = oddScales(wanted, d);
        std::fill_n(block + 66, 8, std::byte { 0 });
        for (std::size_t j = 0; j < 4; ++j)
            block[106 + j] = joinNibbles(scales[2 * j], scales[2 * j + 1]);
        for (std::size_t k = 0; k < 64; ++k) {
            std::uint16_t point = 0;
            nearestPoints(kIq3SGrid, values + 4 * k, 4, d * static_cast<float>(2 * scales[k / 8] + 1), &point);
            block[2 + k] = static_cast<std::byte>(point & 255U);
            block[66 + k / 8] |= static_cast<std::byte>((point >> 8) << (k % 8));
        }
        for (std::size_t k = 0; k < 32; ++k)
            block[74 + k] = static_cast<std::byte>(signsOf(values + 8 * k));
    }
};

} // namespace maru::quant
