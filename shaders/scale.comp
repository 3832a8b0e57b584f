// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#version 450
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_control_flow_attributes : require

// y = x * factor, [rows, width]; with a softcap, softcap * tanh(x * factor / softcap). One invocation a value.

#include "constants.glsl"
#include "softcap.glsl"
#include "state.glsl"
#include "params/scale.h"

layout(push_constant) uniform Push
{
    ScaleParams p;
};
layout(std430, set = 0, binding = 1) readonly buffer X
{
    float x[]; // [rows, xStride]
};
layout(std430, set = 0, binding = 2) writeonly buffer Y
{
    float y[]; // [rows, yStride]
};

void main()
{
    const uint i = gl_GlobalInvocationID.x;
    const uint row = gl_WorkGroupID.y;
    if (i < p.width && row < rowCount(p.perOutput))
        y[row * p.yStride + i] = softcapped(x[row * p.xStride + i] * p.factor, p.softcap);
}
