// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// The key-value cache: [kvHeads, capacity, vectors], a head's values padded to whole uvec4s. KV is f32 or f16 (two halves
// in a word).
#ifndef MARU_KV_GLSL
#define MARU_KV_GLSL

#define f32 0
#define f16 1

#if KV == f16
#define KV_VALUES 8u
#define KV_WORD_VALUES 2u
#else
#define KV_VALUES 4u
#define KV_WORD_VALUES 1u
#endif

uint kvVectors(uint width)
{
    return (width + KV_VALUES - 1u) / KV_VALUES;
}

// A vector as floats: a then b; b is zero where a vector holds four.
void kvUnpack(uvec4 v, out vec4 a, out vec4 b)
{
#if KV == f16
    a = vec4(unpackHalf2x16(v.x), unpackHalf2x16(v.y));
    b = vec4(unpackHalf2x16(v.z), unpackHalf2x16(v.w));
#else
    a = uintBitsToFloat(v);
    b = vec4(0.0);
#endif
}

#undef f32
#undef f16

#endif
