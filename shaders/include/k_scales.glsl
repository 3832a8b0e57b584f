// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// The 6-bit scales and minima that Q4_K and Q5_K share: header = (d | dmin, 12 bytes of scales).
#ifndef MARU_K_SCALES_GLSL
#define MARU_K_SCALES_GLSL

// (scale, offset) of sub-blocks 2 * pair and 2 * pair + 1; pair = 0 to 3.
vec4 kScales(uvec4 header, uint pair)
{
    const uint shift = 16u * (pair & 1u);
    const uint low = header.y >> shift;
    const uint middle = header.z >> shift;
    const uint high = header.w >> shift;
    const bool first = pair < 2u;
    const uint scales = first ? (low & 0x3f3fu) : ((high & 0x0f0fu) | ((low & 0xc0c0u) >> 2));
    const uint minima = first ? (middle & 0x3f3fu) : (((high >> 4) & 0x0f0fu) | ((middle & 0xc0c0u) >> 2));
    const vec2 d = unpackHalf2x16(header.x);
    return vec4(d.x * float(int(scales & 63u)), -d.y * float(int(minima & 63u)), d.x * float(int((scales >> 8) & 63u)),
        -d.y * float(int((minima >> 8) & 63u)));
}

#endif
