// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// Q8_0. A row is two planes: quants (32 bytes a unit) | scales (one half a unit).
uvec2 unitColumns(uint unit)
{
    return uvec2(32u * unit, 32u * unit + 16u);
}

vec4 decodeUnit(uint row, uint units, uint unit, out vec4 q[8])
{
    const uvec4 a = weightVectors[row + 2u * unit];
    const uvec4 b = weightVectors[row + 2u * unit + 1u];
    const float d = halfOf(weightWords[4u * (row + 2u * units) + unit / 2u], unit & 1u);
    [[unroll]] for (uint i = 0u; i < 4u; ++i) {
        q[i] = signedBytes(a[i]);
        q[4u + i] = signedBytes(b[i]);
    }
    return vec4(d, 0.0, d, 0.0);
}
