// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#version 450
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_control_flow_attributes : require

// y [tokens, columns] = row `token` of the weight * scale. One invocation a unit of 32 columns; one dispatch a slice of the
// weight, each writing the tokens whose rows it holds.

#include "constants.glsl"
#include "state.glsl"
#include "params/embed.h"

#define WEIGHT_BINDING 1
#include "weight.glsl"

layout(push_constant) uniform Push
{
    EmbedParams p;
};
layout(std430, set = 0, binding = 2) writeonly buffer Y
{
    vec4 y[]; // [tokens, yStride / 4]
};

void main()
{
    const uint unit = gl_GlobalInvocationID.x;
    const uint t = gl_WorkGroupID.y;
    if (t >= state.count || unit >= p.units)
        return;
    const uint row = uint(tokens[t]) - p.firstRow;
    if (row >= p.rows)
        return;
    vec4 q[8];
    const vec4 s = decodeUnit(row * p.rowVectors, p.units, unit, q) * p.scale;
    const uvec2 columns = unitColumns(unit);
    const uint first = t * p.yStride;
    [[unroll]] for (uint i = 0u; i < 4u; ++i) {
        // What a ragged row's last unit has too much would lie in the next row.
        if (!kRagged || columns.x + 4u * i < p.columns)
            y[(first + columns.x) / 4u + i] = q[i] * s.x + s.y;
        if (!kRagged || columns.y + 4u * i < p.columns)
            y[(first + columns.y) / 4u + i] = q[4u + i] * s.z + s.w;
    }
}
