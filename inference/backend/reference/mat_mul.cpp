// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/reference/operations.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace maru::backend::reference {

namespace {

constexpr std::size_t kBlock = 32;

/// Eight running sums, so that the compiler may use vectors: the order is fixed all the same.
double dot(const double *x, const float *weight, std::size_t count)
{
    std::array<double, 8> sums = {};
    std::size_t i = 0;
    for (; i + sums.size() <= count; i += sums.size()) {
        for (std::size_t lane = 0; lane < sums.size(); ++lane)
            sums[lane] += x[i + lane] * static_cast<double>(weight[i + lane]);
    }
    double sum = 0.0;
    for (; i < count; ++i)
        sum += x[i] * static_cast<double>(weight[i]);
    for (const double lane : sums)
        sum += lane;
    return sum;
}

} // namespace

bool isQuantized(quant::TensorType type)
{
    return type != quant::TensorType::F32 && type != quant::TensorType::F16 && type != quant::TensorType::BF16;
}

void roundActivations(std::span<const float> x, ActivationFormat format, std::span<float> y)
{
    if (format == ActivationFormat::F32) {
        std::copy(x.begin(), x.end(), y.begin());
        return;
    }
    for (std::size_t start = 0; start < x.size(); start += kBlock) {
        const std::span<const float> block = x.subspan(start, std::min(kBlock, x.size() - start));
        float largest = 0.0f;
        for (const float value : block)
            largest = std::max(largest, std::abs(value));
        const float scale = largest / 16256.0f;
        for (std::size_t i = 0; i < block.size(); ++i)
            y[start + i] = scale == 0.0f ? 0.0f : std::nearbyint(block[i] / scale) * scale;
    }
}

void matMul(std::span<const float> x, const Matrix &weight, std::span<const float> bias, ActivationFormat activations,
    std::span<float> y)
{
    const std::size_t columns = weight.columns;
    const std::size_t tokens = x.size() / columns;
    std::vector<float> rounded(x.size());
    for (std::size_t token = 0; token < tokens; ++token) {
        const std::size_t start = token * columns;
        roundActivations(x.subspan(start, columns), weight.isQuantized ? activations : ActivationFormat::F32,
            std::span(rounded).subspan(start, columns));
    }
    const std::vector<double> wide(rounded.begin(), rounded.end());
    for (std::size_t row = 0; row < weight.rows; ++row) {
        const float *weights = weight.row(row).data();
        const double start = bias.empty() ? 0.0 : static_cast<double>(bias[row]);
        for (std::size_t token = 0; token < tokens; ++token)
            y[token * weight.rows + row]
                = static_cast<float>(dot(wide.data() + token * columns, weights, columns) + start);
    }
}

} // namespace maru::backend::reference
