// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/quant/coded_block.h"

namespace maru::quant {

/// IQ2_XS: groups of 8 weights are points of a grid of 512, sixteen sub-blocks of 16; 2.31 bits a weight.
///
///     byte  0   2                                                      66             74
///           | d | 32 times 16 bits: point (9), signs (7)               | scales (8)   |
///
/// The eighth sign of a group makes their number even. Scale s of sub-block j is nibble j, low first.
/// weight = d / 8 * (2 s + 1) * size * sign, d in half precision.
struct IQ2_XS : CodedFormat<IQ2_XS>
{
    static constexpr std::size_t kBlockBytes = 74;

    static void read(const std::byte *block, CodedBlock &coded)
    {
        coded.d = loadHalf(block) * 0.125F;
        for (std::size_t j = 0; j < 16; ++j) {
            const std::byte pair = block[66 + j / 2];
            coded.scales[j] = static_cast<std::int8_t>(2 * (j % 2 == 0 ? lowNibble(pair) : highNibble(pair)) + 1);
        }
        for (std::size_t k = 0; k < 32; ++k) {
            std::uint16_t group = 0;
            std::memcpy(&group, block + 2 + 2 * k, sizeof(group));
            writePoint(kIq2XsGrid, group & 511U, evenSigns(group >> 9), coded.values.data() + 8 * k);
        }
    }

    static void encode(const float *values, std::byte *block)
    {
        std::array<float, 16> wanted {};
        for (std::size_t j = 0; j < 16; ++j)
            wanted[j] = largestSize(values + 16 * j, 16) / 43.0F;
        const float d = storeHalf(*std::max_element(wanted.begin(), wanted.end()) / 31.0F * 8.0F, block) * 0.125F;
        const auto scales = oddScales(wanted, d);
        for (std::size_t j = 0; j < 8; ++j)
            block[66 + j] = joinNibbles(scales[2 * j], scales[2 * j + 1]);
        for (std::size_t k = 0; k < 32; ++k) {
            std::uint16_t point = 0;
            nearestPoints(kIq2XsGrid, values + 8 * k, 8, d * static_cast<float>(2 * scales[k / 2] + 1), &point);
            const auto group = static_cast<std::uint16_t>(point | (evenSignsOf(values + 8 * k) & 127U) << 9);
            std::memcpy(block + 2 + 2 * k, &group, sizeof(group));
        }
    }
};

} // namespace maru::quant
