// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <cmath>
#include <cstddef>
#include <cstdio>
#include <span>
#include <string>
#include <vector>

namespace maru::test {

constexpr double kRoundingF32 = 0x1p-24; ///< largest relative error of rounding to single precision
constexpr double kRoundingF16 = 0x1p-11; ///< ... to half precision

/// The Euclidean norm.
inline double norm(std::span<const float> values)
{
    double sum = 0;
    for (const float value : values)
        sum += static_cast<double>(value) * static_cast<double>(value);
    return std::sqrt(sum);
}

/// How far two right ways of computing a dot product of `terms` terms may lie apart: sums round once a term, inputs
/// once.
///
///     |difference| <= 4 (roundingOfSum sqrt(terms) + roundingOfInputs) ||w|| ||x||
///
/// `roundingOfInputs` is that of the format that one side rounds its inputs to and the other does not; 0 if both do.
inline double dotTolerance(std::size_t terms, double normOfWeights, double normOfInputs, double roundingOfInputs,
    double roundingOfSum = kRoundingF32)
{
    return 4.0 * (roundingOfSum * std::sqrt(static_cast<double>(terms)) + roundingOfInputs) * normOfWeights
        * normOfInputs;
}

/// Where `actual` is further from `expected` than `tolerance` allows, as a sentence; empty if nowhere.
/// NaN equals nothing but NaN; infinities must be the same.
template <typename Tolerance>
requires requires(Tolerance tolerance)
{
    static_cast<double>(tolerance(std::size_t {}));
}
std::string firstDifference(std::span<const float> actual, std::span<const float> expected, Tolerance tolerance)
{
    if (actual.size() != expected.size())
        return std::to_string(actual.size()) + " values instead of " + std::to_string(expected.size());
    for (std::size_t i = 0; i < actual.size(); ++i) {
        if (actual[i] == expected[i] || (std::isnan(actual[i]) && std::isnan(expected[i])))
            continue;
        const double difference = std::fabs(static_cast<double>(actual[i]) - static_cast<double>(expected[i]));
        const double allowed = static_cast<double>(tolerance(i));
        if (!(difference <= allowed)) {
            char text[160];
            std::snprintf(text, sizeof(text), "value %zu is %.9g instead of %.9g: off by %.3g, allowed %.3g", i,
                static_cast<double>(actual[i]), static_cast<double>(expected[i]), difference, allowed);
            return text;
        }
    }
    return {};
}

/// The same with one tolerance for all values.
inline std::string firstDifference(std::span<const float> actual, std::span<const float> expected, double tolerance)
{
    return firstDifference(actual, expected, [=](std::size_t) { return tolerance; });
}

} // namespace maru::test
