// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/quant/coded_block.h"

namespace maru::quant {

/// IQ4_XS: the values of IQ4_NL, 256 in eight sub-blocks of 32, each with a scale of 6 bits around zero.
///
///     byte  0   2     4      8                                136
///           | d | high | low  | quants: 16 bytes a sub-block |
///
/// Sub-block j's scale: 4 bits of `low` (nibble j), 2 bits of `high` (bits 2j, 2j + 1), less 32. In a sub-block, byte i
/// has weight i low and weight i + 16 high. weight = d * scale * kIq4Values[q], d in half precision.
struct IQ4_XS : CodedFormat<IQ4_XS>
{
    static constexpr std::size_t kBlockBytes = 136;

    static void read(const std::byte *block, CodedBlock &coded)
    {
        coded.d = loadHalf(block);
        for (std::size_t j = 0; j < 8; ++j) {
            const std::byte pair = block[4 + j / 2];
            const int low = j % 2 == 0 ? lowNibble(pair) : highNibble(pair);
            const int high = std::to_integer<int>(block[2 + j / 4]) >> (2 * (j % 4)) & 3;
            coded.scales[2 * j] = coded.scales[2 * j + 1] = static_cast<std::int8_t>((low | high << 4) - 32);
            for (std::size_t i = 0; i < 16; ++i) {
                const std::byte both = block[8 + 16 * j + i];
                coded.values[32 * j + i] = kIq4Values[static_cast<std::size_t>(lowNibble(both))];
                coded.values[32 * j + i + 16] = kIq4Values[static_cast<std::size_t>(highNibble(both))];
            }
        }
    }

    static void encode(const float *values, std::byte *block)
    {
        std::array<float, 8> scales {};
        for (std::size_t j = 0; j < 8; ++j)
            scales[j] = signedExtreme(values + 32 * j, 32) / static_cast<float>(kIq4Values[0]);
        std::fill_n(block, 8, std::byte { 0 });
        const float d = storeHalf(signedExtreme(scales.data(), 8) / -32.0F, block);
        for (std::size_t j = 0; j < 8; ++j) {
            const int stored = quantized(scales[j], inverseOrZero(d), 32.5, 63);
            block[4 + j / 2] |= static_cast<std::byte>((stored & 15) << (4 * (j % 2)));
            block[2 + j / 4] |= static_cast<std::byte>((stored >> 4) << (2 * (j % 4)));
            const float inverse = inverseOrZero(d * static_cast<float>(stored - 32));
            for (std::size_t i = 0; i < 16; ++i)
                block[8 + 16 * j + i] = joinNibbles(nearestIndex(kIq4Values, values[32 * j + i] * inverse),
                    nearestIndex(kIq4Values, values[32 * j + i + 16] * inverse));
        }
    }
};

} // namespace maru::quant
