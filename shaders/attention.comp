// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#version 450
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_control_flow_attributes : require
#extension GL_KHR_shader_subgroup_basic : require
#extension GL_KHR_shader_subgroup_arithmetic : require

// y [tokens, heads * valueWidth] = softmax(q k^T * scale) v over the cache, causal, within the window; scores capped, one
// more score a head (sinks), if wanted. A workgroup takes kRows rows of q that meet the same keys: those of its head of the
// cache, in the order [tokens, group]. Keys are taken by the workgroup's width: each invocation scores one with all rows; a
// subgroup turns the scores of a row into weights, the softmax running along; then the invocations share out the vectors of
// the values, slices of keys side by side.

#include "constants.glsl"
#include "softcap.glsl"
#include "state.glsl"
#include "kv.glsl"
#include "params/attention.h"

layout(constant_id = 9) const uint kRows = 1;
layout(constant_id = 17) const uint kHeadVectors = 16; // vec4s of a head of q, whole vectors of the cache
layout(constant_id = 18) const uint kWidth = 64; // invocations of the workgroup

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
    KV_VECTOR keys[]; // [kvHeads, capacity, vectors of keyWidth]
};
layout(std430, set = 0, binding = 3) readonly buffer Values
{
    KV_VECTOR values[]; // [kvHeads, capacity, vectors of valueWidth]; where values lie in keys, those
};
#if KV_IS_Q8
layout(std430, set = 0, binding = 2) readonly buffer KeyScales
{
    uint keyScales[];
};
layout(std430, set = 0, binding = 3) readonly buffer ValueScales
{
    uint valueScales[];
};
#endif
layout(std430, set = 0, binding = 4) readonly buffer Sinks
{
    float sinks[]; // [heads], where kHasBias
};
layout(std430, set = 0, binding = 5) writeonly buffer Y
{
    float y[]; // [tokens, yStride]
};

#define kMasked -1.0e30

shared vec4 s_q[kRows * kHeadVectors];
shared float s_weights[kRows * kWidth];
shared vec4 s_sums[2u * kWidth];
shared float s_most[kRows];
shared float s_total[kRows];
shared float s_fade[kRows];

// The scale of vector `i` of a row of the cache: 1 where there is none. `at`: the row's scales, in words.
float keyScale(uint at, uint i)
{
#if KV_IS_Q8
    return unpackHalf2x16(keyScales[at + i / 8u] >> (16u * ((i / 4u) & 1u))).x;
#else
    return 1.0;
#endif
}

float valueScale(uint at, uint i)
{
#if KV_IS_Q8
    return unpackHalf2x16(valueScales[at + i / 8u] >> (16u * ((i / 4u) & 1u))).x;
#else
    return 1.0;
#endif
}

// The scores of all rows with the key in row `slot` of the cache at `position`.
void score(uint slot, uint position, uint firstRow, uint scalesFrom)
{
    const uint vectors = kvVectors(p.keyWidth);
    const uint scales = scalesFrom + slot * kvScaleWords(p.keyWidth);
    float sums[kRows];
    [[unroll]] for (uint r = 0u; r < kRows; ++r)
        sums[r] = 0.0;
    for (uint i = 0u; i < vectors; ++i) {
        vec4 a;
        vec4 b;
        kvUnpack(keys[slot * vectors + i], a, b);
        a *= keyScale(scales, i);
        b *= keyScale(scales, i);
        [[unroll]] for (uint r = 0u; r < kRows; ++r) {
            if (KV_VALUES == 8u)
                sums[r] += dot(a, s_q[r * kHeadVectors + 2u * i]) + dot(b, s_q[r * kHeadVectors + 2u * i + 1u]);
            else
                sums[r] += dot(a, s_q[r * kHeadVectors + i]);
        }
    }
    [[unroll]] for (uint r = 0u; r < kRows; ++r) {
        const uint end = state.position + (firstRow + r) / p.group + 1u;
        const bool isSeen = position < end && (p.window == 0u || position + p.window >= end);
        s_weights[r * kWidth + gl_LocalInvocationIndex] = isSeen ? softcapped(sums[r], p.softcap) : kMasked;
    }
}

// Turns the scores of row `r` into weights. A whole subgroup calls it.
void weigh(uint r)
{
    const float before = s_most[r];
    float most = before;
    for (uint j = gl_SubgroupInvocationID; j < kWidth; j += gl_SubgroupSize)
        most = max(most, s_weights[r * kWidth + j]);
    most = subgroupMax(most);
    float sum = 0.0;
    for (uint j = gl_SubgroupInvocationID; j < kWidth; j += gl_SubgroupSize) {
        const float value = s_weights[r * kWidth + j];
        const float weight = value == kMasked ? 0.0 : exp(value - most);
        s_weights[r * kWidth + j] = weight;
        sum += weight;
    }
    sum = subgroupAdd(sum);
    if (subgroupElect()) {
        const float fade = exp(before - most);
        s_total[r] = s_total[r] * fade + sum;
        s_fade[r] = fade;
        s_most[r] = most;
    }
}

void main()
{
    const uint rows = state.count * p.group;
    const uint firstRow = gl_WorkGroupID.y * kRows;
    if (firstRow >= rows)
        return;
    const uint lane = gl_LocalInvocationIndex;
    const uint kvHead = gl_WorkGroupID.x;
    const uint kvHeads = p.heads / p.group;
    const uint keyVectors = kvVectors(p.keyWidth);
    const uint valueVectors = kvVectors(p.valueWidth);
    const uint rowVectors = p.valuesInKeys != 0u ? keyVectors : valueVectors; // from one position's values to the next's
    const uint scaleWords = kvScaleWords(p.valuesInKeys != 0u ? p.keyWidth : p.valueWidth);
    const uint keyScalesFrom = kvHeads * p.capacity * keyVectors * KV_WORDS;
    const uint valueScalesFrom = kvHeads * p.capacity * rowVectors * KV_WORDS;
    const uint slices = kWidth / valueVectors;
    const uint slice = lane / valueVectors;
    const uint vector = lane % valueVectors;
    const uint firstEnd = state.position + firstRow / p.group + 1u;
    const uint begin = p.window != 0u && firstEnd > p.window ? firstEnd - p.window : 0u;
    const uint end = state.position + min(firstRow + kRows - 1u, rows - 1u) / p.group + 1u;

    for (uint i = lane; i < kRows * kHeadVectors; i += kWidth) {
        const uint row = min(firstRow + i / kHeadVectors, rows - 1u);
        const uint from = row / p.group * p.qStride + (kvHead * p.group + row % p.group) * p.keyWidth;
        const uint column = 4u * (i % kHeadVectors);
        vec4 v = vec4(0.0);
        [[unroll]] for (uint c = 0u; c < 4u; ++c) {
            if (column + c < p.keyWidth)
                v[c] = q[from + column + c] * p.scale;
        }
        s_q[i] = v;
    }
    for (uint r = lane; r < kRows; r += kWidth) {
        const uint row = min(firstRow + r, rows - 1u);
        s_most[r] = kHasBias ? sinks[kvHead * p.group + row % p.group] : kMasked;
        s_total[r] = kHasBias ? 1.0 : 0.0;
    }
    barrier();

    vec4 sumA[kRows];
    vec4 sumB[kRows];
    [[unroll]] for (uint r = 0u; r < kRows; ++r) {
        sumA[r] = vec4(0.0);
        sumB[r] = vec4(0.0);
    }
    for (uint base = begin; base < end; base += kWidth) {
        const uint count = min(kWidth, end - base);
        const uint firstSlot = base % p.capacity;
        if (lane < count) {
            const uint slot = firstSlot + lane;
            score(kvHead * p.capacity + (slot < p.capacity ? slot : slot - p.capacity), base + lane, firstRow,
                keyScalesFrom);
        } else {
            [[unroll]] for (uint r = 0u; r < kRows; ++r)
                s_weights[r * kWidth + lane] = kMasked;
        }
        barrier();
        for (uint r = gl_SubgroupID; r < kRows; r += gl_NumSubgroups)
            weigh(r);
        barrier();
        [[unroll]] for (uint r = 0u; r < kRows; ++r) {
            sumA[r] *= s_fade[r];
            sumB[r] *= s_fade[r];
        }
        for (uint j = slice; slice < slices && j < count; j += slices) {
            uint slot = firstSlot + j;
            slot = kvHead * p.capacity + (slot < p.capacity ? slot : slot - p.capacity);
            vec4 a;
            vec4 b;
            kvUnpack(values[slot * rowVectors + vector], a, b);
            const float scale = valueScale(valueScalesFrom + slot * scaleWords, vector);
            a *= scale;
            b *= scale;
            [[unroll]] for (uint r = 0u; r < kRows; ++r) {
                const float weight = s_weights[r * kWidth + j];
                sumA[r] += a * weight;
                sumB[r] += b * weight;
            }
        }
        barrier();
    }

    [[unroll]] for (uint r = 0u; r < kRows; ++r) {
        if (slices > 1u) {
            s_sums[2u * lane] = sumA[r];
            s_sums[2u * lane + 1u] = sumB[r];
            barrier();
            for (uint i = 1u; lane < valueVectors && i < slices; ++i) {
                sumA[r] += s_sums[2u * (lane + i * valueVectors)];
                sumB[r] += s_sums[2u * (lane + i * valueVectors) + 1u];
            }
            barrier();
        }
        const uint row = firstRow + r;
        const uint to = row / p.group * p.yStride + (kvHead * p.group + row % p.group) * p.valueWidth;
        const float factor = 1.0 / s_total[r];
        [[unroll]] for (uint c = 0u; c < KV_VALUES; ++c) {
            const uint j = lane * KV_VALUES + c;
            if (row < rows && lane < valueVectors && j < p.valueWidth)
                y[to + j] = (c < 4u ? sumA[r][c & 3u] : sumB[r][c & 3u]) * factor;
        }
    }
}
