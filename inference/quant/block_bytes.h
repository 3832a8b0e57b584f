// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/base/half.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace maru::quant {

/// The half-precision number stored at `bytes`.
inline float loadHalf(const std::byte *bytes)
{
    std::uint16_t stored = 0;
    std::memcpy(&stored, bytes, sizeof(stored));
    return halfToFloat(stored);
}

/// Stores `value` rounded to half precision, and returns what was stored.
inline float storeHalf(float value, std::byte *bytes)
{
    const std::uint16_t stored = floatToHalf(value);
    std::memcpy(bytes, &stored, sizeof(stored));
    return halfToFloat(stored);
}

/// The low and the high four bits of a byte.
inline int lowNibble(std::byte byte)
{
    return std::to_integer<int>(byte & std::byte { 0x0F });
}
inline int highNibble(std::byte byte)
{
    return std::to_integer<int>(byte >> 4);
}

/// A byte of two numbers from 0 to 15.
inline std::byte joinNibbles(int low, int high)
{
    return static_cast<std::byte>(low | (high << 4));
}

/// The value of largest magnitude, with its sign; the first of equals.
inline float signedExtreme(const float *values, std::size_t count)
{
    return *std::max_element(values, values + count, [](float a, float b) { return std::fabs(a) < std::fabs(b); });
}

/// value * inverse + offset cut to a whole number from 0 to `most`; the product is exact before it is cut. NaN gives 0.
inline int quantized(float value, float inverse, double offset, int most)
{
    const double level = static_cast<double>(value) * static_cast<double>(inverse) + offset;
    return level > 0 ? static_cast<int>(std::min(level, static_cast<double>(most))) : 0;
}

/// value * inverse rounded to the nearest number from -127 to 127, halves away from zero. NaN gives 0.
inline std::int8_t quantizedSigned(float value, float inverse)
{
    const float level = std::round(value * inverse);
    return std::isnan(level) ? std::int8_t { 0 } : static_cast<std::int8_t>(std::clamp(level, -127.0F, 127.0F));
}

/// 1 / value, or 0 for 0.
inline float inverseOrZero(float value)
{
    return value == 0.0F ? 0.0F : 1.0F / value;
}

} // namespace maru::quant
