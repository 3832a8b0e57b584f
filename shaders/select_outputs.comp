// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#version 450
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_control_flow_attributes : require

// y [outputs, width] = the rows of x [tokens, width] whose logits were asked for. One invocation a value.

#include "constants.glsl"
#include "state.glsl"
#include "params/elementwise.h"

layout(push_constant) uniform Push
{
    ElementwiseParams p;
};
layout(std430, set = 0, binding = 1) readonly buffer X
{
    float x[]; // [tokens, aStride]
};
layout(std430, set = 0, binding = 2) writeonly buffer Y
{
    float y[]; // [outputs, yStride]
};

void main()
{
    const uint i = gl_GlobalInvocationID.x;
    const uint row = gl_WorkGroupID.y;
    if (i < p.width && row < state.outputs)
        y[row * p.yStride + i] = x[(state.firstOutput + row) * p.aStride + i];
}
