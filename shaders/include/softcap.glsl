// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// What caps scores and logits: cap * tanh(x / cap).
#ifndef MARU_SOFTCAP_GLSL
#define MARU_SOFTCAP_GLSL

// `cap` 0: x itself.
float softcapped(float x, float cap)
{
    if (cap == 0.0)
        return x;
    const float y = x / cap;
    const float square = y * y;
    // Small values by the series: the other form loses their last digits.
    if (square < 0.0625)
        return x * (1.0 + square * (-0.33333334 + square * (0.13333334 + square * (-0.053968254 + square * 0.021869488))));
    return cap * (1.0 - 2.0 / (exp(clamp(2.0 * y, -80.0, 80.0)) + 1.0));
}

#endif
