// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "inference/backend/cpu/kernels/float_dot.cpp"

#include "inference/backend/cpu/kernels/float_dot.h"

#include "inference/backend/cpu/kernels/dot_kernels.h"

// clang-format off
#include <hwy/foreach_target.h> // must come before highway.h
#include <hwy/highway.h>
#include "inference/backend/cpu/kernels/vector_math_inl.h"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace maru::backend::cpu {
namespace HWY_NAMESPACE {
namespace {

using quant::TensorType;

using D = hn::CappedTag<float, kPanelRows>;

constexpr std::size_t kLanes = hn::MaxLanes(D());
constexpr std::size_t kVectors = kPanelRows / kLanes;

/// The weights of one column for a vector of rows, as floats.
template <TensorType Type> HWY_INLINE hn::Vec<D> LoadWeights(D d, const std::byte *p)
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

/// Each product goes to one of two sums, by even and odd columns, whatever T is: half the additions of one token need
/// not wait for the others, and any number of tokens gives the same bits.
template <TensorType Type, std::size_t T>
void Tile(const std::byte *panel, std::uint32_t columns, const float *x, std::size_t stride, float *out)
{
    const D d;
    constexpr std::size_t kSize = Type == TensorType::F32 ? 4 : 2;
    hn::Vec<D> sums[2][T][kVectors];
    for (auto &tokens : sums) {
        for (auto &token : tokens) {
            for (auto &sum : token)
                sum = hn::Zero(d);
        }
    }
    const auto addColumn = [&](std::size_t c, hn::Vec<D>(&to)[T][kVectors]) HWY_ATTR {
        hn::Vec<D> w[kVectors];
        for (std::size_t v = 0; v < kVectors; ++v)
            w[v] = LoadWeights<Type>(d, panel + (c * kPanelRows + v * kLanes) * kSize);
        for (std::size_t t = 0; t < T; ++t) {
            const auto value = hn::Set(d, x[t * stride + c]);
            for (std::size_t v = 0; v < kVectors; ++v)
                to[t][v] = Fma(d, w[v], value, to[t][v]);
        }
    };
    std::size_t c = 0;
    for (; c + 2 <= columns; c += 2) {
        addColumn(c, sums[0]);
        addColumn(c + 1, sums[1]);
    }
    if (c < columns)
        addColumn(c, sums[0]);
    for (std::size_t t = 0; t < T; ++t) {
        for (std::size_t v = 0; v < kVectors; ++v)
            hn::StoreU(hn::Add(sums[0][t][v], sums[1][t][v]), d, out + t * kPanelRows + v * kLanes);
    }
}

template <TensorType Type>
void Panel(
    const std::byte *panel, std::uint32_t columns, const float *x, std::size_t stride, std::uint32_t tokens, float *out)
{
    constexpr std::uint32_t kTile = kVectors == 1 ? 8 : 3; // as many sums as fit into registers
    std::uint32_t t = 0;
    for (; t + kTile <= tokens; t += kTile)
        Tile<Type, kTile>(panel, columns, x + t * stride, stride, out + t * kPanelRows);
    for (; t + 2 <= tokens; t += 2)
        Tile<Type, 2>(panel, columns, x + t * stride, stride, out + t * kPanelRows);
    if (t < tokens)
        Tile<Type, 1>(panel, columns, x + t * stride, stride, out + t * kPanelRows);
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
