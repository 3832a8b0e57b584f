// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <bit>
#include <cstdint>

namespace maru::backend::cpu {
namespace { // compiled with other flags in each file: nothing of it may be shared by the linker

/// a * b + c, rounded once, on processors without an instruction for it too: kernels of every instruction set give the
/// same bits that way.
inline float fusedMultiplyAdd(float a, float b, float c)
{
#if defined(__FMA__) || defined(__aarch64__)
    return __builtin_fmaf(a, b, c);
#else
    // In double the product is exact; the sum is rounded to odd, so that rounding it again gives the nearest float.
    // Sources: Knuth 1997, "The Art of Computer Programming", vol. 2, 4.2.2 (the error of a sum); Boldo and Melquiond
    // 2008, "Emulation of a FMA and correctly rounded sums: proved algorithms using rounding to odd".
    const double product = static_cast<double>(a) * static_cast<double>(b);
    const double addend = static_cast<double>(c);
    const double sum = product + addend;
    const double back = sum - product;
    const double error = (product - (sum - back)) + (addend - back);
    auto bits = std::bit_cast<std::int64_t>(sum);
    if ((error > 0.0 || error < 0.0) && (bits & 1) == 0)
        bits += (error > 0.0) == (sum > 0.0) ? 1 : -1;
    return static_cast<float>(std::bit_cast<double>(bits));
#endif
}

} // namespace
} // namespace maru::backend::cpu
