// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "inference/backend/cpu/kernels/gated_act.cpp"

#include "inference/backend/cpu/kernels/gated_act.h"

// clang-format off
#include <hwy/foreach_target.h> // must come before highway.h
#include <hwy/highway.h>
#include "inference/backend/cpu/kernels/vector_math_inl.h"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace maru::backend::cpu {
namespace HWY_NAMESPACE {
namespace {

/// x / (1 + exp(-slope)): the logistic gate of both activations.
template <class D> hn::Vec<D> Gate(D d, hn::Vec<D> x, hn::Vec<D> slope)
{
    // exp() of more than 88 is no float; x / exp(88) is 0 but for the last bit.
    const auto power = hn::Min(hn::Neg(slope), hn::Set(d, 88.0f));
    return hn::Div(x, hn::Add(hn::Set(d, 1.0f), Exp(d, power)));
}

template <class D> hn::Vec<D> Activate(D d, graph::Activation activation, hn::Vec<D> x, hn::Vec<D> up)
{
    if (activation == graph::Activation::Silu)
        return hn::Mul(Gate(d, x, x), up);
    if (activation == graph::Activation::ClampedSwiglu) {
        const auto most = hn::Set(d, 7.0f);
        const auto low = hn::Min(x, most);
        const auto factor = hn::Add(hn::Max(hn::Min(up, most), hn::Neg(most)), hn::Set(d, 1.0f));
        return hn::Mul(Gate(d, low, hn::Mul(low, hn::Set(d, 1.702f))), factor);
    }
    // (1 + tanh(u)) / 2 = 1 / (1 + exp(-2u)), u = sqrt(2 / pi) (x + 0.044715 x^3)
    const auto cubic = Fma(d, hn::Mul(hn::Mul(x, x), x), hn::Set(d, 0.044715f), x);
    return hn::Mul(Gate(d, x, hn::Mul(cubic, hn::Set(d, 2.0f * 0.797884560802865f))), up);
}

void GatedAct(graph::Activation activation, const float *gate, const float *up, std::size_t count, float *out)
{
    const hn::ScalableTag<float> d;
    const std::size_t lanes = hn::Lanes(d);
    std::size_t i = 0;
    for (; i + lanes <= count; i += lanes)
        hn::StoreU(Activate(d, activation, hn::LoadU(d, gate + i), hn::LoadU(d, up + i)), d, out + i);
    const hn::CappedTag<float, 1> one;
    for (; i < count; ++i)
        hn::StoreU(Activate(one, activation, hn::LoadU(one, gate + i), hn::LoadU(one, up + i)), one, out + i);
}

} // namespace
} // namespace HWY_NAMESPACE
} // namespace maru::backend::cpu
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace maru::backend::cpu {

HWY_EXPORT(GatedAct);

void gatedAct(graph::Activation activation, const float *gate, const float *up, std::size_t count, float *out)
{
    HWY_DYNAMIC_DISPATCH(GatedAct)(activation, gate, up, count, out);
}

} // namespace maru::backend::cpu
#endif
