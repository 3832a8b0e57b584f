// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#version 450
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_control_flow_attributes : require
#extension GL_KHR_shader_subgroup_basic : require
#extension GL_KHR_shader_subgroup_arithmetic : require

// y [rows of x, rows] = RmsNorm(x) * weight^T + bias + residual, for few rows of x. A subgroup takes kRows rows of the
// weight; its lanes lie along the columns, so each unit of x is loaded once for all of them.

#include "constants.glsl"
#include "state.glsl"
#include "params/matmul.h"

#define WEIGHT_BINDING 3
#include "weight.glsl"

layout(constant_id = 9) const uint kRows = 4;
layout(push_constant) uniform Push
{
    MatmulParams p;
};
layout(std430, set = 0, binding = 4) readonly buffer Bias
{
    float bias[]; // [all rows], where kHasBias
};
layout(std430, set = 0, binding = 5) readonly buffer Residual
{
    float residual[]; // [rows of x, yStride], where kHasResidual
};
layout(std430, set = 0, binding = 6) writeonly buffer Y
{
    float y[]; // [rows of x, yStride]
};

#include "matvec.glsl"

void main()
{
    const uint firstRow = (gl_WorkGroupID.x * gl_NumSubgroups + gl_SubgroupID) * kRows;
    const uint t = gl_WorkGroupID.y;
    if (firstRow >= p.rows || t >= rowCount(p.perOutput))
        return;
    float sums[kRows];
    [[unroll]] for (uint r = 0u; r < kRows; ++r)
        sums[r] = 0.0;
    g_squares = 0.0;
    for (uint unit = gl_SubgroupInvocationID; unit < p.units; unit += gl_SubgroupSize) {
        loadUnit(t * p.xStride / 4u, unit);
        [[unroll]] for (uint r = 0u; r < kRows; ++r)
            sums[r] += unitDot(min(firstRow + r, p.rows - 1u) * p.rowVectors, unit);
    }
    const float factor = normFactor();
    [[unroll]] for (uint r = 0u; r < kRows; ++r) {
        const float sum = subgroupAdd(sums[r]);
        if (gl_SubgroupInvocationID == r % gl_SubgroupSize) {
            const uint row = p.firstRow + firstRow + r;
            float value = sum * factor;
            if (kHasBias)
                value += bias[row];
            if (kHasResidual)
                value += residual[t * p.yStride + row];
            if (firstRow + r < p.rows)
                y[t * p.yStride + row] = value;
        }
    }
}
