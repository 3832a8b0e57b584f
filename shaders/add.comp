// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#version 450
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_control_flow_attributes : require

// y = a + b, [rows, width]. One invocation a value.

#include "constants.glsl"
#include "state.glsl"
#include "params/elementwise.h"

layout(push_constant) uniform Push
{
    ElementwiseParams p;
};
layout(std430, set = 0, binding = 1) readonly buffer A
{
    float a[]; // [rows, aStride]
};
layout(std430, set = 0, binding = 2) readonly buffer B
{
    float b[]; // [rows, bStride]
};
layout(std430, set = 0, binding = 3) writeonly buffer Y
{
    float y[]; // [rows, yStride]
};

void main()
{
    const uint i = gl_GlobalInvocationID.x;
    const uint row = gl_WorkGroupID.y;
    if (i < p.width && row < rowCount(p.perOutput))
        y[row * p.yStride + i] = a[row * p.aStride + i] + b[row * p.bStride + p.bOffset + i];
}
