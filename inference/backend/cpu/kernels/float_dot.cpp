// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "inference/backend/cpu/kernels/float_dot.cpp"

#include "inference/backend/cpu/kernels/float_dot.h"

#include "inference/backend/cpu/kernels/dot_kernels.h"

// clang-format off
#include <hwy/foreach_target.h> // must come before highway.h
#include <hwy/highway.h>
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace maru::backend::cpu {
namespace HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

using quant::TensorType;

constexpr std::size_t kVectors = kPanelRows / hn::MaxLanes(hn::CappedTag<float, kPanelRows>());

/// The weights of one column for a vector of rows, as floats.
template <TensorType Type, class D> HWY_INLINE hn::Vec<D> LoadWeights(D d, const std::byte *p)
{
    if constexpr (Type == TensorType::F32) {
        return hn::LoadU(d, reinterpret_cast<const float *>(p));
    } else if constexpr (Type == TensorType::F16) {
        const hn::Rebind<hwy::float16_t, D> half;
        return hn::PromoteTo(d, hn::LoadU(half, reinterpret_cast<const hwy::float16_t *>(p)));
    } else {
        const hn::Rebind<std::uint16_t, D> half;
        const hn::RebindToUnsigned<D> word;
        const auto bits = hn::PromoteTo(word, hn::LoadU(half, reinterpret_cast<const std::uint16_t *>(p)));
        return hn::BitCast(d, hn::ShiftLeft<16>(bits));
    }
}

template <TensorType Type, int T>
void Tile(const std::byte *panel, std::uint32_t columns, const float *x, std::size_t stride, float *out)
{
    const hn::CappedTag<float, kPanelRows> d;
    constexpr std::size_t kSize = Type == TensorType::F32 ? 4 : 2;
    const std::size_t lanes = hn::Lanes(d);
    hn::Vec<decltype(d)> sums[T][kVectors];
    for (auto &row : sums) {
        for (auto &sum : row)
            sum = hn::Zero(d);
    }
    for (std::uint32_t c = 0; c < columns; ++c) {
        hn::Vec<decltype(d)> w[kVectors];
        for (std::size_t v = 0; v < kVectors; ++v)
            w[v] = LoadWeights<Type>(d, panel + (c * kPanelRows + v * lanes) * kSize);
        for (std::size_t t = 0; t < T; ++t) {
            const auto value = hn::Set(d, x[t * stride + c]);
            for (std::size_t v = 0; v < kVectors; ++v)
                sums[t][v] = hn::MulAdd(w[v], value, sums[t][v]);
        }
    }
    for (std::size_t t = 0; t < T; ++t) {
        for (std::size_t v = 0; v < kVectors; ++v)
            hn::StoreU(sums[t][v], d, out + t * kPanelRows + v * lanes);
    }
}

/// One token: four sums, so that the additions of a row need not wait for one another.
template <TensorType Type> void OneToken(const std::byte *panel, std::uint32_t columns, const float *x, float *out)
{
    const hn::CappedTag<float, kPanelRows> d;
    constexpr std::size_t kSize = Type == TensorType::F32 ? 4 : 2;
    constexpr std::uint32_t kSums = 4;
    const std::size_t lanes = hn::Lanes(d);
    hn::Vec<decltype(d)> sums[kSums][kVectors];
    for (auto &row : sums) {
        for (auto &sum : row)
            sum = hn::Zero(d);
    }
    std::uint32_t c = 0;
    for (; c + kSums <= columns; c += kSums) {
        for (std::uint32_t i = 0; i < kSums; ++i) {
            const auto value = hn::Set(d, x[c + i]);
            for (std::size_t v = 0; v < kVectors; ++v)
                sums[i][v] = hn::MulAdd(
                    LoadWeights<Type>(d, panel + ((c + i) * kPanelRows + v * lanes) * kSize), value, sums[i][v]);
        }
    }
    for (; c < columns; ++c) {
        for (std::size_t v = 0; v < kVectors; ++v)
            sums[0][v] = hn::MulAdd(
                LoadWeights<Type>(d, panel + (c * kPanelRows + v * lanes) * kSize), hn::Set(d, x[c]), sums[0][v]);
    }
    for (std::size_t v = 0; v < kVectors; ++v) {
        const auto sum = hn::Add(hn::Add(sums[0][v], sums[1][v]), hn::Add(sums[2][v], sums[3][v]));
        hn::StoreU(sum, d, out + v * lanes);
    }
}

template <TensorType Type>
void Panel(
    const std::byte *panel, std::uint32_t columns, const float *x, std::size_t stride, std::uint32_t tokens, float *out)
{
    constexpr std::uint32_t kTile = kVectors == 1 ? 8 : 4;
    std::uint32_t t = 0;
    for (; t + kTile <= tokens; t += kTile)
        Tile<Type, kTile>(panel, columns, x + t * stride, stride, out + t * kPanelRows);
    for (; t + 2 <= tokens; t += 2)
        Tile<Type, 2>(panel, columns, x + t * stride, stride, out + t * kPanelRows);
    if (t < tokens)
        OneToken<Type>(panel, columns, x + t * stride, out + t * kPanelRows);
}

void FloatPanelDot(TensorType type, const std::byte *panel, std::uint32_t columns, const float *activations,
    std::size_t stride, std::uint32_t tokens, float *out)
{
    if (type == TensorType::F32)
        Panel<TensorType::F32>(panel, columns, activations, stride, tokens, out);
    else if (type == TensorType::F16)
        Panel<TensorType::F16>(panel, columns, activations, stride, tokens, out);
    else
        Panel<TensorType::BF16>(panel, columns, activations, stride, tokens, out);
}

} // namespace
} // namespace HWY_NAMESPACE
} // namespace maru::backend::cpu
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace maru::backend::cpu {

HWY_EXPORT(FloatPanelDot);

void floatPanelDot(quant::TensorType type, const std::byte *panel, std::uint32_t columns, const float *activations,
    std::size_t stride, std::uint32_t tokens, float *out)
{
    HWY_DYNAMIC_DISPATCH(FloatPanelDot)(type, panel, columns, activations, stride, tokens, out);
}

} // namespace maru::backend::cpu
#endif
