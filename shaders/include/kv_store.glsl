// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// How a workgroup stores a head of keys or values.
#ifndef MARU_KV_STORE_GLSL
#define MARU_KV_STORE_GLSL

#include "kv.glsl"

layout(std430, set = 0, binding = KEYS_BINDING) writeonly buffer Keys
{
    uint keys[]; // [kvHeads, capacity, words of keyWidth]
};
layout(std430, set = 0, binding = VALUES_BINDING) writeonly buffer Values
{
    uint values[]; // [kvHeads, capacity, words of valueWidth]
};

shared float s_stored[MARU_MAX_HEAD_WIDTH];
shared float s_scales[MARU_MAX_HEAD_WIDTH / 32 + 1];

void kvPut(bool isKey, uint at, uint word)
{
    if (isKey)
        keys[at] = word;
    else
        values[at] = word;
}

// Word `i` of the head in s_stored, what lies past `width` being 0.
uint kvWord(uint i, uint width)
{
#if KV_IS_Q8
    const float scale = s_scales[i / 8u];
    uint word = 0u;
    [[unroll]] for (uint c = 0u; c < 4u; ++c) {
        const float v = scale == 0.0 ? 0.0 : clamp(roundEven(s_stored[4u * i + c] / scale), -127.0, 127.0);
        word |= (uint(int(v)) & 255u) << (8u * c);
    }
    return word;
#else
    vec2 v = vec2(0.0);
    [[unroll]] for (uint c = 0u; c < KV_WORD_VALUES; ++c) {
        const uint j = i * KV_WORD_VALUES + c;
        if (j < width)
            v[c] = s_stored[j];
    }
    return KV_WORD_VALUES == 2u ? packHalf2x16(v) : floatBitsToUint(v.x);
#endif
}

// Stores what lies in s_stored (behind a barrier) as that of `head` of kvHeads at `position`. All invocations must call it.
void kvStore(bool isKey, uint head, uint kvHeads, uint position, uint capacity, uint width)
{
    const uint words = kvVectors(width) * KV_WORDS;
    const uint row = head * capacity + position % capacity;
#if KV_IS_Q8
    for (uint block = gl_LocalInvocationIndex; block <= width / 32u; block += gl_WorkGroupSize.x) {
        float most = 0.0;
        for (uint i = 32u * block; i < min(32u * block + 32u, width); ++i)
            most = max(most, abs(s_stored[i]));
        s_scales[block] = unpackHalf2x16(packHalf2x16(vec2(min(most / 127.0, 65504.0), 0.0))).x;
    }
    barrier();
    const uint scaleWords = kvScaleWords(width);
    const uint scales = kvHeads * capacity * words + row * scaleWords;
    for (uint i = gl_LocalInvocationIndex; i < scaleWords; i += gl_WorkGroupSize.x)
        kvPut(isKey, scales + i, packHalf2x16(vec2(s_scales[2u * i], s_scales[2u * i + 1u])));
#endif
    for (uint i = gl_LocalInvocationIndex; i < words; i += gl_WorkGroupSize.x)
        kvPut(isKey, row * words + i, kvWord(i, width));
}

#endif
