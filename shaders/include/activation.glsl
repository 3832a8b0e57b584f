// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// The activations of gated feed-forward layers.
#ifndef MARU_ACTIVATION_GLSL
#define MARU_ACTIVATION_GLSL

#include "constants.glsl"

float activate(float gate, float up)
{
    if (kActivation == 0u)
        return gate / (1.0 + exp(-gate)) * up;
    if (kActivation == 2u) {
        const float g = min(gate, 7.0);
        return g / (1.0 + exp(-1.702 * g)) * (clamp(up, -7.0, 7.0) + 1.0);
    }
    // tanh(y) = 1 - 2 / (exp(2y) + 1), which neither overflows to a not-a-number nor loses the sign.
    const float y = 0.7978845608028654 * (gate + 0.044715 * gate * gate * gate);
    return 0.5 * gate * (2.0 - 2.0 / (exp(min(2.0 * y, 80.0)) + 1.0)) * up;
}

#endif
