// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// A weight matrix, read in units of 32 values of a row, whatever its format.
//
// Every format is bound as vectors and as words of the same buffer; rows are rowVectors uvec4s long. A unit is two runs
// of 16 consecutive columns, A and B (unitColumns), since that is how the formats pack: low and high nibbles.
// Each formats/<FORMAT>.glsl defines
//
//     uvec2 unitColumns(uint unit);                                      // first columns of runs A and B
//     vec4 decodeUnit(uint row, uint units, uint unit, out vec4 q[8]);   // row: index of its first uvec4
//
// where weight = scale * q + offset: the result holds (scale A, offset A, scale B, offset B), q[0..3] run A, q[4..7] run B.
//
// The including file defines WEIGHT_BINDING and, through kernels.cmake, FORMAT.
#ifndef MARU_WEIGHT_GLSL
#define MARU_WEIGHT_GLSL

layout(std430, set = 0, binding = WEIGHT_BINDING) readonly buffer WeightVectors
{
    uvec4 weightVectors[]; // [rows, rowVectors]
};
layout(std430, set = 0, binding = WEIGHT_BINDING) readonly buffer WeightWords
{
    uint weightWords[];
};

#include "unpack.glsl"

#define f32 0
#define f16 1
#define bf16 2
#define q4_0 3
#define q4_1 4
#define q5_0 5
#define q5_1 6
#define q8_0 7
#define q4_k 8
#define q5_k 9
#define q6_k 10
#define q2_k 11
#define book3 12
#define book4 13

#if FORMAT == f32
#include "formats/f32.glsl"
#elif FORMAT == f16
#include "formats/f16.glsl"
#elif FORMAT == bf16
#include "formats/bf16.glsl"
#elif FORMAT == q4_0
#include "formats/q4_0.glsl"
#elif FORMAT == q4_1
#include "formats/q4_1.glsl"
#elif FORMAT == q5_0
#include "formats/q5_0.glsl"
#elif FORMAT == q5_1
#include "formats/q5_1.glsl"
#elif FORMAT == q8_0
#include "formats/q8_0.glsl"
#elif FORMAT == q4_k
#include "formats/q4_k.glsl"
#elif FORMAT == q5_k
#include "formats/q5_k.glsl"
#elif FORMAT == q6_k
#include "formats/q6_k.glsl"
#elif FORMAT == q2_k
#include "formats/q2_k.glsl"
#elif FORMAT == book3
#include "formats/book3.glsl"
#elif FORMAT == book4
#include "formats/book4.glsl"
#endif

#endif
