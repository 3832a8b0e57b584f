// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/reference/operations.h"

#include <cmath>

namespace maru::backend::reference {

void scale(std::span<const float> x, float factor, float softcap, std::span<float> y)
{
    for (std::size_t i = 0; i < y.size(); ++i) {
        const double product = static_cast<double>(x[i]) * static_cast<double>(factor);
        const double cap = static_cast<double>(softcap);
        y[i] = static_cast<float>(softcap == 0.0f ? product : cap * std::tanh(product / cap));
    }
}

} // namespace maru::backend::reference
