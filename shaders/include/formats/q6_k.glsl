// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// Q6_K. A row is four planes: low nibbles (8 uvec4s a block of 256) | high pairs of bits (4) | scales (1) | block scales
// (one half a block). Unit j of a block is its low-nibble vector j; its high nibbles lie 64 columns on.
uvec2 unitColumns(uint unit)
{
    const uint j = unit & 7u;
    const uint first = 256u * (unit / 8u) + 128u * (j / 4u) + 16u * (j & 3u);
    return uvec2(first, first + 64u);
}

vec4 decodeUnit(uint row, uint units, uint unit, out vec4 q[8])
{
    const uint block = unit / 8u;
    const uint blocks = units / 8u;
    const uint j = unit & 7u;
    const uint part = (j / 2u) & 1u; // which 32 columns of the 64
    const uvec4 v = weightVectors[row + unit];
    const uvec4 bits = weightVectors[row + units + 4u * block + 2u * (j / 4u) + (j & 1u)];
    const uint scaleByte = 8u * (j / 4u) + (j & 3u);
    const uint scaleWord = 4u * (row + 12u * blocks + block) + scaleByte / 4u;
    const uint shift = 8u * (scaleByte & 3u);
    const float d = halfOf(weightWords[4u * (row + 13u * blocks) + block / 2u], block & 1u);
    const float dA = d * float(int(weightWords[scaleWord] << (24u - shift)) >> 24);
    const float dB = d * float(int(weightWords[scaleWord + 1u] << (24u - shift)) >> 24);
    [[unroll]] for (uint i = 0u; i < 4u; ++i) {
        const uint high = bits[i] >> (2u * part);
        q[i] = unsignedBytes((v[i] & 0x0f0f0f0fu) | ((high & 0x03030303u) << 4));
        q[4u + i] = unsignedBytes(((v[i] >> 4) & 0x0f0f0f0fu) | (high & 0x30303030u));
    }
    return vec4(dA, -32.0 * dA, dB, -32.0 * dB);
}
