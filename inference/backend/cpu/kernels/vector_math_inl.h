// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// Included once for each of Highway's targets, behind highway.h: functions that give the same bits on all of them.

#if defined(MARU_CPU_VECTOR_MATH_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef MARU_CPU_VECTOR_MATH_INL_H
#undef MARU_CPU_VECTOR_MATH_INL_H
#else
#define MARU_CPU_VECTOR_MATH_INL_H
#endif

#include "inference/backend/cpu/kernels/fused_multiply_add.h"

#include <hwy/highway.h>

#include <cstddef>
#include <cstdint>

HWY_BEFORE_NAMESPACE();
namespace maru::backend::cpu {
namespace HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

/// a * b + c, rounded once.
template <class D> HWY_INLINE hn::Vec<D> Fma(D d, hn::Vec<D> a, hn::Vec<D> b, hn::Vec<D> c)
{
#if HWY_NATIVE_FMA
    (void)d;
    return hn::MulAdd(a, b, c);
#else
    HWY_ALIGN float x[hn::MaxLanes(d)];
    HWY_ALIGN float y[hn::MaxLanes(d)];
    HWY_ALIGN float z[hn::MaxLanes(d)];
    hn::Store(a, d, x);
    hn::Store(b, d, y);
    hn::Store(c, d, z);
    for (std::size_t i = 0; i < hn::Lanes(d); ++i)
        z[i] = fusedMultiplyAdd(x[i], y[i], z[i]);
    return hn::Load(d, z);
#endif
}

/// a * b + c of one number.
HWY_INLINE float FmaOf(float a, float b, float c)
{
    const hn::CappedTag<float, 1> one;
    return hn::GetLane(Fma(one, hn::Set(one, a), hn::Set(one, b), hn::Set(one, c)));
}

/// The sum of 16 floats: x[i] + x[i + 8], of those x[i] + x[i + 4], and so on.
template <class D> HWY_INLINE float TreeSum(D d, hn::Vec<D> sums)
{
#if HWY_TARGET != HWY_SCALAR
    if constexpr (hn::MaxLanes(D()) > 1) {
        const hn::Half<D> half;
        return TreeSum(half, hn::Add(hn::LowerHalf(half, sums), hn::UpperHalf(half, sums)));
    }
#endif
    (void)d;
    return hn::GetLane(sums);
}

/// The same of 16 floats in several vectors.
template <class D, std::size_t N> HWY_INLINE float TreeSum(D d, const hn::Vec<D> (&sums)[N])
{
    static_assert(N * hn::MaxLanes(D()) == 16);
    if constexpr (N == 1) {
        return TreeSum(d, sums[0]);
    } else {
        hn::Vec<D> folded[N];
        for (std::size_t i = 0; i < N; ++i)
            folded[i] = sums[i];
        for (std::size_t n = N / 2; n >= 1; n /= 2) {
            for (std::size_t i = 0; i < n; ++i)
                folded[i] = hn::Add(folded[i], folded[i + n]);
        }
        return TreeSum(d, folded[0]);
    }
}

/// exp(x) = 2^n (1 + fraction)
template <class V> struct Power
{
    V whole; ///< 2^n
    V fraction; ///< exp(r) - 1, |r| <= ln(2) / 2
};

/// Of x in [-87, 88]. The polynomial is the best of its degree for the relative error of exp(r) - 1, which is 2^-26.
template <class D> HWY_INLINE Power<hn::Vec<D>> PowerOf(D d, hn::Vec<D> x)
{
    const hn::RebindToSigned<D> di;
    const auto rounding = hn::Set(d, 0x1.8p23f); // what is added to it is rounded to a whole number
    const auto shifted = Fma(d, x, hn::Set(d, 0x1.715476p+0f), rounding);
    const auto n = hn::Sub(shifted, rounding);
    auto r = Fma(d, n, hn::Set(d, -0x1.62e430p-1f), x); // ln 2 in two parts
    r = Fma(d, n, hn::Set(d, 0x1.05c610p-29f), r);
    auto p = hn::Set(d, 0x1.6bebfep-10f);
    p = Fma(d, p, r, hn::Set(d, 0x1.1227b0p-7f));
    p = Fma(d, p, r, hn::Set(d, 0x1.555674p-5f));
    p = Fma(d, p, r, hn::Set(d, 0x1.5554b0p-3f));
    p = Fma(d, p, r, hn::Set(d, 0x1.fffffep-2f));
    const auto whole = hn::Sub(hn::BitCast(di, shifted), hn::BitCast(di, rounding));
    const auto power = hn::ShiftLeft<23>(hn::Add(whole, hn::Set(di, 127)));
    return { hn::BitCast(d, power), Fma(d, hn::Mul(r, r), p, r) };
}

/// exp(x); 0 below -87, exp(88) above 88.
template <class D> HWY_INLINE hn::Vec<D> Exp(D d, hn::Vec<D> x)
{
    const auto least = hn::Set(d, -87.0f);
    const auto power = PowerOf(d, hn::Min(hn::Max(x, least), hn::Set(d, 88.0f)));
    return hn::IfThenZeroElse(hn::Lt(x, least), Fma(d, power.whole, power.fraction, power.whole));
}

/// tanh(x) = (exp(2x) - 1) / (exp(2x) + 1), right in small x too.
template <class D> HWY_INLINE hn::Vec<D> Tanh(D d, hn::Vec<D> x)
{
    const auto one = hn::Set(d, 1.0f);
    const auto size = hn::Min(hn::Abs(x), hn::Set(d, 10.0f)); // 1 but for the last bit
    const auto power = PowerOf(d, hn::Add(size, size));
    const auto less = Fma(d, power.whole, power.fraction, hn::Sub(power.whole, one)); // exp(2x) - 1
    return hn::CopySign(hn::Div(less, hn::Add(less, hn::Set(d, 2.0f))), x);
}

/// exp(x) of one number.
HWY_INLINE float ExpOf(float x)
{
    const hn::CappedTag<float, 1> one;
    return hn::GetLane(Exp(one, hn::Set(one, x)));
}

} // namespace
} // namespace HWY_NAMESPACE
} // namespace maru::backend::cpu
HWY_AFTER_NAMESPACE();

#endif
