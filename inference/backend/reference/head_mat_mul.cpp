// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/reference/operations.h"

#include <algorithm>

namespace maru::backend::reference {

void headMatMul(std::span<const float> x, std::uint32_t heads, std::uint32_t headWidth, const Matrix &weight,
    ActivationFormat activations, std::span<float> y)
{
    const std::size_t columns = weight.columns;
    const std::size_t rows = weight.rows / heads;
    const std::size_t outWidth = rows + headWidth - columns;
    for (std::size_t index = 0; index < x.size() / headWidth; ++index) { // of a head of a token
        const std::span<const float> from = x.subspan(index * headWidth, headWidth);
        const std::span<float> to = y.subspan(index * outWidth, outWidth);
        matMul(from.first(columns), weight.part(heads, index % heads), {}, activations, to.first(rows));
        std::copy(from.begin() + static_cast<std::ptrdiff_t>(columns), from.end(),
            to.begin() + static_cast<std::ptrdiff_t>(rows));
    }
}

} // namespace maru::backend::reference
