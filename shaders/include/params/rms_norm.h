// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#ifndef MARU_SHADER_PARAMS_RMS_NORM_H
#define MARU_SHADER_PARAMS_RMS_NORM_H

#include "params.h"

MARU_PARAMS_BEGIN

// Of rms_norm and norm_add alike.
struct RmsNormParams
{
    uint group; // values normed together
    uint xStride; // floats per row
    uint yStride;
    uint perOutput; // 1: rows are outputs, 0: tokens
    float epsilon;
    uint normed; // values of a group that are normed, the first ones; the rest passes
};
MARU_PARAMS_SIZE(RmsNormParams, 24)

MARU_PARAMS_END

#endif
