// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// What matvec and gated_mlp share: one row of x against rows of the weight, a subgroup's lanes along the columns.
#ifndef MARU_MATVEC_GLSL
#define MARU_MATVEC_GLSL

layout(std430, set = 0, binding = 1) readonly buffer X
{
    vec4 x[]; // [rows, xStride / 4]
};
layout(std430, set = 0, binding = 2) readonly buffer NormWeight
{
    vec4 normWeight[]; // [columns], where kHasNorm
};

vec4 g_x[8]; // this lane's unit of x, normed but for the common factor
vec2 g_sums; // of runs A and B
float g_squares; // of x, unnormed

// `v` with what lies past the last column set to 0.
vec4 cut(vec4 v, uint column)
{
    return mix(vec4(0.0), v, lessThan(uvec4(column, column + 1u, column + 2u, column + 3u), uvec4(p.columns)));
}

// Loads the unit of row `rowVector` (index of its first vec4) into g_x, g_sums; adds to g_squares.
void loadUnit(uint rowVector, uint unit)
{
    const uvec2 columns = unitColumns(unit);
    [[unroll]] for (uint i = 0u; i < 8u; ++i) {
        const uint column = (i < 4u ? columns.x : columns.y - 16u) + 4u * i;
        vec4 v = x[rowVector + column / 4u];
        if (kRagged)
            v = cut(v, column);
        if (kHasNorm) {
            g_squares += dot(v, v);
            v *= normWeight[column / 4u];
            if (kRagged)
                v = cut(v, column);
        }
        g_x[i] = v;
    }
    g_sums = vec2(dot(g_x[0] + g_x[1] + g_x[2] + g_x[3], vec4(1.0)), dot(g_x[4] + g_x[5] + g_x[6] + g_x[7], vec4(1.0)));
}

// The share of this lane's unit in the product with the weight row at uvec4 `row`.
float unitDot(uint row, uint unit)
{
    vec4 q[8];
    const vec4 s = decodeUnit(row, p.units, unit, q);
    vec4 a = q[0] * g_x[0];
    vec4 b = q[4] * g_x[4];
    [[unroll]] for (uint i = 1u; i < 4u; ++i) {
        a += q[i] * g_x[i];
        b += q[4u + i] * g_x[4u + i];
    }
    return s.x * dot(a, vec4(1.0)) + s.y * g_sums.x + s.z * dot(b, vec4(1.0)) + s.w * g_sums.y;
}

// The factor of the norm in front; all lanes of the subgroup must call it.
float normFactor()
{
    return kHasNorm ? inversesqrt(subgroupAdd(g_squares) / float(p.columns) + p.epsilon) : 1.0;
}

#endif
