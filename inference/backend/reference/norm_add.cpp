// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/reference/operations.h"

#include <vector>

namespace maru::backend::reference {

void normAdd(std::span<const float> x, std::span<const float> residual, std::span<const float> norm, float epsilon,
    std::span<float> y)
{
    std::vector<float> normed(x.size());
    rmsNorm(x, norm, epsilon, normed);
    add(residual, normed, y);
}

} // namespace maru::backend::reference
