// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#ifndef MARU_SHADER_PARAMS_EMBED_H
#define MARU_SHADER_PARAMS_EMBED_H

#include "params.h"

MARU_PARAMS_BEGIN

struct EmbedParams
{
    uint columns;
    uint units; // of 32 values, per row of the weight
    uint rowVectors; // uvec4s per row of the weight
    uint firstRow; // of the slice that is bound
    uint rows; // of the slice
    uint yStride; // floats per row
    float scale;
};
MARU_PARAMS_SIZE(EmbedParams, 28)

MARU_PARAMS_END

#endif
