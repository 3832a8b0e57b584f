// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "inference/backend/cpu/kernels/add.cpp"

#include "inference/backend/cpu/kernels/add.h"

// clang-format off
#include <hwy/foreach_target.h> // must come before highway.h
#include <hwy/highway.h>
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace maru::backend::cpu {
namespace HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

void AddRows(const float *a, const float *b, std::size_t count, float *out)
{
    const hn::ScalableTag<float> d;
    const std::size_t lanes = hn::Lanes(d);
    std::size_t i = 0;
    for (; i + lanes <= count; i += lanes)
        hn::StoreU(hn::Add(hn::LoadU(d, a + i), hn::LoadU(d, b + i)), d, out + i);
    for (; i < count; ++i)
        out[i] = a[i] + b[i];
}

void StoreTile(const float *tile, std::uint32_t tokens, const TileTarget &target)
{
    const hn::CappedTag<float, kPanelRows> d;
    if (target.rows < kPanelRows) {
        for (std::uint32_t t = 0; t < tokens; ++t) {
            const std::size_t to = t * target.stride;
            for (std::uint32_t row = 0; row < target.rows; ++row) {
                float value = tile[t * kPanelRows + row];
                if (target.bias != nullptr)
                    value += target.bias[row];
                if (target.residual != nullptr)
                    value += target.residual[to + row];
                target.out[to + row] = value;
            }
        }
        return;
    }
    for (std::size_t i = 0; i < kPanelRows; i += hn::Lanes(d)) {
        const auto bias = target.bias == nullptr ? hn::Zero(d) : hn::LoadU(d, target.bias + i);
        for (std::uint32_t t = 0; t < tokens; ++t) {
            auto value = hn::Add(hn::LoadU(d, tile + t * kPanelRows + i), bias);
            const std::size_t to = t * target.stride + i;
            if (target.residual != nullptr)
                value = hn::Add(value, hn::LoadU(d, target.residual + to));
            hn::StoreU(value, d, target.out + to);
        }
    }
}

} // namespace
} // namespace HWY_NAMESPACE
} // namespace maru::backend::cpu
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace maru::backend::cpu {

HWY_EXPORT(AddRows);
HWY_EXPORT(StoreTile);

void add(const float *a, const float *b, std::size_t count, float *out)
{
    HWY_DYNAMIC_DISPATCH(AddRows)(a, b, count, out);
}

void storeTile(const float *tile, std::uint32_t tokens, const TileTarget &target)
{
    HWY_DYNAMIC_DISPATCH(StoreTile)(tile, tokens, target);
}

} // namespace maru::backend::cpu
#endif
