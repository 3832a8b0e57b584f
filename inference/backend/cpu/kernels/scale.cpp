// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/cpu/kernels/scale.h"

#include <cmath>

namespace maru::backend::cpu {

void scale(const float *x, float factor, float softcap, std::size_t count, float *out)
{
    if (softcap == 0.0f) {
        for (std::size_t i = 0; i < count; ++i)
            out[i] = x[i] * factor;
        return;
    }
    const float inner = factor / softcap;
    for (std::size_t i = 0; i < count; ++i)
        out[i] = softcap * std::tanh(x[i] * inner);
}

} // namespace maru::backend::cpu
