// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// The route of a token: the ids of its chosen experts as floats, then the weight of each.
#ifndef MARU_ROUTE_GLSL
#define MARU_ROUTE_GLSL

layout(std430, set = 0, binding = ROUTE_BINDING) readonly buffer Route
{
    float route[]; // [tokens, routeStride], where kBatch tells of experts
};

// The expert of row `t` in place `slot`, counted from the first of the slice; not below p.parts: in another slice.
uint expertOfSlice(uint t, uint slot)
{
    return uint(route[t * p.routeStride + slot]) - p.firstPart;
}

float expertWeight(uint t, uint slot)
{
    return route[t * p.routeStride + p.used + slot];
}

#endif
