// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/quant/coded_block.h"

namespace maru::quant {

/// IQ2_XXS: groups of 8 weights are points of a grid of 256, their signs apart; 2.06 bits a weight.
///
///     byte  0   2                                                        66
///           | d | for each 32 weights: 4 points (4 bytes) | signs, scale (4) | ... |
///
/// The second word holds four times 7 signs (the eighth makes their number even), then s in the upper 4 bits.
/// weight = d / 8 * (2 s + 1) * size * sign, d in half precision.
struct IQ2_XXS : CodedFormat<IQ2_XXS>
{
    static constexpr std::size_t kBlockBytes = 66;

    static void read(const std::byte *block, CodedBlock &coded)
    {
        coded.d = loadHalf(block) * 0.125F;
        for (std::size_t j = 0; j < 8; ++j) {
            const std::byte *group = block + 2 + 8 * j;
            std::uint32_t word = 0;
            std::memcpy(&word, group + 4, sizeof(word));
            coded.scales[2 * j] = coded.scales[2 * j + 1] = static_cast<std::int8_t>(2 * (word >> 28) + 1);
            for (std::size_t k = 0; k < 4; ++k)
                writePoint(kIq2XxsGrid, std::to_integer<std::size_t>(group[k]), evenSigns(word >> (7 * k) & 127U),
                    coded.values.data() + 32 * j + 8 * k);
        }
    }

    static void encode(const float *values, std::byte *block)
    {
        std::array<float, 8> wanted {};
        for (std::size_t j = 0; j < 8; ++j)
            wanted[j] = largestSize(values + 32 * j, 32) / 43.0F;
        const float d = storeHalf(*std::max_element(wanted.begin(), wanted.end()) / 31.0F * 8.0F, block) * 0.125F;
        const auto scales = oddScales(wanted, d);
        for (std::size_t j = 0; j < 8; ++j) {
            std::byte *group = block + 2 + 8 * j;
            std::array<std::uint16_t, 4> points {};
            nearestPoints(kIq2XxsGrid, values + 32 * j, 32, d * static_cast<float>(2 * scales[j] + 1), points.data());
            std::uint32_t word = static_cast<std::uint32_t>(scales[j]) << 28;
            for (std::size_t k = 0; k < 4; ++k) {
                group[k] = static_cast<std::byte>(points[k]);
                word |= (evenSignsOf(values + 32 * j + 8 * k) & 127U) << (7 * k);
            }
            std::memcpy(group + 4, &word, sizeof(word));
        }
    }
};

} // namespace maru::quant
