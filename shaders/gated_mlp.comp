// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#version 450
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_control_flow_attributes : require
#extension GL_KHR_shader_subgroup_basic : require
#extension GL_KHR_shader_subgroup_arithmetic : require

// y [rows of x, rows] = activation(gate(n), up(n)), n = RmsNorm(x), for few rows of x. The weight holds the rows of gate,
// then those of up. A subgroup takes kRows pairs of rows, its lanes along the columns.
//
// BATCH_EXPERTS: the weight is one such pair of matrices an expert; place z of the route meets that of its expert.

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
    float bias[]; // [experts, rows of gate and up], where kHasBias
};
layout(std430, set = 0, binding = 6) writeonly buffer Y
{
    float y[]; // [rows of x, yStride]
};

#define ROUTE_BINDING 5
#include "activation.glsl"
#include "matvec.glsl"
#include "route.glsl"

void main()
{
    const uint firstRow = (gl_WorkGroupID.x * gl_NumSubgroups + gl_SubgroupID) * kRows;
    const uint t = gl_WorkGroupID.y;
    if (firstRow >= p.rows || t >= rowCount(p.perOutput))
        return;
    uint part = 0u;
    uint to = t * p.yStride + p.firstRow;
    if (kBatch == BATCH_EXPERTS) {
        part = expertOfSlice(t, gl_WorkGroupID.z);
        if (part >= p.parts)
            return;
        to += gl_WorkGroupID.z * p.yPart;
    }
    float gates[kRows];
    float ups[kRows];
    [[unroll]] for (uint r = 0u; r < kRows; ++r) {
        gates[r] = 0.0;
        ups[r] = 0.0;
    }
    g_squares = 0.0;
    for (uint unit = gl_SubgroupInvocationID; unit < p.units; unit += gl_SubgroupSize) {
        loadUnit(t * p.xStride / 4u, unit);
        [[unroll]] for (uint r = 0u; r < kRows; ++r) {
            const uint row = 2u * part * p.rows + min(firstRow + r, p.rows - 1u);
            gates[r] += unitDot(row * p.rowVectors, unit);
            ups[r] += unitDot((p.rows + row) * p.rowVectors, unit);
        }
    }
    const float factor = normFactor();
    [[unroll]] for (uint r = 0u; r < kRows; ++r) {
        float gate = subgroupAdd(gates[r]) * factor;
        float up = subgroupAdd(ups[r]) * factor;
        if (gl_SubgroupInvocationID == r % gl_SubgroupSize && firstRow + r < p.rows) {
            if (kHasBias) {
                const uint from = 2u * (p.firstPart + part) * p.rows + firstRow + r;
                gate += bias[from];
                up += bias[from + p.rows];
            }
            y[to + firstRow + r] = activate(gate, up);
        }
    }
}
