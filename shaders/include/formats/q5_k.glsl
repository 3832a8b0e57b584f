// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// Q5_K, as in the file: blocks of 256 values, 11 uvec4s: header | 2 of high bits | 8 of quants. Units as in Q4_K; bit s of
// high-bit byte l belongs to value l of sub-block s.
#include "k_scales.glsl"

uvec2 unitColumns(uint unit)
{
    const uint first = 256u * (unit / 8u) + 64u * ((unit & 7u) / 2u) + 16u * (unit & 1u);
    return uvec2(first, first + 32u);
}

vec4 decodeUnit(uint row, uint units, uint unit, out vec4 q[8])
{
    const uint block = row + 11u * (unit / 8u);
    const uint j = unit & 7u;
    const uint pair = j / 2u;
    const uvec4 bits = weightVectors[block + 1u + (j & 1u)];
    const uvec4 v = weightVectors[block + 3u + j];
    [[unroll]] for (uint i = 0u; i < 4u; ++i) {
        const uint high = bits[i] >> (2u * pair);
        q[i] = unsignedBytes((v[i] & 0x0f0f0f0fu) | ((high & 0x01010101u) << 4));
        q[4u + i] = unsignedBytes(((v[i] >> 4) & 0x0f0f0f0fu) | ((high & 0x02020202u) << 3));
    }
    return kScales(weightVectors[block], pair);
}
