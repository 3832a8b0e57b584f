// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// Q4_0. A row is two planes: quants (16 bytes a unit) | scales (one half a unit).
uvec2 unitColumns(uint unit)
{
    return uvec2(32u * unit, 32u * unit + 16u);
}

vec4 decodeUnit(uint row, uint units, uint unit, out vec4 q[8])
{
    const uvec4 v = weightVectors[row + unit];
    const float d = halfOf(weightWords[4u * (row + units) + unit / 2u], unit & 1u);
    [[unroll]] for (uint i = 0u; i < 4u; ++i) {
        q[i] = lowNibbles(v[i]);
        q[4u + i] = highNibbles(v[i]);
    }
    return vec4(d, -8.0 * d, d, -8.0 * d);
}
