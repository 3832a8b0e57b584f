// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/reference/operations.h"

#include <cmath>

namespace maru::backend::reference {

void rmsNorm(
    std::span<const float> x, std::span<const float> weight, float epsilon, std::span<float> y, std::size_t group)
{
    const std::size_t width = weight.size();
    const std::size_t length = group == 0 ? width : group;
    for (std::size_t start = 0; start < x.size(); start += length) {
        double squares = 0.0;
        for (std::size_t i = 0; i < width; ++i)
            squares += static_cast<double>(x[start + i]) * static_cast<double>(x[start + i]);
        const double factor = 1.0 / std::sqrt(squares / static_cast<double>(width) + static_cast<double>(epsilon));
        for (std::size_t i = 0; i < width; ++i)
            y[start + i]
                = static_cast<float>(static_cast<double>(x[start + i]) * factor * static_cast<double>(weight[i]));
        for (std::size_t i = width; i < length; ++i)
            y[start + i] = x[start + i];
    }
}

} // namespace maru::backend::reference
