// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "inference/backend/cpu/kernels/quantize.cpp"

#include "inference/backend/cpu/kernels/quantize.h"

// clang-format off
#include <hwy/foreach_target.h> // must come before highway.h
#include <hwy/highway.h>
// clang-format on

#include <cstddef>

HWY_BEFORE_NAMESPACE();
namespace maru::backend::cpu {
namespace HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

/// 16 of a block's values: rounded, stored in their two bytes, and the negative of their sum.
template <class D> std::int32_t QuantizeHalf(D d, const float *x, hn::Vec<D> scale, std::int8_t *high, std::int8_t *low)
{
    const hn::RebindToSigned<D> di;
    const hn::Rebind<std::int8_t, D> db;
    auto sum = hn::Zero(di);
    for (std::size_t i = 0; i < kBlockColumns / 2; i += hn::Lanes(d)) {
        const auto steps = hn::NearestInt(hn::Div(hn::LoadU(d, x + i), scale));
        const auto upper = hn::ShiftRight<kLowBits>(hn::Add(steps, hn::Set(di, 1 << (kLowBits - 1))));
        hn::StoreU(hn::DemoteTo(db, upper), db, high + i);
        hn::StoreU(hn::DemoteTo(db, hn::Sub(steps, hn::ShiftLeft<kLowBits>(upper))), db, low + i);
        sum = hn::Add(sum, steps);
    }
    return -hn::GetLane(hn::SumOfLanes(di, sum));
}

void QuantizeRow(const float *x, std::uint32_t columns, ActivationBlock *blocks)
{
    const hn::CappedTag<float, 16> d;
    for (std::uint32_t first = 0; first < columns; first += kBlockColumns) {
        ActivationBlock &block = blocks[first / kBlockColumns];
        const float *values = x + first;
        auto largest = hn::Zero(d);
        for (std::size_t i = 0; i < kBlockColumns; i += hn::Lanes(d))
            largest = hn::Max(largest, hn::Abs(hn::LoadU(d, values + i)));
        const float scale = hn::GetLane(hn::MaxOfLanes(d, largest)) / static_cast<float>(kMostSteps);
        if (!(scale > 0.0f)) {
            block = {};
            continue;
        }
        const auto scales = hn::Set(d, scale);
        block.scale = scale;
        block.negativeHalfSums[0] = QuantizeHalf(d, values, scales, block.high, block.low);
        block.negativeHalfSums[1] = QuantizeHalf(d, values + 16, scales, block.high + 16, block.low + 16);
        block.negativeSum = block.negativeHalfSums[0] + block.negativeHalfSums[1];
        block.scaledSum = scale * static_cast<float>(-block.negativeSum);
    }
}

} // namespace
} // namespace HWY_NAMESPACE
} // namespace maru::backend::cpu
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace maru::backend::cpu {

HWY_EXPORT(QuantizeRow);

void quantizeRow(const float *x, std::uint32_t columns, ActivationBlock *blocks)
{
    HWY_DYNAMIC_DISPATCH(QuantizeRow)(x, columns, blocks);
}

} // namespace maru::backend::cpu
#endif
