// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "inference/backend/cpu/kernels/rms_norm.cpp"

#include "inference/backend/cpu/kernels/rms_norm.h"

// clang-format off
#include <hwy/foreach_target.h> // must come before highway.h
#include <hwy/highway.h>
#include "inference/backend/cpu/kernels/vector_math_inl.h"
// clang-format on

#include <algorithm>
#include <cmath>
#include <cstddef>

HWY_BEFORE_NAMESPACE();
namespace maru::backend::cpu {
namespace HWY_NAMESPACE {
namespace {

using D = hn::CappedTag<float, 16>;

constexpr std::size_t kSums = 32; ///< partial sums, whatever the width of a vector: two of 16 lanes
constexpr std::size_t kLanes = hn::MaxLanes(D());
constexpr std::size_t kVectors = 16 / kLanes;

/// Squares of 32 values go to 32 sums.
HWY_INLINE void AddSquares(D d, const float *x, hn::Vec<D> (&sums)[2][kVectors])
{
    for (std::size_t half = 0; half < 2; ++half) {
        for (std::size_t v = 0; v < kVectors; ++v) {
            const auto value = hn::LoadU(d, x + (half * kVectors + v) * kLanes);
            sums[half][v] = Fma(d, value, value, sums[half][v]);
        }
    }
}

float SumOfSquares(const float *x, std::size_t count)
{
    const D d;
    hn::Vec<D> sums[2][kVectors];
    for (auto &half : sums) {
        for (auto &sum : half)
            sum = hn::Zero(d);
    }
    std::size_t i = 0;
    for (; i + kSums <= count; i += kSums)
        AddSquares(d, x + i, sums);
    if (i < count) {
        float rest[kSums] = {};
        std::copy(x + i, x + count, rest);
        AddSquares(d, rest, sums);
    }
    for (std::size_t v = 0; v < kVectors; ++v)
        sums[0][v] = hn::Add(sums[0][v], sums[1][v]);
    return TreeSum(d, sums[0]);
}

void RmsNorm(const float *x, const float *weight, std::uint32_t count, float epsilon, float *out)
{
    const D d;
    const std::size_t n = count;
    const float factor = 1.0f / std::sqrt(SumOfSquares(x, n) / static_cast<float>(count) + epsilon);
    const auto factors = hn::Set(d, factor);
    std::size_t i = 0;
    if (weight == nullptr) {
        for (; i + kLanes <= n; i += kLanes)
            hn::StoreU(hn::Mul(hn::LoadU(d, x + i), factors), d, out + i);
    } else {
        for (; i + kLanes <= n; i += kLanes)
            hn::StoreU(hn::Mul(hn::LoadU(d, x + i), hn::Mul(factors, hn::LoadU(d, weight + i))), d, out + i);
    }
    for (; i < n; ++i)
        out[i] = x[i] * (factor * (weight == nullptr ? 1.0f : weight[i]));
}

} // namespace
} // namespace HWY_NAMESPACE
} // namespace maru::backend::cpu
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace maru::backend::cpu {

HWY_EXPORT(RmsNorm);

void rmsNorm(const float *x, const float *weight, std::uint32_t count, float epsilon, float *out)
{
    HWY_DYNAMIC_DISPATCH(RmsNorm)(x, weight, count, epsilon, out);
}

} // namespace maru::backend::cpu
#endif
