// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <concepts>
#include <cstdint>
#include <optional>

namespace maru {

/// a + b, or nothing where it does not fit: for every number that comes from a file.
template <std::integral T> constexpr std::optional<T> checkedAdd(T a, T b)
{
    T sum {};
    if (__builtin_add_overflow(a, b, &sum))
        return std::nullopt;
    return sum;
}

/// a * b, or nothing where it does not fit.
template <std::integral T> constexpr std::optional<T> checkedMultiply(T a, T b)
{
    T product {};
    if (__builtin_mul_overflow(a, b, &product))
        return std::nullopt;
    return product;
}

/// `value` rounded up to a multiple of `step` (> 0), or nothing where it does not fit.
template <std::unsigned_integral T> constexpr std::optional<T> checkedRoundUp(T value, T step)
{
    const T rest = value % step;
    return rest == 0 ? std::optional<T>(value) : checkedAdd<T>(value, static_cast<T>(step - rest));
}

} // namespace maru
