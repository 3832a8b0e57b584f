// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#ifndef MARU_SHADER_PARAMS_ATTENTION_H
#define MARU_SHADER_PARAMS_ATTENTION_H

#include "params.h"

MARU_PARAMS_BEGIN

struct AttentionParams
{
    uint heads;
    uint group; // heads of q for each of k
    uint keyWidth; // of one head
    uint valueWidth; // of one head
    uint qStride; // floats per row
    uint yStride;
    uint capacity; // positions of the cache
    uint window; // positions seen; 0: all
    float scale;
    float softcap; // of scores; 0: none
    uint valuesInKeys; // 1: the value of a head is the start of its key
};
MARU_PARAMS_SIZE(AttentionParams, 44)

MARU_PARAMS_END

#endif
