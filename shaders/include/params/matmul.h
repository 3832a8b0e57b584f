// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#ifndef MARU_SHADER_PARAMS_MATMUL_H
#define MARU_SHADER_PARAMS_MATMUL_H

#include "params.h"

MARU_PARAMS_BEGIN

// Of matvec, gated_mlp and matmul alike.
struct MatmulParams
{
    uint rows; // of the weight slice that is bound; gated_mlp: of the gate alone
    uint firstRow; // of the slice: where its results, biases and residuals begin
    uint columns;
    uint units; // of 32 values, per row
    uint rowVectors; // uvec4s per row of the weight
    uint xStride; // floats per row of x
    uint yStride; // floats per row of y and of the residual
    uint perOutput; // 1: rows of x are outputs, 0: tokens
    float epsilon; // of the norm in front
};
MARU_PARAMS_SIZE(MatmulParams, 36)

MARU_PARAMS_END

#endif
