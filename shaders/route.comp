// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#version 450
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_control_flow_attributes : require
#extension GL_KHR_shader_subgroup_basic : require
#extension GL_KHR_shader_subgroup_arithmetic : require

// y [rows, 2 * used] = the ids of the experts that each row's logits choose, ascending, then their weights. Affinities of
// experts, + bias, choose the best groups and among their experts the best; the weights are affinities without the bias.
// One workgroup a row.

#include "constants.glsl"
#include "state.glsl"
#include "reduce.glsl"
#include "params/route.h"

layout(push_constant) uniform Push
{
    RouteParams p;
};
layout(std430, set = 0, binding = 1) readonly buffer X
{
    float x[]; // [rows, xStride], logits
};
layout(std430, set = 0, binding = 2) readonly buffer Bias
{
    float bias[]; // [experts], where kHasBias
};
layout(std430, set = 0, binding = 3) writeonly buffer Y
{
    float y[]; // [rows, yStride]
};

#define SOFTMAX 0u
#define SIGMOID 1u
#define SOFTMAX_OF_CHOSEN 2u
#define kExcluded -3.4028235e38

shared float s_affinities[MARU_MAX_EXPERTS];
shared float s_scores[MARU_MAX_EXPERTS];
shared float s_groups[MARU_MAX_EXPERTS];
shared uint s_chosen[MARU_MAX_EXPERTS];
shared float s_best[MARU_MAX_LOCAL_SIZE / 4];
shared uint s_bestPlace[MARU_MAX_LOCAL_SIZE / 4];

// The place of the largest of this invocation's `value`s over the workgroup, the first of equals, at most `last`. All
// invocations must call it.
uint workgroupBest(float value, uint place, uint last)
{
    const float most = subgroupMax(value);
    const uint first = subgroupMin(value == most ? place : 0xffffffffu);
    barrier();
    if (subgroupElect()) {
        s_best[gl_SubgroupID] = most;
        s_bestPlace[gl_SubgroupID] = first;
    }
    barrier();
    float best = s_best[0];
    uint found = s_bestPlace[0];
    for (uint i = 1u; i < gl_NumSubgroups; ++i) {
        if (s_best[i] > best || (s_best[i] == best && s_bestPlace[i] < found)) {
            best = s_best[i];
            found = s_bestPlace[i];
        }
    }
    return min(found, last);
}

// The best of `count` groups or experts, by their scores. All invocations must call it.
uint takeBest(bool ofGroups, uint count)
{
    float value = kExcluded;
    uint place = 0xffffffffu;
    for (uint i = gl_LocalInvocationIndex; i < count; i += gl_WorkGroupSize.x) {
        const float score = ofGroups ? s_groups[i] : s_scores[i];
        if (score > value) {
            value = score;
            place = i;
        }
    }
    return workgroupBest(value, place, count - 1u);
}

void loadAffinities(uint row)
{
    float most = -1.0e30;
    for (uint i = gl_LocalInvocationIndex; i < p.experts; i += gl_WorkGroupSize.x)
        most = max(most, x[row * p.xStride + i]);
    most = p.gating == SOFTMAX ? workgroupMax(most) : 0.0;
    float sum = 0.0;
    for (uint i = gl_LocalInvocationIndex; i < p.experts; i += gl_WorkGroupSize.x) {
        const float logit = x[row * p.xStride + i];
        float value = logit;
        if (p.gating == SOFTMAX)
            value = exp(logit - most);
        else if (p.gating == SIGMOID)
            value = 1.0 / (1.0 + exp(-logit));
        s_affinities[i] = value;
        sum += value;
    }
    if (p.gating == SOFTMAX)
        sum = workgroupSum(sum);
    for (uint i = gl_LocalInvocationIndex; i < p.experts; i += gl_WorkGroupSize.x) {
        if (p.gating == SOFTMAX)
            s_affinities[i] /= sum;
        s_scores[i] = s_affinities[i] + (kHasBias ? bias[i] : 0.0);
    }
    barrier();
}

// Excludes the experts of all but the best groups.
void keepBestGroups()
{
    const uint size = p.experts / p.groups;
    for (uint g = gl_LocalInvocationIndex; g < p.groups; g += gl_WorkGroupSize.x) {
        float first = kExcluded;
        float second = kExcluded;
        for (uint i = g * size; i < (g + 1u) * size; ++i) {
            const float score = s_scores[i];
            second = max(second, min(first, score));
            first = max(first, score);
        }
        s_groups[g] = first + (p.sumsTwoBest != 0u && size > 1u ? second : 0.0);
        s_chosen[g] = 0u;
    }
    barrier();
    for (uint n = 0u; n < p.groupsUsed; ++n) {
        const uint g = takeBest(true, p.groups);
        if (gl_LocalInvocationIndex == 0u) {
            s_groups[g] = kExcluded;
            s_chosen[g] = 1u;
        }
        barrier();
    }
    for (uint i = gl_LocalInvocationIndex; i < p.experts; i += gl_WorkGroupSize.x) {
        if (s_chosen[i / size] == 0u)
            s_scores[i] = kExcluded;
    }
    barrier();
}

void main()
{
    const uint row = gl_WorkGroupID.y;
    if (row >= rowCount(p.perOutput))
        return;
    loadAffinities(row);
    if (p.groups > 1u)
        keepBestGroups();
    for (uint n = 0u; n < p.used; ++n) {
        const uint expert = takeBest(false, p.experts);
        if (gl_LocalInvocationIndex == 0u) {
            s_scores[expert] = kExcluded;
            s_chosen[n] = expert;
        }
        barrier();
    }

    float most = kExcluded;
    for (uint n = 0u; n < p.used; ++n)
        most = max(most, s_affinities[s_chosen[n]]);
    float sum = 1.0e-20;
    for (uint n = 0u; n < p.used; ++n) {
        const float affinity = s_affinities[s_chosen[n]];
        sum += p.gating == SOFTMAX_OF_CHOSEN ? exp(affinity - most) : affinity;
    }
    const float divisor = p.normalizes != 0u || p.gating == SOFTMAX_OF_CHOSEN ? sum : 1.0;
    for (uint n = gl_LocalInvocationIndex; n < p.used; n += gl_WorkGroupSize.x) {
        const uint expert = s_chosen[n];
        uint place = 0u; // by rising id; of equal ones, which only not-a-numbers make, by their order
        for (uint i = 0u; i < p.used; ++i)
            place += s_chosen[i] < expert || (s_chosen[i] == expert && i < n) ? 1u : 0u;
        const float affinity = s_affinities[expert];
        const float weight = p.gating == SOFTMAX_OF_CHOSEN ? exp(affinity - most) : affinity;
        y[row * p.yStride + place] = float(expert);
        y[row * p.yStride + p.used + place] = weight / divisor * p.scale;
    }
}
