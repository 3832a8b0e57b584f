// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#version 450
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_control_flow_attributes : require
#extension GL_KHR_shader_subgroup_basic : require
#extension GL_KHR_shader_subgroup_arithmetic : require

// y [rows, width] = x / sqrt(mean(x^2) + epsilon) * weight, over groups of values, of which the end may pass unnormed; with
// RESIDUAL (the operation norm_add) + residual. One workgroup a group and row.

#include "constants.glsl"
#include "state.glsl"
#include "reduce.glsl"
#include "params/rms_norm.h"

layout(push_constant) uniform Push
{
    RmsNormParams p;
};
layout(std430, set = 0, binding = 1) readonly buffer X
{
    float x[]; // [rows, xStride]
};
layout(std430, set = 0, binding = 2) readonly buffer Weight
{
    float weight[]; // [normed]
};
#ifdef RESIDUAL
layout(std430, set = 0, binding = 3) readonly buffer Residual
{
    float residual[]; // [rows, yStride]
};
layout(std430, set = 0, binding = 4) writeonly buffer Y
#else
layout(std430, set = 0, binding = 3) writeonly buffer Y
#endif
{
    float y[]; // [rows, yStride]
};

void main()
{
    const uint row = gl_WorkGroupID.y;
    if (row >= rowCount(p.perOutput))
        return;
    const uint first = gl_WorkGroupID.x * p.group;
    float squares = 0.0;
    for (uint i = gl_LocalInvocationIndex; i < p.normed; i += gl_WorkGroupSize.x) {
        const float v = x[row * p.xStride + first + i];
        squares += v * v;
    }
    const float factor = inversesqrt(workgroupSum(squares) / float(p.normed) + p.epsilon);
    for (uint i = gl_LocalInvocationIndex; i < p.group; i += gl_WorkGroupSize.x) {
        float value = x[row * p.xStride + first + i];
        if (i < p.normed)
            value *= factor * weight[i];
#ifdef RESIDUAL
        value += residual[row * p.yStride + first + i];
#endif
        y[row * p.yStride + first + i] = value;
    }
}
