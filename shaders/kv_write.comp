// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#version 450
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_control_flow_attributes : require

// k and v [tokens, kvHeads * width] into the cache at the tokens' positions. One workgroup a head of k or v and token.

#include "constants.glsl"
#include "state.glsl"
#include "kv.glsl"
#include "params/kv_write.h"

layout(push_constant) uniform Push
{
    KvWriteParams p;
};
layout(std430, set = 0, binding = 1) readonly buffer K
{
    float k[]; // [tokens, kStride]
};
layout(std430, set = 0, binding = 2) readonly buffer V
{
    float v[]; // [tokens, vStride]
};
layout(std430, set = 0, binding = 3) writeonly buffer Keys
{
    uint keys[]; // [kvHeads, capacity, words of keyWidth]
};
layout(std430, set = 0, binding = 4) writeonly buffer Values
{
    uint values[]; // [kvHeads, capacity, words of valueWidth]
};

void main()
{
    const uint t = gl_WorkGroupID.y;
    if (t >= state.count)
        return;
    const bool isKey = gl_WorkGroupID.x < p.kvHeads;
    const uint head = isKey ? gl_WorkGroupID.x : gl_WorkGroupID.x - p.kvHeads;
    const uint width = isKey ? p.keyWidth : p.valueWidth;
    const uint words = 4u * kvVectors(width);
    const uint to = (head * p.capacity + state.position + t) * words;
    const uint from = t * (isKey ? p.kStride : p.vStride) + head * width;
    for (uint i = gl_LocalInvocationIndex; i < words; i += gl_WorkGroupSize.x) {
        vec2 pair = vec2(0.0);
        [[unroll]] for (uint c = 0u; c < KV_WORD_VALUES; ++c) {
            const uint j = i * KV_WORD_VALUES + c;
            if (j < width)
                pair[c] = isKey ? k[from + j] : v[from + j];
        }
        const uint word = KV_WORD_VALUES == 2u ? packHalf2x16(pair) : floatBitsToUint(pair.x);
        if (isKey)
            keys[to + i] = word;
        else
            values[to + i] = word;
    }
}
