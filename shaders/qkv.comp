// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#version 450
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_control_flow_attributes : require
#extension GL_KHR_shader_subgroup_basic : require
#extension GL_KHR_shader_subgroup_arithmetic : require

// The second half of the operation qkv: from [q heads | k heads | v heads] of each token, q and k head norms and rotary
// positions; q goes to y, k and v into the cache. One workgroup a head and token.

#include "constants.glsl"
#include "state.glsl"
#include "reduce.glsl"
#include "params/rope.h"

#define ROPE_BINDING 4
#include "rope.glsl"

#define KEYS_BINDING 6
#define VALUES_BINDING 7
#include "kv_store.glsl"

layout(push_constant) uniform Push
{
    RopeParams p;
};
layout(std430, set = 0, binding = 1) readonly buffer X
{
    float x[]; // [tokens, xStride]
};
layout(std430, set = 0, binding = 2) readonly buffer QNorm
{
    float qNorm[]; // [keyWidth], where kHasQNorm
};
layout(std430, set = 0, binding = 3) readonly buffer KNorm
{
    float kNorm[]; // [keyWidth], where kHasKNorm
};
layout(std430, set = 0, binding = 5) writeonly buffer Y
{
    float y[]; // [tokens, yStride]
};
shared float s_head[MARU_MAX_HEAD_WIDTH];

float turned(uint j, uint position)
{
    if (j >= p.rotaryWidth)
        return s_head[j];
    const uint pairs = p.rotaryWidth / 2u;
    const uint pair = ropePair(j, pairs, p.halves);
    const uvec2 members = ropeMembers(pair, pairs, p.halves);
    const vec2 turn = ropeTurn(position, pairs, pair) * p.magnitude;
    const vec2 v = vec2(s_head[members.x], s_head[members.y]);
    return j == members.x ? v.x * turn.x - v.y * turn.y : v.x * turn.y + v.y * turn.x;
}

void main()
{
    const uint t = gl_WorkGroupID.y;
    if (t >= state.count)
        return;
    const uint head = gl_WorkGroupID.x;
    const uint position = state.position + t;
    const bool isQ = head < p.heads;
    const bool isKey = !isQ && head < p.heads + p.kvHeads;
    const uint width = isQ || isKey ? p.keyWidth : p.valueWidth;
    const uint kvHead = isKey ? head - p.heads : head - p.heads - p.kvHeads;
    const uint first = isQ || isKey ? head * p.keyWidth : (p.heads + p.kvHeads) * p.keyWidth + kvHead * p.valueWidth;

    float squares = 0.0;
    for (uint i = gl_LocalInvocationIndex; i < width; i += gl_WorkGroupSize.x) {
        const float v = x[t * p.xStride + first + i];
        s_head[i] = v;
        squares += v * v;
    }
    if ((isQ && kHasQNorm) || (isKey && kHasKNorm)) {
        const float factor = inversesqrt(workgroupSum(squares) / float(width) + p.epsilon);
        for (uint i = gl_LocalInvocationIndex; i < width; i += gl_WorkGroupSize.x)
            s_head[i] *= factor * (isQ ? qNorm[i] : kNorm[i]);
    }
    barrier();
    if (isQ) {
        for (uint i = gl_LocalInvocationIndex; i < width; i += gl_WorkGroupSize.x)
            y[t * p.yStride + first + i] = turned(i, position);
        return;
    }
    for (uint i = gl_LocalInvocationIndex; i < width; i += gl_WorkGroupSize.x)
        s_stored[i] = isKey ? turned(i, position) : s_head[i];
    barrier();
    kvStore(isKey, kvHead, p.kvHeads, position, p.capacity, width);
}
