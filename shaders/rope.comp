// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#version 450
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_control_flow_attributes : require

// y [tokens, heads * keyWidth] = x with the pairs of each head turned by the token's position. One invocation a value.

#include "constants.glsl"
#include "state.glsl"
#include "params/rope.h"

#define ROPE_BINDING 2
#include "rope.glsl"

layout(push_constant) uniform Push
{
    RopeParams p;
};
layout(std430, set = 0, binding = 1) readonly buffer X
{
    float x[]; // [tokens, xStride]
};
layout(std430, set = 0, binding = 3) writeonly buffer Y
{
    float y[]; // [tokens, yStride]
};

void main()
{
    const uint at = gl_GlobalInvocationID.x;
    const uint t = gl_WorkGroupID.y;
    if (t >= state.count || at >= p.heads * p.keyWidth)
        return;
    const uint j = at % p.keyWidth;
    const uint head = t * p.xStride + at - j;
    float value = x[head + j];
    if (j >= p.first && j < p.first + p.rotaryWidth) {
        const uint pairs = p.rotaryWidth / 2u;
        const uint pair = ropePair(j - p.first, pairs, p.halves);
        const uvec2 members = ropeMembers(pair, pairs, p.halves) + p.first;
        const vec2 turn = ropeTurn(state.position + t, pairs, pair) * p.magnitude;
        const vec2 v = vec2(x[head + members.x], x[head + members.y]);
        value = j == members.x ? v.x * turn.x - v.y * turn.y : v.x * turn.y + v.y * turn.x;
    }
    y[t * p.yStride + at] = value;
}
