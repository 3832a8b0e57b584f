// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/quant/block_bytes.h"

#include <array>

namespace maru::quant {

/// Q6_K: 6 bits a weight around zero, 256 in sixteen sub-blocks of 16, each with a signed 8-bit scale.
///
///     byte  0                        128                     192              208  210
///           | ql: low four bits      | qh: high two bits     | scales (16)    | d |
///
/// Two halves of 128 weights, each with 64 bytes of ql and 32 of qh; in a half, with i from 0 to 31:
///     weight i      = ql[i] low,       qh[i] bits 0-1        weight i + 64 = ql[i] high,      qh[i] bits 4-5
///     weight i + 32 = ql[i + 32] low,  qh[i] bits 2-3        weight i + 96 = ql[i + 32] high, qh[i] bits 6-7
/// weight = d * scale * (q - 32), the scale that of its 16 neighbours in order, d in half precision.
struct Q6_K
{
    static constexpr std::size_t kBlockLength = 256;
    static constexpr std::size_t kBlockBytes = 210;
    static constexpr std::size_t kHighBits = 128; ///< offset of qh
    static constexpr std::size_t kScales = 192; ///< offset of the scales
    static constexpr std::size_t kScale = 208; ///< offset of d

    static void decode(const std::byte *block, float *values)
    {
        const float d = loadHalf(block + kScale);
        for (std::size_t index = 0; index < kBlockLength; ++index) {
            const Place place = placeOf(index);
            const int low = place.high ? highNibble(block[place.ql]) : lowNibble(block[place.ql]);
            const int high = (std::to_integer<int>(block[place.qh]) >> place.shift) & 3;
            const float scale = d * std::to_integer<std::int8_t>(block[kScales + index / 16]);
            values[index] = scale * static_cast<float>((low | high << 4) - 32);
        }
    }

    static void encode(const float *values, std::byte *block)
    {
        std::array<float, 16> scales {};
        for (std::size_t s = 0; s < 16; ++s)
            scales[s] = signedExtreme(values + 16 * s, 16) / -32.0F;
        const float d = storeHalf(signedExtreme(scales.data(), scales.size()) / -128.0F, block + kScale);
        std::fill_n(block, kScales, std::byte { 0 });
        for (std::size_t s = 0; s < 16; ++s) {
            const int scale = quantized(scales[s], inverseOrZero(d), 128.5, 255) - 128;
            block[kScales + s] = static_cast<std::byte>(static_cast<std::int8_t>(scale));
            const float inverse = inverseOrZero(d * static_cast<float>(scale));
            for (std::size_t index = 16 * s; index < 16 * s + 16; ++index) {
                const Place place = placeOf(index);
                const int q = quantized(values[index], inverse, 32.5, 63);
                block[place.ql] |= place.high ? joinNibbles(0, q & 15) : joinNibbles(q & 15, 0);
                block[place.qh] |= static_cast<std::byte>((q >> 4) << place.shift);
            }
        }
    }

private:
    struct Place
    {
        std::size_t ql; ///< byte of the low four bits
        bool high; ///< in its high half
        std::size_t qh; ///< byte of the high two bits
        int shift; ///< their place in it
    };

    static constexpr Place placeOf(std::size_t index)
    {
        const std::size_t half = index / 128;
        const std::size_t quarter = index % 128 / 32;
        const std::size_t i = index % 32;
        return { 64 * half + i + 32 * (quarter % 2), quarter >= 2, kHighBits + 32 * half + i,
            static_cast<int>(2 * quarter) };
    }
};

} // namespace maru::quant
