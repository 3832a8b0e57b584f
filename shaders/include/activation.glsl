// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// The activations of gated feed-forward layers.
#ifndef MARU_ACTIVATION_GLSL
#define MARU_ACTIVATION_GLSL

#include "constants.glsl"

float activate(float x)
{
    if (kActivation == 0u)
        return x / (1.0 + exp(-x));
    // tanh(y) = 1 - 2 / (exp(2y) + 1), which neither overflows to a not-a-number nor loses the sign.
    const float y = 0.7978845608028654 * (x + 0.044715 * x * x * x);
    return 0.5 * x * (2.0 - 2.0 / (exp(min(2.0 * y, 80.0)) + 1.0));
}

#endif
