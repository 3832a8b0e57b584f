// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/reference/operations.h"

#include <cmath>
#include <numbers>

namespace maru::backend::reference {

namespace {

double activate(double x, graph::Activation activation)
{
    if (activation == graph::Activation::Silu)
        return x / (1.0 + std::exp(-x));
    // Hendrycks and Gimpel 2016, "Gaussian Error Linear Units", the form with tanh
    const double inner = std::sqrt(2.0 / std::numbers::pi) * (x + 0.044715 * x * x * x);
    return 0.5 * x * (1.0 + std::tanh(inner));
}

} // namespace

void gatedAct(std::span<const float> gate, std::span<const float> up, graph::Activation activation, std::span<float> y)
{
    for (std::size_t i = 0; i < y.size(); ++i)
        y[i] = static_cast<float>(activate(static_cast<double>(gate[i]), activation) * static_cast<double>(up[i]));
}

} // namespace maru::backend::reference
