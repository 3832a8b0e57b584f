// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/reference/operations.h"

#include <vector>

namespace maru::backend::reference {

void matMulAdd(std::span<const float> x, std::span<const float> residual, const Matrix &weight,
    std::span<const float> bias, ActivationFormat activations, std::span<float> y)
{
    std::vector<float> product(y.size());
    matMul(x, weight, bias, activations, product);
    add(residual, product, y);
}

} // namespace maru::backend::reference
