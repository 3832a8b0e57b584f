// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <cstddef>
#include <cstdint>

/// How a panel of 16 weight rows lies in memory. Every panel starts at a multiple of 64 bytes.
///
///     quants:  [block of 32 columns][vector][16 rows][4 columns]    one byte each
///     scales:  [block] or [superblock of 256 columns]               one record each
///
/// A block's 32 columns are 8 groups of 4. Of 4, 5 and 6-bit formats vector j (0..3) holds group j in its low and
/// group j + 4 in its high nibbles; 5 bits add a vector whose bit g is the fifth bit of group g; 6 bits add two with
/// two bits a group (groups 0-3, 4-7). 8-bit formats have 8 vectors, values + 128.
namespace maru::backend::cpu::layout {

inline constexpr std::size_t kVectorBytes = 64; ///< 16 rows x 4 columns

/// The quants of one block: bytes for a format of `bits` bits.
constexpr std::size_t quantBytes(int bits)
{
    return static_cast<std::size_t>(bits) * kVectorBytes;
}

/// Scales of Q4_0, Q5_0, Q8_0: one record a block, d of each row as half.
struct BlockScale
{
    std::uint16_t d[16];
};

/// Scales of Q4_1, Q5_1: value = d * quant + m.
struct BlockScaleMin
{
    std::uint16_t d[16];
    std::uint16_t m[16];
};

/// Scales of Q4_K, Q5_K: one record a superblock; value = d * scales[j] * quant - dmin * mins[j] in sub-block j of 32.
struct SuperScaleMin
{
    std::uint16_t d[16];
    std::uint16_t dmin[16];
    std::uint8_t scales[8][16];
    std::uint8_t mins[8][16];
};

/// Scales of Q6_K: value = d * scales[j] * (quant - 32) in sub-block j of 16.
struct SuperScale
{
    std::uint16_t d[16];
    std::int8_t scales[16][16];
};

static_assert(sizeof(BlockScale) == 32 && sizeof(BlockScaleMin) == 64);
static_assert(sizeof(SuperScaleMin) == 320 && sizeof(SuperScale) == 288);

} // namespace maru::backend::cpu::layout
