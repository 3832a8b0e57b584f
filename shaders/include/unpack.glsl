// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// Small integers out of 32-bit words. Signed conversions throughout: they are one instruction everywhere.
#ifndef MARU_UNPACK_GLSL
#define MARU_UNPACK_GLSL

// The low nibbles of the four bytes.
vec4 lowNibbles(uint word)
{
    return vec4(ivec4(int(word & 15u), int((word >> 8) & 15u), int((word >> 16) & 15u), int((word >> 24) & 15u)));
}

// The high nibbles of the four bytes.
vec4 highNibbles(uint word)
{
    return vec4(ivec4(int((word >> 4) & 15u), int((word >> 12) & 15u), int((word >> 20) & 15u), int(word >> 28)));
}

// The four bytes, unsigned.
vec4 unsignedBytes(uint word)
{
    return vec4(ivec4(int(word & 255u), int((word >> 8) & 255u), int((word >> 16) & 255u), int(word >> 24)));
}

// The four bytes, signed.
vec4 signedBytes(uint word)
{
    const int v = int(word);
    return vec4(ivec4((v << 24) >> 24, (v << 16) >> 24, (v << 8) >> 24, v >> 24));
}

// Bits 0 to 3 of `bits`, each moved to bit 4 of a byte.
uint spreadBits(uint bits)
{
    return ((bits & 1u) << 4) | ((bits & 2u) << 11) | ((bits & 4u) << 18) | ((bits & 8u) << 25);
}

// Half `index` (0, 1) of a word, as float.
float halfOf(uint word, uint index)
{
    return unpackHalf2x16(word >> (16u * index)).x;
}

#endif
