// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// The turning of rotary positions. The table holds (cos, sin) of position * inverse frequency for positions 0 to 255, then
// for multiples of 256; the two turns are composed, so that a long context needs no long table.
#ifndef MARU_ROPE_GLSL
#define MARU_ROPE_GLSL

layout(std430, set = 0, binding = ROPE_BINDING) readonly buffer RopeTurns
{
    vec2 ropeTurns[]; // [256 + positions / 256, rotaryWidth / 2]
};

// (cos, sin) of pair `i` of `pairs` at `position`.
vec2 ropeTurn(uint position, uint pairs, uint i)
{
    const vec2 fine = ropeTurns[(position & 255u) * pairs + i];
    const vec2 coarse = ropeTurns[(256u + (position >> 8)) * pairs + i];
    return vec2(fine.x * coarse.x - fine.y * coarse.y, fine.y * coarse.x + fine.x * coarse.y);
}

// The pair that value `j` belongs to.
uint ropePair(uint j, uint pairs, uint halves)
{
    return halves != 0u ? (j < pairs ? j : j - pairs) : j / 2u;
}

// (first, second) value of pair `i`.
uvec2 ropeMembers(uint i, uint pairs, uint halves)
{
    return halves != 0u ? uvec2(i, i + pairs) : uvec2(2u * i, 2u * i + 1u);
}

#endif
