// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#version 450
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_control_flow_attributes : require
#extension GL_KHR_shader_subgroup_basic : require
#extension GL_KHR_shader_subgroup_arithmetic : require

// y [rows of x, rows] = RmsNorm(x) * weight^T + bias + residual, for few rows of x. A subgroup takes kRows rows of the
// weight; its lanes lie along the columns, so each unit of x is loaded once for all of them.
//
// kBatch: the weight is many matrices [parts, rows]. BATCH_HEADS: each head of x (xPart long) meets its own, and what the
// head has beyond its columns follows its results in y. BATCH_EXPERTS: place z of the route meets the matrix of its
// expert. BATCH_SUM: y is the sum of those over all places, by the route's weights.

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
layout(std430, set = 0, binding = 7) writeonly buffer Y
{
    float y[]; // [rows of x, yStride]
};

#define ROUTE_BINDING 6
#include "matvec.glsl"
#include "route.glsl"

// What a head of x at `from` has behind its columns, to `to` of y.
void passRest(uint from, uint to)
{
    for (uint i = gl_LocalInvocationIndex; i < p.xPart - p.columns; i += gl_WorkGroupSize.x) {
        const uint at = from + p.columns + i;
        y[to + p.rows + i] = x[at / 4u][at & 3u];
    }
}

void main()
{
    const uint firstRow = (gl_WorkGroupID.x * gl_NumSubgroups + gl_SubgroupID) * kRows;
    const uint t = gl_WorkGroupID.y;
    if (t >= rowCount(p.perOutput))
        return;
    uint part = 0u;
    uint from = t * p.xStride;
    uint to = t * p.yStride + p.firstRow;
    uint biasFrom = p.firstRow;
    if (kBatch == BATCH_HEADS) {
        part = gl_WorkGroupID.z;
        from += (p.firstPart + part) * p.xPart;
        to += (p.firstPart + part) * p.yPart;
        if (gl_WorkGroupID.x == 0u)
            passRest(from, to);
    }
    if (kBatch == BATCH_EXPERTS) {
        part = expertOfSlice(t, gl_WorkGroupID.z);
        if (part >= p.parts)
            return;
        from += gl_WorkGroupID.z * p.xPart;
        to += gl_WorkGroupID.z * p.yPart;
        biasFrom = (p.firstPart + part) * p.rows;
    }
    if (firstRow >= p.rows)
        return;
    float sums[kRows];
    [[unroll]] for (uint r = 0u; r < kRows; ++r)
        sums[r] = 0.0;
    g_squares = 0.0;
    if (kBatch == BATCH_SUM) {
        for (uint slot = 0u; slot < p.used; ++slot) {
            part = expertOfSlice(t, slot);
            if (part >= p.parts)
                continue;
            const float weight = expertWeight(t, slot);
            for (uint unit = gl_SubgroupInvocationID; unit < p.units; unit += gl_SubgroupSize) {
                loadUnit((from + slot * p.xPart) / 4u, unit);
                [[unroll]] for (uint r = 0u; r < kRows; ++r)
                    sums[r] += weight * unitDot((part * p.rows + min(firstRow + r, p.rows - 1u)) * p.rowVectors, unit);
            }
            if (kHasBias && gl_SubgroupInvocationID == 0u) {
                [[unroll]] for (uint r = 0u; r < kRows; ++r)
                    sums[r] += weight * bias[(p.firstPart + part) * p.rows + min(firstRow + r, p.rows - 1u)];
            }
        }
    } else {
        for (uint unit = gl_SubgroupInvocationID; unit < p.units; unit += gl_SubgroupSize) {
            loadUnit(from / 4u, unit);
            [[unroll]] for (uint r = 0u; r < kRows; ++r)
                sums[r] += unitDot((part * p.rows + min(firstRow + r, p.rows - 1u)) * p.rowVectors, unit);
        }
    }
    const float factor = normFactor();
    [[unroll]] for (uint r = 0u; r < kRows; ++r) {
        const float sum = subgroupAdd(sums[r]);
        if (gl_SubgroupInvocationID == r % gl_SubgroupSize) {
            const uint row = firstRow + r;
            float value = sum * factor;
            if (kHasBias && kBatch != BATCH_SUM)
                value += bias[biasFrom + row];
            if (kHasResidual)
                value += residual[to + row];
            if (row < p.rows)
                y[to + row] = value;
        }
    }
}
