// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#ifndef MARU_SHADER_PARAMS_EXPERT_H
#define MARU_SHADER_PARAMS_EXPERT_H

#include "params.h"

MARU_PARAMS_BEGIN

// Of expert_sort and expert_sum.
struct ExpertParams
{
    uint experts;
    uint used; // of a token
    uint routeStride; // floats per row
    uint tiles; // expert_sort: how many there is room for
    uint width; // expert_sum: of a row
    uint xStride; // floats per row
    uint yStride;
    uint perOutput; // 1: rows are outputs, 0: tokens
};
MARU_PARAMS_SIZE(ExpertParams, 32)

MARU_PARAMS_END

#endif
