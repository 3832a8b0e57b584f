// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#ifndef MARU_SHADER_PARAMS_SCALE_H
#define MARU_SHADER_PARAMS_SCALE_H

#include "params.h"

MARU_PARAMS_BEGIN

struct ScaleParams
{
    uint width;
    uint xStride; // floats per row
    uint yStride;
    uint perOutput; // 1: rows are outputs, 0: tokens
    float factor;
    float softcap; // 0: none
};
MARU_PARAMS_SIZE(ScaleParams, 24)

MARU_PARAMS_END

#endif
