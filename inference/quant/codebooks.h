// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <array>
#include <cstdint>

namespace maru::quant {

// The values of the formats that store an index a weight, or whose weights take so few values that backends do.

/// IQ4_NL and IQ4_XS, rising.
inline constexpr std::array<std::int8_t, 16> kIq4Values
    = { -127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113 };

/// MXFP4: twice the values of a four-bit float with a sign, two bits of exponent and one of mantissa.
inline constexpr std::array<std::int8_t, 16> kFp4Values = { 0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12 };

/// Q3_K, rising.
inline constexpr std::array<std::int8_t, 8> kQ3Values = { -4, -3, -2, -1, 0, 1, 2, 3 };

/// The IQ2 formats: bit 2 of the index is the sign; one number is left over.
inline constexpr std::array<std::int8_t, 8> kIq2Values = { 8, 25, 43, 43, -8, -25, -43, -43 };

/// IQ3_XXS: bit 3 of the index is the sign.
inline constexpr std::array<std::int8_t, 16> kIq3XxsValues
    = { 4, 12, 20, 28, 36, 44, 52, 62, -4, -12, -20, -28, -36, -44, -52, -62 };

/// IQ3_S, rising.
inline constexpr std::array<std::int8_t, 16> kIq3SValues
    = { -15, -13, -11, -9, -7, -5, -3, -1, 1, 3, 5, 7, 9, 11, 13, 15 };

} // namespace maru::quant
