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
layout(std430, set = 0, binding = 5) writeonly buffer Y
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

void main()
{
    const uint firstRow = gl_WorkGroupID.x * gl_WorkGroupSize.x * kRows + gl_LocalInvocationIndex;
    const uint firstToken = gl_WorkGroupID.y * TOKENS;
    const uint count = rowCount(p.perOutput);
    if (firstToken >= count)
        return;
    const uint lane = gl_SubgroupInvocationID & 7u;
    float all[TOKENS * kRows];
    [[unroll]] for (uint i = 0u; i < TOKENS * kRows; ++i)
        all[i] = 0.0;
    for (uint unit = 0u; unit < p.units; ++unit) {
        vec4 w[8u * kRows];
        [[unroll]] for (uint r = 0u; r < kRows; ++r) {
            vec4 q[8];
            const uint row = min(firstRow + r * gl_WorkGroupSize.x, p.rows - 1u);
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
            const uint rowVector = min(firstToken + t, count - 1u) * (p.xStride / 4u);
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
        const float first = kHasBias ? bias[p.firstRow + row] : 0.0;
        [[unroll]] for (uint t = 0u; t < TOKENS; ++t) {
            const uint at = (firstToken + t) * p.yStride + p.firstRow + row;
            if (firstToken + t < count)
                y[at] = all[t * kRows + r] + first + (kHasResidual ? residual[at] : 0.0);
        }
    }
}
