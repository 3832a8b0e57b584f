// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#ifndef MARU_SHADER_PARAMS_ROPE_H
#define MARU_SHADER_PARAMS_ROPE_H

#include "params.h"

MARU_PARAMS_BEGIN

// Of rope and qkv alike.
struct RopeParams
{
    uint heads; // of q
    uint kvHeads; // qkv only
    uint keyWidth; // of one head
    uint valueWidth; // of one head, qkv only
    uint rotaryWidth; // values of a head that turn; 0: none
    uint halves; // 1: pairs (i, i + rotaryWidth / 2), 0: pairs (2i, 2i + 1)
    uint xStride; // floats per row
    uint yStride;
    uint capacity; // positions of the cache
    float epsilon; // of the head norms
    float magnitude;
    uint first; // value of a head where the pairs begin, rope only
};
MARU_PARAMS_SIZE(RopeParams, 48)

MARU_PARAMS_END

#endif
