// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/reference/operations.h"

#include <vector>

namespace maru::backend::reference {

void gatedMlp(std::span<const float> x, std::span<const float> norm, float epsilon, const Matrix &gate,
    const Matrix &up, graph::Activation activation, ActivationFormat activations, std::span<float> y)
{
    std::vector<float> normed(x.begin(), x.end());
    if (!norm.empty())
        rmsNorm(x, norm, epsilon, normed);
    std::vector<float> gates(y.size());
    std::vector<float> ups(y.size());
    matMul(normed, gate, {}, activations, gates);
    matMul(normed, up, {}, activations, ups);
    gatedAct(gates, ups, activation, y);
}

} // namespace maru::backend::reference
