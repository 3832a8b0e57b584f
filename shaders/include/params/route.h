// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#ifndef MARU_SHADER_PARAMS_ROUTE_H
#define MARU_SHADER_PARAMS_ROUTE_H

#include "params.h"

MARU_PARAMS_BEGIN

struct RouteParams
{
    uint experts;
    uint used; // of a token
    uint groups; // divides experts
    uint groupsUsed;
    uint gating; // graph::Gating: 0 softmax, 1 sigmoid, 2 softmax of the chosen
    uint sumsTwoBest; // 1: the score of a group is the sum of its two best experts'
    uint normalizes; // 1: weights are divided by their sum
    float scale; // of the weights
    uint xStride; // floats per row
    uint yStride;
    uint perOutput; // 1: rows are outputs, 0: tokens
};
MARU_PARAMS_SIZE(RouteParams, 44)

MARU_PARAMS_END

#endif
