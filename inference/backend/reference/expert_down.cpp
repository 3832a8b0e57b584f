// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/reference/operations.h"

#include <algorithm>
#include <vector>

namespace maru::backend::reference {

void expertDown(std::span<const float> x, std::span<const float> routes, const graph::Routing &routing,
    const Matrix &weight, std::span<const float> bias, ActivationFormat activations, std::span<float> y)
{
    const std::size_t columns = weight.columns;
    const std::size_t rows = weight.rows / routing.experts;
    std::vector<float> product(rows);
    std::vector<double> sums(rows);
    for (std::size_t token = 0; token < y.size() / rows; ++token) {
        const std::span<const float> route = routes.subspan(token * 2 * routing.used, std::size_t { 2 } * routing.used);
        std::fill(sums.begin(), sums.end(), 0.0);
        for (std::size_t i = 0; i < routing.used; ++i) {
            const auto expert = static_cast<std::size_t>(route[i]);
            matMul(x.subspan((token * routing.used + i) * columns, columns), weight.part(routing.experts, expert),
                bias.empty() ? bias : bias.subspan(expert * rows, rows), activations, product);
            for (std::size_t row = 0; row < rows; ++row)
                sums[row] += static_cast<double>(route[routing.used + i]) * static_cast<double>(product[row]);
        }
        for (std::size_t row = 0; row < rows; ++row)
            y[token * rows + row] = static_cast<float>(sums[row]);
    }
}

} // namespace maru::backend::reference
