// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "inference/backend/cpu/kernels/scale.cpp"

#include "inference/backend/cpu/kernels/scale.h"

// clang-format off
#include <hwy/foreach_target.h> // must come before highway.h
#include <hwy/highway.h>
#include "inference/backend/cpu/kernels/vector_math_inl.h"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace maru::backend::cpu {
namespace HWY_NAMESPACE {
namespace {

template <class D> HWY_INLINE hn::Vec<D> Scaled(D d, hn::Vec<D> x, float factor, float softcap)
{
    const auto scaled = hn::Mul(x, hn::Set(d, factor));
    return softcap == 0.0f ? scaled : hn::Mul(Tanh(d, hn::Div(scaled, hn::Set(d, softcap))), hn::Set(d, softcap));
}

void Scale(const float *x, float factor, float softcap, std::size_t count, float *out)
{
    const hn::ScalableTag<float> d;
    const hn::CappedTag<float, 1> one;
    std::size_t i = 0;
    for (; i + hn::Lanes(d) <= count; i += hn::Lanes(d))
        hn::StoreU(Scaled(d, hn::LoadU(d, x + i), factor, softcap), d, out + i);
    for (; i < count; ++i)
        hn::StoreU(Scaled(one, hn::LoadU(one, x + i), factor, softcap), one, out + i);
}

} // namespace
} // namespace HWY_NAMESPACE
} // namespace maru::backend::cpu
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace maru::backend::cpu {

HWY_EXPORT(Scale);

void scale(const float *x, float factor, float softcap, std::size_t count, float *out)
{
    HWY_DYNAMIC_DISPATCH(Scale)(x, factor, softcap, count, out);
}

} // namespace maru::backend::cpu
#endif
