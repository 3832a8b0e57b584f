// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#ifndef MARU_SHADER_PARAMS_MATMUL_H
#define MARU_SHADER_PARAMS_MATMUL_H

#include "params.h"

MARU_PARAMS_BEGIN

// Of matvec, gated_mlp and matmul alike.
struct MatmulParams
{
    uint rows; // of the weight slice that is bound, or of one matrix of many; gated_mlp: of the gate alone
    uint firstRow; // of the slice: where its results, biases and residuals begin
    uint columns;
    uint units; // of 32 values, per row
    uint rowVectors; // uvec4s per row of the weight
    uint xStride; // floats per row of x
    uint yStride; // floats per row of y and of the residual
    uint perOutput; // 1: rows of x are outputs, 0: tokens
    float epsilon; // of the norm in front
    // Where there are many matrices, of heads or experts (kBatch):
    uint parts; // how many the slice holds
    uint firstPart; // the first of them
    uint used; // experts of a token
    uint routeStride; // floats per row
    uint xPart; // floats from what one head or chosen expert reads of x to the next
    uint yPart;
};
MARU_PARAMS_SIZE(MatmulParams, 60)

MARU_PARAMS_END

#endif
