// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#version 450
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_control_flow_attributes : require
#extension GL_KHR_shader_subgroup_basic : require
#extension GL_KHR_shader_subgroup_arithmetic : require
#extension GL_KHR_shader_subgroup_ballot : require

// y [rows of x, rows] = x * weight^T + bias + residual, for many rows of x. An invocation takes kRows rows of the weight and
// 8 rows of x. A unit of the weight is decoded once for the 8; the unit of x is loaded by 8 lanes (4 twice, where the
// subgroup has no more) and broadcast from their registers.
//
// kBatch: the weight is many matrices [parts, rows]. BATCH_HEADS: head z of x meets its own, and what the head has beyond its
// columns follows its results in y. BATCH_EXPERTS: what lies in place s of the route of token t is the pair t * used + s;
// a tile is up to 8 pairs that meet the same expert (expert_sort.comp).

#include "constants.glsl"
#include "state.glsl"
#include "params/matmul.h"

#define WEIGHT_BINDING 2
#include "weight.glsl"

layout(constant_id = 9) const uint kRows = 4;
layout(push_constant) uniform Push
{
    MatmulParams p;
};
layout(std430, set = 0, binding = 1) readonly buffer X
{
    vec4 x[]; // [rows of x, xStride / 4]
};
layout(std430, set = 0, binding = 3) readonly buffer Bias
{
    float bias[]; // [all rows], where kHasBias
};
layout(std430, set = 0, binding = 4) readonly buffer Residual
{
    float residual[]; // [rows of x, yStride], where kHasResidual
};
layout(std430, set = 0, binding = 5) readonly buffer Tiles
{
    uint tiles[]; // the expert of each, then 8 pairs of each, where kBatch tells of experts
};
layout(std430, set = 0, binding = 6) writeonly buffer Y
{
    float y[]; // [rows of x, yStride]
};

#define TOKENS 8u

vec4 loadX(uint rowVector, uint column)
{
    const vec4 v = x[rowVector + column / 4u];
    return kRagged ? mix(vec4(0.0), v, lessThan(uvec4(column, column + 1u, column + 2u, column + 3u), uvec4(p.columns))) : v;
}

// Adds the products of the four columns that lane `lane` holds of 8, for all rows of the weight.
#define ADD_COLUMNS(lane, half, laneOfHalf)                                                                            \
    {                                                                                                                  \
        vec4 shared4;                                                                                                  \
        if (kSubgroup == 4u)                                                                                           \
            shared4 = subgroupBroadcast(half, laneOfHalf);                                                             \
        else                                                                                                           \
            shared4 = subgroupBroadcast(xa, lane);                                                                     \
        [[unroll]] for (uint r = 0u; r < kRows; ++r)                                                                   \
            sums[r] += dot(shared4, w[8u * r + lane]);                                                                 \
    }

uint g_pairs[TOKENS]; // BATCH_EXPERTS: of this tile, kNoPair behind the last
#define kNoPair 0xffffffffu

// Where row `t` of the tile begins in an array of rows of `stride`, of which each head or place takes `part`.
uint rowFrom(uint t, uint firstToken, uint last, uint stride, uint part)
{
    if (kBatch == BATCH_EXPERTS) {
        const uint pair = g_pairs[t] == kNoPair ? g_pairs[0] : g_pairs[t];
        return pair / p.used * stride + pair % p.used * part;
    }
    const uint from = min(firstToken + t, last) * stride;
    return kBatch == BATCH_HEADS ? from + (p.firstPart + gl_WorkGroupID.z) * part : from;
}

// What the heads of the tile have behind their columns.
void passRest(uint firstToken, uint count)
{
    const uint rest = p.xPart - p.columns;
    const uint head = p.firstPart + gl_WorkGroupID.z;
    for (uint i = gl_LocalInvocationIndex; i < rest * TOKENS; i += gl_WorkGroupSize.x) {
        const uint t = firstToken + i / rest;
        const uint at = t * p.xStride + head * p.xPart + p.columns + i % rest;
        if (t < count)
            y[t * p.yStride + head * p.yPart + p.rows + i % rest] = x[at / 4u][at & 3u];
    }
}

void main()
{
    const uint firstRow = gl_WorkGroupID.x * gl_WorkGroupSize.x * kRows + gl_LocalInvocationIndex;
    const uint firstToken = gl_WorkGroupID.y * TOKENS;
    const uint count = rowCount(p.perOutput);
    uint part = 0u;
    uint biasFrom = p.firstRow;
    if (kBatch == BATCH_EXPERTS) {
        part = tiles[gl_WorkGroupID.y] - p.firstPart;
        if (part >= p.parts)
            return;
        [[unroll]] for (uint t = 0u; t < TOKENS; ++t)
            g_pairs[t] = tiles[gl_NumWorkGroups.y + firstToken + t];
        biasFrom = (p.firstPart + part) * p.rows;
    } else {
        if (firstToken >= count)
            return;
        if (kBatch == BATCH_HEADS) {
            part = gl_WorkGroupID.z;
            if (gl_WorkGroupID.x == 0u)
                passRest(firstToken, count);
        }
    }
    const uint lane = gl_SubgroupInvocationID & 7u;
    float all[TOKENS * kRows];
    [[unroll]] for (uint i = 0u; i < TOKENS * kRows; ++i)
        all[i] = 0.0;
    for (uint unit = 0u; unit < p.units; ++unit) {
        vec4 w[8u * kRows];
        [[unroll]] for (uint r = 0u; r < kRows; ++r) {
            vec4 q[8];
            const uint row = part * p.rows + min(firstRow + r * gl_WorkGroupSize.x, p.rows - 1u);
            const vec4 s = decodeUnit(row * p.rowVectors, p.units, unit, q);
            [[unroll]] for (uint i = 0u; i < 4u; ++i) {
                w[8u * r + i] = q[i] * s.x + s.y;
                w[8u * r + 4u + i] = q[4u + i] * s.z + s.w;
            }
        }
        const uvec2 columns = unitColumns(unit);
        const uint columnA = kSubgroup == 4u ? columns.x + 4u * lane
                                             : (lane < 4u ? columns.x + 4u * lane : columns.y + 4u * lane - 16u);
        [[unroll]] for (uint t = 0u; t < TOKENS; ++t) {
            const uint rowVector = rowFrom(t, firstToken, count - 1u, p.xStride, p.xPart) / 4u;
            const vec4 xa = loadX(rowVector, columnA);
            vec4 xb = xa;
            if (kSubgroup == 4u)
                xb = loadX(rowVector, columns.y + 4u * lane);
            float sums[kRows];
            [[unroll]] for (uint r = 0u; r < kRows; ++r)
                sums[r] = all[t * kRows + r];
            ADD_COLUMNS(0u, xa, 0u)
            ADD_COLUMNS(1u, xa, 1u)
            ADD_COLUMNS(2u, xa, 2u)
            ADD_COLUMNS(3u, xa, 3u)
            ADD_COLUMNS(4u, xb, 0u)
            ADD_COLUMNS(5u, xb, 1u)
            ADD_COLUMNS(6u, xb, 2u)
            ADD_COLUMNS(7u, xb, 3u)
            [[unroll]] for (uint r = 0u; r < kRows; ++r)
                all[t * kRows + r] = sums[r];
        }
    }
    [[unroll]] for (uint r = 0u; r < kRows; ++r) {
        const uint row = firstRow + r * gl_WorkGroupSize.x;
        if (row >= p.rows)
            continue;
        const float first = kHasBias ? bias[biasFrom + row] : 0.0;
        [[unroll]] for (uint t = 0u; t < TOKENS; ++t) {
            const uint at = rowFrom(t, firstToken, count - 1u, p.yStride, p.yPart) + p.firstRow + row;
            if (kBatch == BATCH_EXPERTS ? g_pairs[t] != kNoPair : firstToken + t < count)
                y[at] = all[t * kRows + r] + first + (kHasResidual ? residual[at] : 0.0);
        }
    }
}
