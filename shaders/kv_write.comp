// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#version 450
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_control_flow_attributes : require

// k and v [tokens, kvHeads * width] into the cache at the tokens' positions. One workgroup a head of k or v and token.

#include "constants.glsl"
#include "state.glsl"
#include "params/kv_write.h"

#define KEYS_BINDING 3
#define VALUES_BINDING 4
#include "kv_store.glsl"

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
    float v[]; // [tokens, vStride]; not read where values lie in keys
};

void main()
{
    const uint t = gl_WorkGroupID.y;
    if (t >= state.count)
        return;
    const bool isKey = gl_WorkGroupID.x < p.kvHeads;
    const uint head = isKey ? gl_WorkGroupID.x : gl_WorkGroupID.x - p.kvHeads;
    const uint width = isKey ? p.keyWidth : p.valueWidth;
    const uint from = t * (isKey ? p.kStride : p.vStride) + head * width;
    for (uint i = gl_LocalInvocationIndex; i < width; i += gl_WorkGroupSize.x)
        s_stored[i] = isKey ? k[from + i] : v[from + i];
    barrier();
    kvStore(isKey, head, p.kvHeads, state.position + t, p.capacity, width);
}
