// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/quant/block_bytes.h"
#include "inference/quant/codebooks.h"

#include <bit>
#include <limits>

namespace maru::quant {

/// MXFP4: a four-bit float a weight, one exponent for 32.
///
///     byte  0   1                                        17
///           | e | q0 q16 | q1 q17 | ...       | q15 q31 |      each byte: low four bits, high four bits
///
/// weight = 2^(e - 128) * kFp4Values[q].
/// Source: OCP Microscaling Formats (MX) Specification 1.0; the halved scale goes with the doubled values.
struct MXFP4
{
    static constexpr std::size_t kBlockLength = 32;
    static constexpr std::size_t kBlockBytes = 17;

    /// 2^(exponent - 128), the two smallest being subnormal.
    static float scale(std::uint8_t exponent)
    {
        const std::uint32_t bits = exponent < 2 ? 0x00200000U << exponent : (exponent - 1U) << 23;
        return std::bit_cast<float>(bits);
    }

    static void decode(const std::byte *block, float *values)
    {
        const float d = scale(std::to_integer<std::uint8_t>(block[0]));
        for (std::size_t i = 0; i < 16; ++i) {
            values[i] = d * static_cast<float>(kFp4Values[static_cast<std::size_t>(lowNibble(block[1 + i]))]);
            values[i + 16] = d * static_cast<float>(kFp4Values[static_cast<std::size_t>(highNibble(block[1 + i]))]);
        }
    }

    static void encode(const float *values, std::byte *block)
    {
        const float largest = std::fabs(signedExtreme(values, kBlockLength));
        int exponent = 0;
        if (largest > 0 && largest <= std::numeric_limits<float>::max())
            exponent = std::clamp(std::ilogb(largest) + 125, 0, 254);
        block[0] = static_cast<std::byte>(exponent);
        const float d = scale(static_cast<std::uint8_t>(exponent));
        for (std::size_t i = 0; i < 16; ++i)
            block[1 + i] = joinNibbles(nearest(values[i], d), nearest(values[i + 16], d));
    }

private:
    /// The first of the nearest values.
    static int nearest(float value, float d)
    {
        std::size_t best = 0;
        float least = std::numeric_limits<float>::infinity();
        for (std::size_t i = 0; i < kFp4Values.size(); ++i) {
            const float off = std::fabs(d * static_cast<float>(kFp4Values[i]) - value);
            if (off < least) {
                least = off;
                best = i;
            }
        }
        return static_cast<int>(best);
    }
};

} // namespace maru::quant
