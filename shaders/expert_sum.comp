// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#version 450
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_control_flow_attributes : require

// y [rows, width] = the sum over the places of each row's route of their weight * what the expert made. One invocation a
// value.

#include "constants.glsl"
#include "state.glsl"
#include "params/expert.h"

layout(push_constant) uniform Push
{
    ExpertParams p;
};
layout(std430, set = 0, binding = 1) readonly buffer X
{
    float x[]; // [rows, xStride]: [used, width] each
};
layout(std430, set = 0, binding = 2) readonly buffer Route
{
    float route[]; // [rows, routeStride]
};
layout(std430, set = 0, binding = 3) writeonly buffer Y
{
    float y[]; // [rows, yStride]
};

void main()
{
    const uint i = gl_GlobalInvocationID.x;
    const uint row = gl_WorkGroupID.y;
    if (i >= p.width || row >= rowCount(p.perOutput))
        return;
    float sum = 0.0;
    for (uint slot = 0u; slot < p.used; ++slot)
        sum += route[row * p.routeStride + p.used + slot] * x[row * p.xStride + slot * p.width + i];
    y[row * p.yStride + i] = sum;
}
