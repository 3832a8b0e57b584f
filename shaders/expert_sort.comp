// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#version 450
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_control_flow_attributes : require

// tiles = the pairs of token and place of its route, sorted by expert and cut to tiles of 8: the expert of each tile
// (0xffffffff behind the last), then the 8 pairs of each (0xffffffff where there are fewer). One workgroup.

#include "constants.glsl"
#include "state.glsl"
#include "params/expert.h"

layout(push_constant) uniform Push
{
    ExpertParams p;
};
layout(std430, set = 0, binding = 1) readonly buffer Route
{
    float route[]; // [rows, routeStride]
};
layout(std430, set = 0, binding = 2) writeonly buffer Tiles
{
    uint tiles[]; // [p.tiles], [p.tiles, 8]
};

shared uint s_counts[MARU_MAX_EXPERTS];
shared uint s_places[MARU_MAX_EXPERTS]; // the next pair's

uint expertOf(uint pair)
{
    return min(uint(route[pair / p.used * p.routeStride + pair % p.used]), p.experts - 1u);
}

void main()
{
    const uint lane = gl_LocalInvocationIndex;
    const uint width = gl_WorkGroupSize.x;
    const uint pairs = rowCount(p.perOutput) * p.used;
    for (uint e = lane; e < p.experts; e += width)
        s_counts[e] = 0u;
    barrier();
    for (uint pair = lane; pair < pairs; pair += width)
        atomicAdd(s_counts[expertOf(pair)], 1u);
    barrier();
    for (uint e = lane; e < p.experts; e += width) {
        uint tile = 0u;
        for (uint i = 0u; i < e; ++i)
            tile += (s_counts[i] + 7u) / 8u;
        s_places[e] = 8u * tile;
        const uint end = tile + (s_counts[e] + 7u) / 8u;
        for (uint pair = 8u * tile + s_counts[e]; pair < 8u * end; ++pair)
            tiles[p.tiles + pair] = 0xffffffffu;
        for (; tile < end; ++tile)
            tiles[tile] = e;
        if (e + 1u == p.experts) {
            for (; tile < p.tiles; ++tile)
                tiles[tile] = 0xffffffffu;
        }
    }
    barrier();
    for (uint pair = lane; pair < pairs; pair += width)
        tiles[p.tiles + atomicAdd(s_places[expertOf(pair)], 1u)] = pair;
}
