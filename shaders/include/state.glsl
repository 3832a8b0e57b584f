// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// Binding 0 of every kernel: what changes with every pass, then the token ids.
#ifndef MARU_STATE_GLSL
#define MARU_STATE_GLSL

#include "params/state.h"

layout(std430, set = 0, binding = 0) readonly buffer StateBuffer
{
    State state;
    int tokens[]; // [state.count]
};

uint rowCount(uint perOutput)
{
    return perOutput != 0u ? state.outputs : state.count;
}

#endif
