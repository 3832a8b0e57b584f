// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace maru::quant {

/// The points that groups of weights of the IQ2 and IQ3 formats may take: 8 or 4 sizes each, whose signs are stored
/// apart.
struct IqGrid
{
    std::span<const std::uint16_t> points; ///< each a level a value, the first value in the lowest bits
    std::size_t width; ///< values of a point: 8 of 2 bits, or 4 of 3 bits
    std::size_t levelCount;
    std::array<std::uint8_t, 8> levels; ///< the size of each level, rising

    /// Value `i` of `point`.
    std::uint8_t at(std::size_t point, std::size_t i) const
    {
        const std::size_t bits = width == 8 ? 2 : 3;
        return levels[static_cast<std::size_t>(points[point]) >> (bits * i) & ((1U << bits) - 1)];
    }

    /// The point nearest to `sizes` once each is rounded to a level; for encoding. Thread-safe.
    std::uint16_t nearest(const float *sizes) const;

    /// The table behind nearest(): the nearest point of every combination of levels, counted in base levelCount.
    const std::uint16_t *(*nearestTable)();
};

extern const IqGrid kIq2XxsGrid; ///< 256 points
extern const IqGrid kIq2XsGrid; ///< 512
extern const IqGrid kIq2SGrid; ///< 1024
extern const IqGrid kIq3XxsGrid; ///< 256
extern const IqGrid kIq3SGrid; ///< 512

/// The signs of 8 weights of which the first seven are stored: the number of minus signs is even. Bit i: weight i < 0.
inline std::uint8_t evenSigns(unsigned seven)
{
    const unsigned folded = seven ^ seven >> 4;
    return static_cast<std::uint8_t>(seven | (0x6996U >> (folded & 15) & 1U) << 7);
}

} // namespace maru::quant
