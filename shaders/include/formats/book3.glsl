// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// Q3_K, IQ2_XXS, IQ2_XS, IQ2_S as indices of 3 bits into a codebook (constants.glsl). A row is four planes: low two bits
// (8 bytes a unit) | third bits (4 bytes) | scales of runs A and B (2 signed bytes) | d (one float for 8 units). A run's low
// word holds values 4 i to 4 i + 3 in bits 2 i, 2 i + 1 of its bytes; the third bits of run A are bits i of theirs, of run B
// bits 4 + i.
uvec2 unitColumns(uint unit)
{
    return uvec2(32u * unit, 32u * unit + 16u);
}

int bookValue(uint index)
{
    return int(((index & 4u) != 0u ? kBook1 : kBook0) << (24u - 8u * (index & 3u))) >> 24;
}

// The values of four indices, a byte each.
vec4 bookValues(uint four)
{
    if (kBookOffset != 0.0)
        return unsignedBytes(four);
    return vec4(ivec4(bookValue(four), bookValue(four >> 8), bookValue(four >> 16), bookValue(four >> 24)));
}

vec4 decodeUnit(uint row, uint units, uint unit, out vec4 q[8])
{
    const uint words = 4u * row;
    const uint a = weightWords[words + 2u * unit];
    const uint b = weightWords[words + 2u * unit + 1u];
    const uint third = weightWords[words + 2u * units + unit];
    const int both = int(weightWords[words + 3u * units + unit / 2u] << (16u - 16u * (unit & 1u)));
    const float d = uintBitsToFloat(weightWords[words + 3u * units + units / 2u + unit / 8u]);
    [[unroll]] for (uint i = 0u; i < 4u; ++i) {
        q[i] = bookValues(((a >> (2u * i)) & 0x03030303u) | (((third >> i) & 0x01010101u) << 2));
        q[4u + i] = bookValues(((b >> (2u * i)) & 0x03030303u) | (((third >> (4u + i)) & 0x01010101u) << 2));
    }
    const float dA = d * float((both << 8) >> 24);
    const float dB = d * float(both >> 24);
    return vec4(dA, kBookOffset * dA, dB, kBookOffset * dB);
}
