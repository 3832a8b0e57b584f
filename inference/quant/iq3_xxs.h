// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/quant/coded_block.h"

namespace maru::quant {

/// IQ3_XXS: groups of 4 weights are points of a grid of 256, eight sub-blocks of 32; 3.06 bits a weight.
///
///     byte  0   2               66                             98
///           | d | points (64)   | signs, scale: 8 words        |
///
/// Sub-block j's word holds four times 7 signs of 8 weights (the eighth makes their number even), then s in the upper
/// 4 bits. weight = d / 4 * (2 s + 1) * size * sign, d in half precision.
struct IQ3_XXS : CodedFormat<IQ3_XXS>
{
    static constexpr std::size_t kBlockBytes = 98;

    static void read(const std::byte *block, CodedBlock &coded)
    {
        coded.d = loadHalf(block) * 0.25F;
        for (std::size_t j = 0; j < 8; ++j) {
            std::uint32_t word = 0;
            std::memcpy(&word, block + 66 + 4 * j, sizeof(word));
            coded.scales[2 * j] = coded.scales[2 * j + 1] = static_cast<std::int8_t>(2 * (word >> 28) + 1);
            for (std::size_t k = 0; k < 8; ++k) {
                const unsigned signs = evenSigns(word >> (7 * (k / 2)) & 127U) >> (4 * (k % 2));
                writePoint(kIq3XxsGrid, std::to_integer<std::size_t>(block[2 + 8 * j + k]), signs,
                    coded.values.data() + 32 * j + 4 * k);
            }
        }
    }

    static void encode(const float *values, std::byte *block)
    {
        std::array<float, 8> wanted {};
        for (std::size_t j = 0; j < 8; ++j)
            wanted[j] = largestSize(values + 32 * j, 32) / 62.0F;
        const float d = storeHalf(*std::max_element(wanted.begin(), wanted.end()) / 31.0F * 4.0F, block) * 0.25F;
        const auto scales = oddScales(wanted, d);
        for (std::size_t j = 0; j < 8; ++j) {
            std::array<std::uint16_t, 8> points {};
            nearestPoints(kIq3XxsGrid, values + 32 * j, 32, d * static_cast<float>(2 * scales[j] + 1), points.data());
            std::uint32_t word = static_cast<std::uint32_t>(scales[j]) << 28;
            for (std::size_t k = 0; k < 8; ++k)
                block[2 + 8 * j + k] = static_cast<std::byte>(points[k]);
            for (std::size_t k = 0; k < 4; ++k)
                word |= (evenSignsOf(values + 32 * j + 8 * k) & 127U) << (7 * k);
            std::memcpy(block + 66 + 4 * j, &word, sizeof(word));
        }
    }
};

} // namespace maru::quant
