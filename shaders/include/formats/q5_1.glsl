// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// Q5_1. A row is three planes: quants (16 bytes a unit) | high bits (4 bytes a unit) | scale and minimum (two halves).
// The high-bit plane is padded to whole uvec4s.
uvec2 unitColumns(uint unit)
{
    return uvec2(32u * unit, 32u * unit + 16u);
}

vec4 decodeUnit(uint row, uint units, uint unit, out vec4 q[8])
{
    const uvec4 v = weightVectors[row + unit];
    const uint bits = weightWords[4u * (row + units) + unit];
    const uint scales = row + units + (units + 3u) / 4u;
    const vec2 dm = unpackHalf2x16(weightWords[4u * scales + unit]);
    [[unroll]] for (uint i = 0u; i < 4u; ++i) {
        q[i] = unsignedBytes((v[i] & 0x0f0f0f0fu) | spreadBits(bits >> (4u * i)));
        q[4u + i] = unsignedBytes(((v[i] >> 4) & 0x0f0f0f0fu) | spreadBits(bits >> (16u + 4u * i)));
    }
    return dm.xyxy;
}
