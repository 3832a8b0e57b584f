// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#ifndef MARU_SHADER_PARAMS_STATE_H
#define MARU_SHADER_PARAMS_STATE_H

#include "params.h"

MARU_PARAMS_BEGIN

// What changes with every forward pass. Lies at the start of the state buffer; the token ids follow it.
struct State
{
    uint count; // tokens of this pass
    uint position; // of the first of them
    uint outputs; // rows of logits
    uint firstOutput; // token whose logits are the first row
};
MARU_PARAMS_SIZE(State, 16)

MARU_PARAMS_END

#endif
