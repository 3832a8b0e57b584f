// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/backend/reference/operations.h"

#include <algorithm>
#include <cmath>

namespace maru::backend::reference {

void rope(std::span<const float> x, const graph::RopeTable &table, std::uint32_t heads, std::uint32_t headWidth,
    std::uint32_t position, std::span<float> y)
{
    std::copy(x.begin(), x.end(), y.begin());
    const std::size_t tokens = x.size() / (static_cast<std::size_t>(heads) * headWidth);
    const std::size_t half = table.rotaryWidth / 2;
    for (std::size_t token = 0; token < tokens; ++token) {
        for (std::size_t pair = 0; pair < half; ++pair) {
            const double angle = static_cast<double>(position + token) * static_cast<double>(table.inverse[pair]);
            const double cosine = std::cos(angle) * static_cast<double>(table.magnitude);
            const double sine = std::sin(angle) * static_cast<double>(table.magnitude);
            const bool isAdjacent = table.style == graph::RopeStyle::Adjacent;
            const std::size_t first = isAdjacent ? 2 * pair : pair;
            const std::size_t second = isAdjacent ? 2 * pair + 1 : pair + half;
            for (std::size_t head = 0; head < heads; ++head) {
                const std::size_t start = (token * heads + head) * headWidth + table.first;
                const double a = static_cast<double>(x[start + first]);
                const double b = static_cast<double>(x[start + second]);
                y[start + first] = static_cast<float>(a * cosine - b * sine);
                y[start + second] = static_cast<float>(a * sine + b * cosine);
            }
        }
    }
}

} // namespace maru::backend::reference
