// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// The key-value cache: [kvHeads, capacity, vectors], a head's values padded to whole vectors; position i lies in row
// i % capacity. KV is f32, f16 (two halves in a word) or q8_0 (four bytes in a word; the scales of blocks of 32, two halves
// in a word, follow behind all heads: [kvHeads, capacity, kvScaleWords]).
#ifndef MARU_KV_GLSL
#define MARU_KV_GLSL

#define f32 0
#define f16 1
#define q8_0 2

#if KV == q8_0
#define KV_IS_Q8 1
#define KV_VECTOR uvec2
#define KV_VALUES 8u
#define KV_WORDS 2u
#define KV_WORD_VALUES 4u
#elif KV == f16
#define KV_IS_Q8 0
#define KV_VECTOR uvec4
#define KV_VALUES 8u
#define KV_WORDS 4u
#define KV_WORD_VALUES 2u
#else
#define KV_IS_Q8 0
#define KV_VECTOR uvec4
#define KV_VALUES 4u
#define KV_WORDS 4u
#define KV_WORD_VALUES 1u
#endif

uint kvVectors(uint width)
{
    return (width + KV_VALUES - 1u) / KV_VALUES;
}

uint kvScaleWords(uint width)
{
    return (width / 32u + 1u) / 2u;
}

// A vector as floats, without its scale: a then b; b is zero where a vector holds four.
void kvUnpack(KV_VECTOR v, out vec4 a, out vec4 b)
{
#if KV == q8_0
    const ivec2 i = ivec2(v);
    a = vec4(ivec4((i.x << 24) >> 24, (i.x << 16) >> 24, (i.x << 8) >> 24, i.x >> 24));
    b = vec4(ivec4((i.y << 24) >> 24, (i.y << 16) >> 24, (i.y << 8) >> 24, i.y >> 24));
#elif KV == f16
    a = vec4(unpackHalf2x16(v.x), unpackHalf2x16(v.y));
    b = vec4(unpackHalf2x16(v.z), unpackHalf2x16(v.w));
#else
    a = uintBitsToFloat(v);
    b = vec4(0.0);
#endif
}

#undef f32
#undef f16
#undef q8_0

#endif
