// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#ifndef MARU_SHADER_PARAMS_KV_WRITE_H
#define MARU_SHADER_PARAMS_KV_WRITE_H

#include "params.h"

MARU_PARAMS_BEGIN

struct KvWriteParams
{
    uint kvHeads;
    uint keyWidth; // of one head
    uint valueWidth; // of one head
    uint kStride; // floats per row
    uint vStride;
    uint capacity; // positions of the cache
};
MARU_PARAMS_SIZE(KvWriteParams, 24)

MARU_PARAMS_END

#endif
