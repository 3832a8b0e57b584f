// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// Q4_K, as in the file: blocks of 256 values, 9 uvec4s: header | 8 of quants. Unit j of a block is its quant vector j:
// low nibbles are 16 values of sub-block 2 (j / 2), high nibbles of the next one.
#include "k_scales.glsl"

uvec2 unitColumns(uint unit)
{
    const uint first = 256u * (unit / 8u) + 64u * ((unit & 7u) / 2u) + 16u * (unit & 1u);
    return uvec2(first, first + 32u);
}

vec4 decodeUnit(uint row, uint units, uint unit, out vec4 q[8])
{
    const uint block = row + 9u * (unit / 8u);
    const uint j = unit & 7u;
    const uvec4 v = weightVectors[block + 1u + j];
    [[unroll]] for (uint i = 0u; i < 4u; ++i) {
        q[i] = lowNibbles(v[i]);
        q[4u + i] = highNibbles(v[i]);
    }
    return kScales(weightVectors[block], j / 2u);
}
