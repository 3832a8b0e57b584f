// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "inference/backend/cpu/kernels/kv_store.cpp"

#include "inference/backend/cpu/kernels/kv_store.h"

#include "inference/backend/cpu/packed_layout.h"
#include "inference/base/half.h"

// clang-format off
#include <hwy/foreach_target.h> // must come before highway.h
#include <hwy/highway.h>
// clang-format on

#include <algorithm>
#include <cstring>

HWY_BEFORE_NAMESPACE();
namespace maru::backend::cpu {
namespace HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

using D = hn::CappedTag<float, kKeyBlock>;

constexpr std::size_t kLanes = hn::MaxLanes(D());

/// True where the vector conversion to half rounds to nearest; Highway's emulation cuts off.
constexpr bool kRoundsToNearest
    = HWY_TARGET == HWY_AVX2 || HWY_TARGET == HWY_AVX3 || HWY_TARGET == HWY_AVX3_DL || HWY_TARGET == HWY_NEON;

/// Rounds `count` floats to halves, to nearest, ties to even.
void RoundToHalf(const float *from, std::uint32_t count, hwy::float16_t *to)
{
    if constexpr (!kRoundsToNearest) {
        for (std::uint32_t i = 0; i < count; ++i) {
            const std::uint16_t half = floatToHalf(from[i]);
            std::memcpy(to + i, &half, sizeof(half));
        }
        return;
    }
    const D d;
    const hn::Rebind<hwy::float16_t, D> half;
    std::size_t i = 0;
    for (; i + kLanes <= count; i += kLanes)
        hn::StoreU(hn::DemoteTo(half, hn::LoadU(d, from + i)), half, to + i);
    if (i < count) {
        float rest[kLanes] = {};
        hwy::float16_t rounded[kLanes];
        std::copy(from + i, from + count, rest);
        hn::StoreU(hn::DemoteTo(half, hn::LoadU(d, rest)), half, rounded);
        std::copy(rounded, rounded + (count - i), to + i);
    }
}

/// Rounds a block of a Q8_0 cache; returns its scale.
std::uint16_t RoundBlock(const float *from, std::int8_t *to)
{
    constexpr float kLargestHalf = 65504.0f;
    const D d;
    const hn::Rebind<std::int8_t, D> db;
    auto largest = hn::Zero(d);
    for (std::size_t i = 0; i < kKvBlock; i += kLanes)
        largest = hn::Max(largest, hn::Abs(hn::LoadU(d, from + i)));
    const std::uint16_t stored = floatToHalf(std::min(hn::GetLane(hn::MaxOfLanes(d, largest)) / 127.0f, kLargestHalf));
    const float scale = halfToFloat(stored);
    if (!(scale > 0.0f)) {
        std::fill(to, to + kKvBlock, std::int8_t { 0 });
        return 0;
    }
    const auto most = hn::Set(d, 127.0f);
    for (std::size_t i = 0; i < kKvBlock; i += kLanes) {
        const auto steps = hn::Div(hn::LoadU(d, from + i), hn::Set(d, scale));
        const auto within = hn::Max(hn::Min(steps, most), hn::Neg(most));
        hn::StoreU(hn::DemoteTo(db, hn::NearestInt(within)), db, to + i);
    }
    return stored;
}

/// A key or value that is stored as a row.
void WriteRow(const KvHead &head, std::byte *rows, std::uint32_t width, std::uint32_t position, const float *x)
{
    const std::size_t place = position % head.positions;
    const std::size_t stride = head.strideOf(width);
    if (head.type == KvType::F32) {
        std::copy(x, x + width, reinterpret_cast<float *>(rows) + place * stride);
    } else if (head.type == KvType::F16) {
        RoundToHalf(x, width, reinterpret_cast<hwy::float16_t *>(rows) + place * stride);
    } else {
        auto *quants = reinterpret_cast<std::int8_t *>(rows) + place * stride;
        auto *scales = reinterpret_cast<std::uint16_t *>(rows + head.positions * stride)
            + place / kKeyBlock * (stride / kKvBlock) * kKeyBlock + place % kKeyBlock;
        for (std::size_t i = 0; i < width; i += kKvBlock)
            scales[i / kKvBlock * kKeyBlock] = RoundBlock(x + i, quants + i);
    }
}

/// Bytes of a panel hold values + 128, 4 columns of a row together.
void WriteKeyPanel(const KvHead &head, std::uint32_t position, const float *key)
{
    const std::size_t place = position % head.positions;
    const std::size_t row = place % kKeyBlock;
    std::byte *panel = head.keys + place / kKeyBlock * keyPanelBytes(head.keyWidth);
    const std::size_t blocks = head.keyWidth / kKvBlock;
    for (std::size_t b = 0; b < blocks; ++b) {
        std::int8_t rounded[kKvBlock];
        const std::uint16_t scale = RoundBlock(key + b * kKvBlock, rounded);
        std::byte *quants = panel + b * layout::quantBytes(8) + row * 4;
        for (std::size_t i = 0; i < kKvBlock; ++i)
            quants[i / 4 * layout::kVectorBytes + i % 4] = static_cast<std::byte>(rounded[i] + 128);
        std::byte *scales = panel + blocks * layout::quantBytes(8) + b * sizeof(layout::BlockScale);
        std::memcpy(scales + row * sizeof(scale), &scale, sizeof(scale));
    }
}

void WriteKey(const KvHead &head, std::uint32_t position, const float *key)
{
    if (head.valuesInKeys)
        return WriteRow(head, head.keys, head.keyWidth, position, key);
    if (head.type == KvType::Q8_0)
        return WriteKeyPanel(head, position, key);
    const std::size_t place = position % head.positions;
    const std::size_t first = place / kKeyBlock * head.keyWidth * kKeyBlock + place % kKeyBlock;
    if (head.type == KvType::F32) {
        float *to = reinterpret_cast<float *>(head.keys) + first;
        for (std::uint32_t i = 0; i < head.keyWidth; ++i)
            to[static_cast<std::size_t>(i) * kKeyBlock] = key[i];
        return;
    }
    hwy::float16_t *to = reinterpret_cast<hwy::float16_t *>(head.keys) + first;
    constexpr std::uint32_t kAtOnce = 64;
    hwy::float16_t rounded[kAtOnce];
    for (std::uint32_t i = 0; i < head.keyWidth; i += kAtOnce) {
        const std::uint32_t count = std::min(kAtOnce, head.keyWidth - i);
        RoundToHalf(key + i, count, rounded);
        for (std::uint32_t j = 0; j < count; ++j)
            to[static_cast<std::size_t>(i + j) * kKeyBlock] = rounded[j];
    }
}

void WriteValue(const KvHead &head, std::uint32_t position, const float *value)
{
    WriteRow(head, head.values, head.valueWidth, position, value);
}

} // namespace
} // namespace HWY_NAMESPACE
} // namespace maru::backend::cpu
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace maru::backend::cpu {

HWY_EXPORT(WriteKey);
HWY_EXPORT(WriteValue);

namespace {

std::uint64_t aligned(std::uint64_t bytes)
{
    return (bytes + 63) / 64 * 64;
}

std::uint64_t rowBytes(KvType type, std::uint32_t width, std::uint64_t positions)
{
    return aligned(positions * kvBytes(type, KvHead::strideOf(width)));
}

} // namespace

std::uint64_t keyPanelBytes(std::uint32_t keyWidth)
{
    return aligned(keyWidth / kKvBlock * (layout::quantBytes(8) + sizeof(layout::BlockScale)));
}

std::uint64_t keyBytes(KvType type, const graph::KvLayer &layer, std::uint64_t positions)
{
    if (layer.valuesInKeys)
        return rowBytes(type, layer.keyWidth, positions);
    if (type == KvType::Q8_0)
        return positions / kKeyBlock * keyPanelBytes(layer.keyWidth);
    return aligned(positions * kvBytes(type, layer.keyWidth));
}

std::uint64_t valueBytes(KvType type, const graph::KvLayer &layer, std::uint64_t positions)
{
    return layer.valuesInKeys ? 0 : rowBytes(type, layer.valueWidth, positions);
}

void writeKey(const KvHead &head, std::uint32_t position, const float *key)
{
    HWY_DYNAMIC_DISPATCH(WriteKey)(head, position, key);
}

void writeValue(const KvHead &head, std::uint32_t position, const float *value)
{
    HWY_DYNAMIC_DISPATCH(WriteValue)(head, position, value);
}

} // namespace maru::backend::cpu
#endif
