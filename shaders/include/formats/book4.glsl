// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// IQ4_NL, IQ4_XS, MXFP4, IQ3_XXS, IQ3_S as indices of 4 bits into a codebook (constants.glsl). A row is planes: indices (16
// bytes a unit, as Q4_0) | scales, as kBookScales says: (0) a signed byte a unit | d, a float for 8 units; (1) a half a unit;
// (2) a byte e a unit: 2^(e - 128).
uvec2 unitColumns(uint unit)
{
    return uvec2(32u * unit, 32u * unit + 16u);
}

int bookValue(uint index)
{
    const uint low = (index & 4u) != 0u ? kBook1 : kBook0;
    const uint high = (index & 4u) != 0u ? kBook3 : kBook2;
    return int(((index & 8u) != 0u ? high : low) << (24u - 8u * (index & 3u))) >> 24;
}

// The values of four indices, a byte each.
vec4 bookValues(uint four)
{
    if (kBookOffset != 0.0)
        return unsignedBytes(four);
    return vec4(ivec4(bookValue(four), bookValue(four >> 8), bookValue(four >> 16), bookValue(four >> 24)));
}

float bookScale(uint row, uint units, uint unit)
{
    const uint plane = 4u * (row + units);
    if (kBookScales == 1u)
        return halfOf(weightWords[plane + unit / 2u], unit & 1u);
    const uint word = weightWords[plane + unit / 4u];
    if (kBookScales == 2u) {
        const uint e = (word >> (8u * (unit & 3u))) & 255u;
        return uintBitsToFloat(max(e, 1u) - 1u << 23);
    }
    const uint floats = plane + 4u * ((units + 15u) / 16u);
    return float(int(word << (24u - 8u * (unit & 3u))) >> 24) * uintBitsToFloat(weightWords[floats + unit / 8u]);
}

vec4 decodeUnit(uint row, uint units, uint unit, out vec4 q[8])
{
    const uvec4 v = weightVectors[row + unit];
    const float d = bookScale(row, units, unit);
    [[unroll]] for (uint i = 0u; i < 4u; ++i) {
        q[i] = bookValues(v[i] & 0x0f0f0f0fu);
        q[4u + i] = bookValues((v[i] >> 4) & 0x0f0f0f0fu);
    }
    return vec4(d, kBookOffset * d, d, kBookOffset * d);
}
