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
/// two bits a group (groups 0-3, 4-7). 8-bit formats have 8 vectors, values + 128. 2-bit formats are the two vectors
/// with two bits a group; 3 bits add the one whose bit g is the third of group g.
///
/// Formats with a codebook (quant::codebook) hold indices into it: IQ4_NL, IQ4_XS, MXFP4 and the IQ3 formats of 4 bits,
/// Q3_K and the IQ2 formats of 3. Points of the IQ grids are taken apart for that, which costs 0.9 to 1.3 bits a weight
/// more than the file (4.3 for IQ3, 3.3 to 3.6 for IQ2): a byte shuffle then gives 64 weights at once, where points
/// would have to be gathered one by one.
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

/// Scales of Q6_K, Q3_K, IQ2_XS, IQ2_S: value = d * scales[j] * (quant - 32), or codebook[quant], in sub-block j of 16.
struct SuperScale
{
    std::uint16_t d[16];
    std::int8_t scales[16][16];
};

/// Scales of MXFP4: value = 2^(exponent - 128) * codebook[quant].
struct BlockExponent
{
    std::uint8_t exponent[16];
};

/// Scales of IQ4_XS, IQ3_XXS, IQ3_S, IQ2_XXS: value = d * scales[j] * codebook[quant] in sub-block j of 32.
struct SuperBlockScale
{
    std::uint16_t d[16];
    std::int8_t scales[8][16];
};

/// Scales of Q2_K: value = d * scale * quant - dmin * min in sub-block j of 16; scale is the low nibble, min the high.
struct SuperHalfMin
{
    std::uint16_t d[16];
    std::uint16_t dmin[16];
    std::uint8_t both[16][16];
};

static_assert(sizeof(BlockScale) == 32 && sizeof(BlockScaleMin) == 64);
static_assert(sizeof(SuperScaleMin) == 320 && sizeof(SuperScale) == 288);
static_assert(sizeof(SuperBlockScale) == 160 && sizeof(SuperHalfMin) == 320);

} // namespace maru::backend::cpu::layout
