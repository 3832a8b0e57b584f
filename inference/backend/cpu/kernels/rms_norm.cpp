// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "inference/backend/cpu/kernels/rms_norm.cpp"

#include "inference/backend/cpu/kernels/rms_norm.h"

// clang-format off
#include <hwy/foreach_target.h> // must come before highway.h
#include <hwy/highway.h>
// clang-format on

#include <cmath>
#include <cstddef>

HWY_BEFORE_NAMESPACE();
namespace maru::backend::cpu {
namespace HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

void RmsNorm(const float *x, const float *weight, std::uint32_t count, float epsilon, float *out)
{
    const hn::ScalableTag<float> d;
    const std::size_t lanes = hn::Lanes(d);
    const std::size_t n = count;
    auto sum0 = hn::Zero(d);
    auto sum1 = hn::Zero(d);
    std::size_t i = 0;
    for (; i + 2 * lanes <= n; i += 2 * lanes) {
        const auto a = hn::LoadU(d, x + i);
        const auto b = hn::LoadU(d, x + i + lanes);
        sum0 = hn::MulAdd(a, a, sum0);
        sum1 = hn::MulAdd(b, b, sum1);
    }
    float total = hn::GetLane(hn::SumOfLanes(d, hn::Add(sum0, sum1)));
    for (; i < n; ++i)
        total += x[i] * x[i];

    const float factor = 1.0f / std::sqrt(total / static_cast<float>(count) + epsilon);
    const auto factors = hn::Set(d, factor);
    i = 0;
    if (weight == nullptr) {
        for (; i + lanes <= n; i += lanes)
            hn::StoreU(hn::Mul(hn::LoadU(d, x + i), factors), d, out + i);
    } else {
        for (; i + lanes <= n; i += lanes)
            hn::StoreU(hn::Mul(hn::Mul(hn::LoadU(d, x + i), factors), hn::LoadU(d, weight + i)), d, out + i);
    }
    for (; i < n; ++i)
        out[i] = x[i] * factor * (weight == nullptr ? 1.0f : weight[i]);
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
