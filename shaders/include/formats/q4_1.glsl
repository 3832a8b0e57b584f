// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// Q4_1. A row is two planes: quants (16 bytes a unit) | scale and minimum (two halves a unit).
uvec2 unitColumns(uint unit)
{
    return uvec2(32u * unit, 32u * unit + 16u);
}

vec4 decodeUnit(uint row, uint units, uint unit, out vec4 q[8])
{
    const uvec4 v = weightVectors[row + unit];
    const vec2 dm = unpackHalf2x16(weightWords[4u * (row + units) + unit]);
    [[unroll]] for (uint i = 0u; i < 4u; ++i) {
        q[i] = lowNibbles(v[i]);
        q[4u + i] = highNibbles(v[i]);
    }
    return dm.xyxy;
}
