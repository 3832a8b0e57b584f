// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#version 450
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_control_flow_attributes : require
#extension GL_KHR_shader_subgroup_basic : require
#extension GL_KHR_shader_subgroup_arithmetic : require

// y [tokens, heads * valueWidth] = softmax(q k^T * scale) v over the cache, causal, within the window. One workgroup a head
// and token. Keys are taken by the workgroup's width: each invocation scores one, then the invocations share out the
// vectors of the values (slices of keys side by side); the softmax runs along.

#include "constants.glsl"
#include "state.glsl"
#include "reduce.glsl"
#include "kv.glsl"
#include "params/attention.h"

layout(push_constant) uniform Push
{
    AttentionParams p;
};
layout(std430, set = 0, binding = 1) readonly buffer Q
{
    float q[]; // [tokens, qStride]
};
layout(std430, set = 0, binding = 2) readonly buffer Keys
{
    uvec4 keys[]; // [kvHeads, capacity, vectors of keyWidth]
};
layout(std430, set = 0, binding = 3) readonly buffer Values
{
    uvec4 values[]; // [kvHeads, capacity, vectors of valueWidth]
};
layout(std430, set = 0, binding = 4) writeonly buffer Y
{
    float y[]; // [tokens, yStride]
};

shared vec4 s_q[MARU_MAX_HEAD_WIDTH / 4];
shared float s_weights[MARU_MAX_LOCAL_SIZE];
shared vec4 s_sums[2 * MARU_MAX_LOCAL_SIZE];

float score(uint key, uint vectors)
{
    vec4 sum = vec4(0.0);
    for (uint i = 0u; i < vectors; ++i) {
        vec4 a;
        vec4 b;
        kvUnpack(keys[key * vectors + i], a, b);
        sum += a * s_q[i * (KV_VALUES / 4u)];
        if (KV_VALUES == 8u)
            sum += b * s_q[2u * i + 1u];
    }
    return dot(sum, vec4(1.0));
}

void main()
{
    const uint t = gl_WorkGroupID.y;
    if (t >= state.count)
        return;
    const uint lane = gl_LocalInvocationIndex;
    const uint width = gl_WorkGroupSize.x;
    const uint head = gl_WorkGroupID.x;
    const uint end = state.position + t + 1u;
    const uint begin = p.window != 0u && end > p.window ? end - p.window : 0u;
    const uint cache = (head / p.group) * p.capacity;
    const uint keyVectors = kvVectors(p.keyWidth);
    const uint valueVectors = kvVectors(p.valueWidth);
    const uint slices = width / valueVectors;
    const uint slice = lane / valueVectors;
    const uint vector = lane % valueVectors;

    for (uint i = lane; i < keyVectors * KV_VALUES / 4u; i += width) {
        vec4 v = vec4(0.0);
        [[unroll]] for (uint c = 0u; c < 4u; ++c) {
            if (4u * i + c < p.keyWidth)
                v[c] = q[t * p.qStride + head * p.keyWidth + 4u * i + c] * p.scale;
        }
        s_q[i] = v;
    }
    barrier();

    float most = -1.0e30;
    float total = 0.0;
    vec4 sumA = vec4(0.0);
    vec4 sumB = vec4(0.0);
    for (uint base = begin; base < end; base += width) {
        const uint count = min(width, end - base);
        float mine = -1.0e30;
        if (lane < count)
            mine = score(cache + base + lane, keyVectors);
        const float newMost = max(most, workgroupMax(mine));
        const float weight = lane < count ? exp(mine - newMost) : 0.0;
        const float fade = exp(most - newMost);
        s_weights[lane] = weight;
        total = total * fade + workgroupSum(weight);
        sumA *= fade;
        sumB *= fade;
        most = newMost;
        barrier();
        if (slice < slices) {
            for (uint j = slice; j < count; j += slices) {
                vec4 a;
                vec4 b;
                kvUnpack(values[(cache + base + j) * valueVectors + vector], a, b);
                sumA += a * s_weights[j];
                sumB += b * s_weights[j];
            }
        }
        barrier();
    }
    s_sums[2u * lane] = sumA;
    s_sums[2u * lane + 1u] = sumB;
    barrier();
    if (lane >= valueVectors)
        return;
    for (uint i = 1u; i < slices; ++i) {
        sumA += s_sums[2u * (lane + i * valueVectors)];
        sumB += s_sums[2u * (lane + i * valueVectors) + 1u];
    }
    const float factor = 1.0 / total;
    [[unroll]] for (uint c = 0u; c < KV_VALUES; ++c) {
        const uint j = lane * KV_VALUES + c;
        if (j < p.valueWidth)
            y[t * p.yStride + head * p.valueWidth + j] = (c < 4u ? sumA[c & 3u] : sumB[c & 3u]) * factor;
    }
}
