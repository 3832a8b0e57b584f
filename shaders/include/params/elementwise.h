// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#ifndef MARU_SHADER_PARAMS_ELEMENTWISE_H
#define MARU_SHADER_PARAMS_ELEMENTWISE_H

#include "params.h"

MARU_PARAMS_BEGIN

// Of add, gated_act and select_outputs: rows of `width` values.
struct ElementwiseParams
{
    uint width;
    uint aStride; // floats per row
    uint bStride;
    uint yStride;
    uint perOutput; // 1: rows are outputs, 0: tokens
    uint bOffset; // floats: gate and up may share a row
    uint part; // gated_act: gate and up take turns in a row, so many values each; 0: they do not
};
MARU_PARAMS_SIZE(ElementwiseParams, 28)

MARU_PARAMS_END

#endif
