// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/reference/operations.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace maru::backend::reference {

namespace {

/// `activation` of one pair.
double activate(double gate, double up, graph::Activation activation)
{
    switch (activation) {
    case graph::Activation::Silu:
        return gate / (1.0 + std::exp(-gate)) * up;
    case graph::Activation::GeluTanh: {
        // Hendrycks and Gimpel 2016, "Gaussian Error Linear Units", the form with tanh
        const double inner = std::sqrt(2.0 / std::numbers::pi) * (gate + 0.044715 * gate * gate * gate);
        return 0.5 * gate * (1.0 + std::tanh(inner)) * up;
    }
    case graph::Activation::ClampedSwiglu:
        gate = std::min(gate, 7.0);
        return gate / (1.0 + std::exp(-1.702 * gate)) * (std::clamp(up, -7.0, 7.0) + 1.0);
    }
    return 0.0;
}

} // namespace

void gatedAct(std::span<const float> gate, std::span<const float> up, graph::Activation activation, std::span<float> y)
{
    for (std::size_t i = 0; i < y.size(); ++i)
        y[i] = static_cast<float>(activate(static_cast<double>(gate[i]), static_cast<double>(up[i]), activation));
}

} // namespace maru::backend::reference
