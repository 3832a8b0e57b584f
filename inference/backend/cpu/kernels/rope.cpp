// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "inference/backend/cpu/kernels/rope.cpp"

#include "inference/backend/cpu/kernels/rope.h"

// clang-format off
#include <hwy/foreach_target.h> // must come before highway.h
#include <hwy/highway.h>
#include "inference/backend/cpu/kernels/vector_math_inl.h"
// clang-format on

#include <cstddef>

HWY_BEFORE_NAMESPACE();
namespace maru::backend::cpu {
namespace HWY_NAMESPACE {
namespace {

/// Turns one vector of pairs.
template <class D>
HWY_INLINE void TurnPairs(
    D d, float *head, bool adjacent, std::size_t i, std::size_t pairs, const float *cosines, const float *sines)
{
    const auto c = hn::LoadU(d, cosines + i);
    const auto s = hn::LoadU(d, sines + i);
    auto a = hn::Zero(d);
    auto b = hn::Zero(d);
    if (adjacent) {
        hn::LoadInterleaved2(d, head + 2 * i, a, b);
    } else {
        a = hn::LoadU(d, head + i);
        b = hn::LoadU(d, head + pairs + i);
    }
    const auto turnedA = Fma(d, hn::Neg(b), s, hn::Mul(a, c));
    const auto turnedB = Fma(d, a, s, hn::Mul(b, c));
    if (adjacent) {
        hn::StoreInterleaved2(turnedA, turnedB, d, head + 2 * i);
    } else {
        hn::StoreU(turnedA, d, head + i);
        hn::StoreU(turnedB, d, head + pairs + i);
    }
}

void Rope(float *head, graph::RopeStyle style, std::uint32_t pairs, const float *cosines, const float *sines)
{
    const hn::ScalableTag<float> d;
    const std::size_t lanes = hn::Lanes(d);
    const bool adjacent = style == graph::RopeStyle::Adjacent;
    std::size_t i = 0;
    for (; i + lanes <= pairs; i += lanes)
        TurnPairs(d, head, adjacent, i, pairs, cosines, sines);
    for (; i < pairs; ++i) {
        float &a = head[adjacent ? 2 * i : i];
        float &b = head[adjacent ? 2 * i + 1 : pairs + i];
        const float turned = FmaOf(-b, sines[i], a * cosines[i]);
        b = FmaOf(a, sines[i], b * cosines[i]);
        a = turned;
    }
}

} // namespace
} // namespace HWY_NAMESPACE
} // namespace maru::backend::cpu
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace maru::backend::cpu {

HWY_EXPORT(Rope);

void rope(float *head, graph::RopeStyle style, std::uint32_t pairs, const float *cosines, const float *sines)
{
    HWY_DYNAMIC_DISPATCH(Rope)(head, style, pairs, cosines, sines);
}

} // namespace maru::backend::cpu
#endif
