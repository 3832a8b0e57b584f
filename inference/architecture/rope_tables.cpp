// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/architecture/rope_tables.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace maru::architecture {

namespace {

/// YaRN: pairs that turn often within the trained context keep their angle, those that turn less than once are
/// stretched, those between are mixed.
void applyYarn(graph::RopeTable &table, const model::Hyperparameters &sizes)
{
    constexpr double kManyTurns = 32.0;
    constexpr double kFewTurns = 1.0;
    const double width = static_cast<double>(table.rotaryWidth);
    const double context = static_cast<double>(sizes.ropeOriginalContext);
    const double factor = static_cast<double>(sizes.ropeFactor);
    const double logBase = std::max(std::log(static_cast<double>(sizes.ropeBase)), 1e-3);
    const auto pairOfTurns
        = [&](double turns) { return width * std::log(context / (turns * 2.0 * std::numbers::pi)) / (2.0 * logBase); };
    const double first = std::max(std::floor(pairOfTurns(kManyTurns)), 0.0);
    const double last = std::min(std::ceil(pairOfTurns(kFewTurns)), width - 1.0);
    for (std::size_t pair = 0; pair < table.inverse.size(); ++pair) {
        const double ramp = (static_cast<double>(pair) - first) / std::max(last - first, 1e-3);
        const double stretched = std::clamp(ramp, 0.0, 1.0);
        const double angle = static_cast<double>(table.inverse[pair]);
        table.inverse[pair] = static_cast<float>(angle * (1.0 - stretched) + angle / factor * stretched);
    }
    if (factor > 1.0)
        table.magnitude = static_cast<float>(1.0 + 0.1 * std::log(factor));
}

} // namespace

graph::RopeTable plainRope(graph::RopeStyle style, std::uint32_t rotaryWidth, float base)
{
    graph::RopeTable table;
    table.style = style;
    table.rotaryWidth = rotaryWidth;
    for (std::uint32_t pair = 0; pair < rotaryWidth / 2; ++pair) {
        const double exponent = -2.0 * static_cast<double>(pair) / static_cast<double>(rotaryWidth);
        table.inverse.push_back(static_cast<float>(std::pow(static_cast<double>(base), exponent)));
    }
    return table;
}

graph::RopeTable scaledRope(graph::RopeStyle style, const model::Hyperparameters &sizes)
{
    graph::RopeTable table = plainRope(style, sizes.ropeDimension, sizes.ropeBase);
    if (sizes.ropeScaling == model::RopeScaling::Linear) {
        for (float &angle : table.inverse)
            angle /= sizes.ropeFactor;
    } else if (sizes.ropeScaling == model::RopeScaling::Yarn) {
        applyYarn(table, sizes);
    }
    return table;
}

void divideByFactors(graph::RopeTable &table, std::span<const float> factors)
{
    for (std::size_t pair = 0; pair < table.inverse.size(); ++pair)
        table.inverse[pair] /= factors[pair];
}

} // namespace maru::architecture
