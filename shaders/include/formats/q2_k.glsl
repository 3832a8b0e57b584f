// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// Q2_K. A row is three planes: quants (8 bytes a unit) | scale and minimum of runs A and B (4 nibbles each a unit) | d and
// dmin (two halves for 8 units). A run's word holds values 4 i to 4 i + 3 in bits 2 i, 2 i + 1 of its bytes.
uvec2 unitColumns(uint unit)
{
    return uvec2(32u * unit, 32u * unit + 16u);
}

vec4 decodeUnit(uint row, uint units, uint unit, out vec4 q[8])
{
    const uint words = 4u * row;
    const uint a = weightWords[words + 2u * unit];
    const uint b = weightWords[words + 2u * unit + 1u];
    const uint both = weightWords[words + 2u * units + unit / 2u] >> (16u * (unit & 1u));
    const vec2 d = unpackHalf2x16(weightWords[words + 2u * units + units / 2u + unit / 8u]);
    [[unroll]] for (uint i = 0u; i < 4u; ++i) {
        q[i] = unsignedBytes((a >> (2u * i)) & 0x03030303u);
        q[4u + i] = unsignedBytes((b >> (2u * i)) & 0x03030303u);
    }
    return vec4(d.x * float(int(both & 15u)), -d.y * float(int((both >> 4) & 15u)), d.x * float(int((both >> 8) & 15u)),
        -d.y * float(int((both >> 12) & 15u)));
}
