// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/reference/operations.h"

#include <vector>

namespace maru::backend::reference {

void normMatMul(std::span<const float> x, std::span<const float> norm, float epsilon, const Matrix &weight,
    std::span<const float> bias, ActivationFormat activations, std::span<float> y)
{
    std::vector<float> normed(x.size());
    rmsNorm(x, norm, epsilon, normed);
    matMul(normed, weight, bias, activations, y);
}

} // namespace maru::backend::reference
