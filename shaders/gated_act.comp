// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#version 450
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_control_flow_attributes : require

// y = activation(gate) * up, [rows, width]. One invocation a value.

#include "constants.glsl"
#include "state.glsl"
#include "activation.glsl"
#include "params/elementwise.h"

layout(push_constant) uniform Push
{
    ElementwiseParams p;
};
layout(std430, set = 0, binding = 1) readonly buffer Gate
{
    float gate[]; // [rows, aStride]
};
layout(std430, set = 0, binding = 2) readonly buffer Up
{
    float up[]; // [rows, bStride], from bOffset on
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
    const uint at = p.part == 0u ? i : i + i / p.part * p.part;
    y[row * p.yStride + i] = activate(gate[row * p.aStride + at], up[row * p.bStride + p.bOffset + at]);
}
