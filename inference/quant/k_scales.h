// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace maru::quant {

/// The scales and minima of the eight sub-blocks of Q4_K and Q5_K, 6 bits each, in 12 bytes.
///
///     byte   0 .. 3                  4 .. 7                  8 .. 11
///            | s4 high 2 | s0 6 |..  | m4 high 2 | m0 6 |..  | m4 low 4 | s4 low 4 | ..
///
/// s0..s3 and m0..m3 lie whole in the low six bits; s4..s7 and m4..m7 are split in two.
struct KScales
{
    static constexpr std::size_t kBytes = 12;

    std::array<std::uint8_t, 8> scales = {}; ///< 0 to 63
    std::array<std::uint8_t, 8> minima = {}; ///< 0 to 63

    static KScales unpack(const std::byte *packed)
    {
        KScales result;
        for (std::size_t i = 0; i < 4; ++i) {
            const auto s = std::to_integer<unsigned>(packed[i]);
            const auto m = std::to_integer<unsigned>(packed[i + 4]);
            const auto low = std::to_integer<unsigned>(packed[i + 8]);
            result.scales[i] = static_cast<std::uint8_t>(s & 63U);
            result.minima[i] = static_cast<std::uint8_t>(m & 63U);
            result.scales[i + 4] = static_cast<std::uint8_t>((low & 15U) | (s >> 6) << 4);
            result.minima[i + 4] = static_cast<std::uint8_t>(low >> 4 | (m >> 6) << 4);
        }
        return result;
    }

    void pack(std::byte *packed) const
    {
        for (std::size_t i = 0; i < 4; ++i) {
            const unsigned s = scales[i + 4];
            const unsigned m = minima[i + 4];
            packed[i] = static_cast<std::byte>(scales[i] | (s >> 4) << 6);
            packed[i + 4] = static_cast<std::byte>(minima[i] | (m >> 4) << 6);
            packed[i + 8] = static_cast<std::byte>((s & 15U) | (m & 15U) << 4);
        }
    }
};

} // namespace maru::quant
