// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// Sums over a workgroup, in a fixed order: subgroups first, then their results.
#ifndef MARU_REDUCE_GLSL
#define MARU_REDUCE_GLSL

#include "constants.glsl"

shared float s_partial[MARU_MAX_LOCAL_SIZE / 4];

// The sum of `value` over the workgroup, in every invocation. All invocations must call it.
float workgroupSum(float value)
{
    const float sum = subgroupAdd(value);
    if (gl_NumSubgroups == 1u)
        return sum;
    barrier();
    if (subgroupElect())
        s_partial[gl_SubgroupID] = sum;
    barrier();
    float total = 0.0;
    for (uint i = 0u; i < gl_NumSubgroups; ++i)
        total += s_partial[i];
    return total;
}

// The largest `value` of the workgroup, in every invocation. All invocations must call it.
float workgroupMax(float value)
{
    const float most = subgroupMax(value);
    if (gl_NumSubgroups == 1u)
        return most;
    barrier();
    if (subgroupElect())
        s_partial[gl_SubgroupID] = most;
    barrier();
    float total = s_partial[0];
    for (uint i = 1u; i < gl_NumSubgroups; ++i)
        total = max(total, s_partial[i]);
    return total;
}

#endif
