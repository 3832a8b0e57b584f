// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/quant/coded_block.h"

namespace maru::quant {

/// Q3_K: 3 bits a weight around zero, 256 in sixteen sub-blocks of 16, each with a scale of 6 bits around zero.
///
///     byte  0                 32                96             108 110
///           | high bits (32)  | low bits (64)   | scales (12)  | d |
///
/// Weight 128 h + 32 s + i has its low two bits in bits 2 s, 2 s + 1 of byte 32 h + i of the low bits, its third in bit
/// 4 h + s of byte i of the high bits. Scale j: 4 bits in byte j % 8 (low for j < 8, else high), 2 bits in byte
/// 8 + j % 4 (bits 2 (j / 4) and the next), less 32. weight = d * scale * (q - 4), d in half precision.
struct Q3_K : CodedFormat<Q3_K>
{
    static constexpr std::size_t kBlockBytes = 110;
    static constexpr std::size_t kLowBits = 32; ///< offset of the low bits
    static constexpr std::size_t kScales = 96; ///< offset of the scales
    static constexpr std::size_t kScale = 108; ///< offset of d

    static void read(const std::byte *block, CodedBlock &coded)
    {
        coded.d = loadHalf(block + kScale);
        for (std::size_t j = 0; j < 16; ++j) {
            const std::byte pair = block[kScales + j % 8];
            const int low = j < 8 ? lowNibble(pair) : highNibble(pair);
            const int high = std::to_integer<int>(block[kScales + 8 + j % 4]) >> (j / 4 * 2) & 3;
            coded.scales[j] = static_cast<std::int8_t>((low | high << 4) - 32);
        }
        for (std::size_t i = 0; i < kBlockLength; ++i) {
            const int low = std::to_integer<int>(block[kLowBits + 32 * (i / 128) + i % 32]) >> (i % 128 / 32 * 2) & 3;
            const int high = std::to_integer<int>(block[i % 32]) >> (i / 32) & 1;
            coded.values[i] = static_cast<std::int8_t>((low | high << 2) - 4);
        }
    }

    static void encode(const float *values, std::byte *block)
    {
        std::fill_n(block, kBlockBytes, std::byte { 0 });
        std::array<float, 16> scales {};
        for (std::size_t j = 0; j < 16; ++j)
            scales[j] = signedExtreme(values + 16 * j, 16) / -4.0F;
        const float d = storeHalf(signedExtreme(scales.data(), 16) / -32.0F, block + kScale);
        for (std::size_t j = 0; j < 16; ++j) {
            const int stored = quantized(scales[j], inverseOrZero(d), 32.5, 63);
            block[kScales + j % 8] |= static_cast<std::byte>((stored & 15) << (j / 8 * 4));
            block[kScales + 8 + j % 4] |= static_cast<std::byte>((stored >> 4) << (j / 4 * 2));
            const float inverse = inverseOrZero(d * static_cast<float>(stored - 32));
            for (std::size_t i = 16 * j; i < 16 * j + 16; ++i) {
                const int q = quantized(values[i], inverse, 4.5, 7);
                block[kLowBits + 32 * (i / 128) + i % 32] |= static_cast<std::byte>((q & 3) << (i % 128 / 32 * 2));
                block[i % 32] |= static_cast<std::byte>((q >> 2) << (i / 32));
            }
        }
    }
};

} // namespace maru::quant
