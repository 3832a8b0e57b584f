// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/quant/block_bytes.h"
#include "inference/quant/codebooks.h"
#include "inference/quant/iq_grid.h"
#include "inference/quant/tensor_type.h"

#include <array>
#include <cmath>
#include <span>

namespace maru::quant {

/// A block of 256 weights as whole numbers: weight i = d * scales[i / 16] * values[i].
///
/// What Q3_K, IQ4_XS and the IQ2 and IQ3 formats have in common once their bits are sorted out. The values are few, a
/// codebook: backends store indices into it.
struct CodedBlock
{
    static constexpr std::size_t kLength = 256;

    float d = 0;
    std::array<std::int8_t, 16> scales = {};
    std::array<std::int8_t, 256> values = {};
};

/// What the formats' structs share: decode() after their read().
template <typename Format> struct CodedFormat
{
    static constexpr std::size_t kBlockLength = CodedBlock::kLength;

    static void decode(const std::byte *block, float *values)
    {
        CodedBlock coded;
        Format::read(block, coded);
        for (std::size_t i = 0; i < kBlockLength; ++i)
            values[i] = coded.d * static_cast<float>(coded.scales[i / 16] * coded.values[i]);
    }
};

/// The values a weight of `type` may take before its scales, by index: 8 of Q3_K and the IQ2 formats, 16 of IQ4_NL,
/// IQ4_XS, MXFP4 and the IQ3 formats. Empty for formats without a codebook.
std::span<const std::int8_t> codebook(TensorType type);

/// Reads one block of `type`, which must be one that CodedBlock names.
void readCoded(TensorType type, const std::byte *block, CodedBlock &coded);

/// True for the formats that readCoded() reads.
bool isCoded(TensorType type);

/// The index of the value of a rising codebook that is nearest to `value`.
inline int nearestIndex(std::span<const std::int8_t> rising, float value)
{
    std::size_t i = 0;
    while (i + 1 < rising.size() && value > 0.5F * (static_cast<float>(rising[i]) + static_cast<float>(rising[i + 1])))
        ++i;
    return static_cast<int>(i);
}

/// Scales for encoding: `count` of them, each `step` * an odd number from 1 to 31 as IQ2 and IQ3 formats store it
/// (scale = 2 s + 1), the largest becoming 31. `wanted` holds scales; the numbers s (0 to 15) come back.
template <std::size_t Count> std::array<int, Count> oddScales(const std::array<float, Count> &wanted, float step)
{
    std::array<int, Count> result {};
    for (std::size_t i = 0; i < Count; ++i)
        result[i] = quantized(0.5F * wanted[i] * inverseOrZero(step) - 0.5F, 1.0F, 0.5, 15);
    return result;
}

/// The signs of 8 `values`: bit i is set where value i is negative.
inline unsigned signsOf(const float *values)
{
    unsigned signs = 0;
    for (unsigned i = 0; i < 8; ++i)
        signs |= (values[i] < 0 ? 1U : 0U) << i;
    return signs;
}

/// signsOf() with an even number of minus signs, as the formats with seven stored signs need it: the smallest value's
/// is turned where needed.
inline unsigned evenSignsOf(const float *values)
{
    const unsigned signs = signsOf(values);
    if (evenSigns(signs & 127U) == signs)
        return signs;
    std::size_t smallest = 0;
    for (std::size_t i = 1; i < 8; ++i)
        smallest = std::fabs(values[i]) < std::fabs(values[smallest]) ? i : smallest;
    return signs ^ 1U << smallest;
}

/// The points of `grid` nearest to `count` values (a multiple of its width) divided by `scale`.
inline void nearestPoints(
    const IqGrid &grid, const float *values, std::size_t count, float scale, std::uint16_t *points)
{
    const float inverse = inverseOrZero(scale);
    for (std::size_t first = 0; first < count; first += grid.width) {
        std::array<float, 8> sizes {};
        for (std::size_t i = 0; i < grid.width; ++i)
            sizes[i] = std::fabs(values[first + i]) * inverse;
        *points++ = grid.nearest(sizes.data());
    }
}

/// Largest size of `count` values; NaN counts as nothing.
inline float largestSize(const float *values, std::size_t count)
{
    float largest = 0;
    for (std::size_t i = 0; i < count; ++i)
        largest = std::max(largest, std::fabs(values[i]));
    return largest;
}

/// Copies the grid's point `point` with `signs` (bit i: value i) to `values`.
inline void writePoint(const IqGrid &grid, std::size_t point, unsigned signs, std::int8_t *values)
{
    for (std::size_t i = 0; i < grid.width; ++i) {
        const int size = grid.at(point, i);
        values[i] = static_cast<std::int8_t>((signs >> i & 1U) != 0 ? -size : size);
    }
}

} // namespace maru::quant
