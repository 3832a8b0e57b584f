// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "inference/backend/cpu/kernels/attention.cpp"

#include "inference/backend/cpu/kernels/attention.h"

#include "inference/base/half.h"

// clang-format off
#include <hwy/foreach_target.h> // must come before highway.h
#include <hwy/highway.h>
#include <hwy/contrib/math/math-inl.h>
// clang-format on

#include <algorithm>
#include <cmath>
#include <cstring>

HWY_BEFORE_NAMESPACE();
namespace maru::backend::cpu {
namespace HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

using D = hn::CappedTag<float, kKeyBlock>;
using V = hn::Vec<D>;

constexpr std::size_t kLanes = hn::MaxLanes(D());
constexpr std::size_t kBlockVectors = kKeyBlock / kLanes;
constexpr std::size_t kRowsAtOnce = kBlockVectors == 1 ? 8 : 4; ///< rows whose sums fit into registers

/// Less than any score, yet finite: a row that sees no key of a chunk gets no NaN, and what it sums is scaled away.
constexpr float kUnseen = -1e30f;

HWY_INLINE V LoadFloats(D d, const float *p)
{
    return hn::LoadU(d, p);
}

HWY_INLINE V LoadFloats(D d, const hwy::float16_t *p)
{
    const hn::Rebind<hwy::float16_t, D> half;
    return hn::PromoteTo(d, hn::LoadU(half, p));
}

/// Products of `R` queries with one block of keys.
template <std::size_t R, class T>
HWY_INLINE void ScoreBlock(const T *keys, std::uint32_t keyWidth, const float *const *queries, float *scores)
{
    const D d;
    V sums[R][kBlockVectors];
    for (std::size_t r = 0; r < R; ++r) {
        for (std::size_t v = 0; v < kBlockVectors; ++v)
            sums[r][v] = hn::Zero(d);
    }
    for (std::size_t i = 0; i < keyWidth; ++i) {
        V k[kBlockVectors];
        for (std::size_t v = 0; v < kBlockVectors; ++v)
            k[v] = LoadFloats(d, keys + i * kKeyBlock + v * kLanes);
        for (std::size_t r = 0; r < R; ++r) {
            const V q = hn::Set(d, queries[r][i]);
            for (std::size_t v = 0; v < kBlockVectors; ++v)
                sums[r][v] = hn::MulAdd(q, k[v], sums[r][v]);
        }
    }
    for (std::size_t r = 0; r < R; ++r) {
        for (std::size_t v = 0; v < kBlockVectors; ++v)
            hn::StoreU(sums[r][v], d, scores + r * kKeyChunk + v * kLanes);
    }
}

template <std::size_t R, class T>
void ScoreBlocks(
    const T *keys, std::uint32_t keyWidth, std::uint32_t blocks, const float *const *queries, float *scores)
{
    constexpr std::size_t kStep = std::min(R, kRowsAtOnce);
    for (std::uint32_t b = 0; b < blocks; ++b) {
        const T *block = keys + static_cast<std::size_t>(b) * keyWidth * kKeyBlock;
        for (std::size_t r = 0; r < R; r += kStep)
            ScoreBlock<kStep>(block, keyWidth, queries + r, scores + r * kKeyChunk + b * kKeyBlock);
    }
}

/// values[r] += sum over keys of weights[r][key] * value row of key, for `C` vectors of columns.
template <std::size_t R, std::size_t C, class T>
HWY_INLINE void AddValues(const T *values, std::size_t stride, std::uint32_t keys, const float *weights, float *sums)
{
    const D d;
    V acc[R][C];
    for (std::size_t r = 0; r < R; ++r) {
        for (std::size_t c = 0; c < C; ++c)
            acc[r][c] = hn::LoadU(d, sums + r * stride + c * kLanes);
    }
    for (std::size_t k = 0; k < keys; ++k) {
        V v[C];
        for (std::size_t c = 0; c < C; ++c)
            v[c] = LoadFloats(d, values + k * stride + c * kLanes);
        for (std::size_t r = 0; r < R; ++r) {
            const V w = hn::Set(d, weights[r * kKeyChunk + k]);
            for (std::size_t c = 0; c < C; ++c)
                acc[r][c] = hn::MulAdd(w, v[c], acc[r][c]);
        }
    }
    for (std::size_t r = 0; r < R; ++r) {
        for (std::size_t c = 0; c < C; ++c)
            hn::StoreU(acc[r][c], d, sums + r * stride + c * kLanes);
    }
}

template <std::size_t R, class T>
void AddAllValues(const T *values, std::size_t stride, std::uint32_t keys, const float *weights, float *sums)
{
    constexpr std::size_t kStep = std::min(R, kRowsAtOnce);
    // Few rows leave registers for more columns: independent sums, and whole rows of values from memory at once.
    constexpr std::size_t kRegisters = kBlockVectors == 1 ? 16 : 8;
    constexpr std::size_t kColumns = std::min<std::size_t>(4, kRegisters / kStep);
    for (std::size_t r = 0; r < R; r += kStep) {
        const float *w = weights + r * kKeyChunk;
        float *out = sums + r * stride;
        std::size_t c = 0;
        for (; c + kColumns * kLanes <= stride; c += kColumns * kLanes)
            AddValues<kStep, kColumns>(values + c, stride, keys, w, out + c);
        for (; c < stride; c += kLanes)
            AddValues<kStep, 1>(values + c, stride, keys, w, out + c);
    }
}

/// Scores of one row become weights; maximum, sum and the values summed so far are brought to the new maximum.
void Soften(float *scores, std::uint32_t first, std::uint32_t count, std::uint32_t begin, std::uint32_t end,
    std::uint32_t row, float scale, std::size_t stride, AttentionSums &sums)
{
    const D d;
    const std::uint32_t from = std::clamp(begin, first, first + count) - first;
    const std::uint32_t to = std::clamp(end, first, first + count) - first;
    std::fill(scores, scores + from, kUnseen);
    if (to < count)
        std::fill(scores + std::max(from, to), scores + count, kUnseen);

    const V scales = hn::Set(d, scale);
    V largest = hn::Set(d, kUnseen);
    for (std::size_t i = 0; i < count; i += kLanes) {
        const V scaled = hn::Mul(hn::LoadU(d, scores + i), scales);
        hn::StoreU(scaled, d, scores + i);
        largest = hn::Max(largest, scaled);
    }
    if (from >= to) {
        std::fill(scores, scores + count, 0.0f);
        return;
    }
    const float before = sums.maxima[row];
    const float maximum = std::max(before, hn::GetLane(hn::MaxOfLanes(d, largest)));
    const V maxima = hn::Set(d, maximum);
    V total = hn::Zero(d);
    for (std::size_t i = 0; i < count; i += kLanes) {
        const V weight = hn::Exp(d, hn::Sub(hn::LoadU(d, scores + i), maxima));
        hn::StoreU(weight, d, scores + i);
        total = hn::Add(total, weight);
    }
    const float factor = std::exp(before - maximum);
    sums.maxima[row] = maximum;
    sums.sums[row] = sums.sums[row] * factor + hn::GetLane(hn::SumOfLanes(d, total));
    if (factor != 1.0f) {
        const V factors = hn::Set(d, factor);
        float *values = sums.values + row * stride;
        for (std::size_t c = 0; c < stride; c += kLanes)
            hn::StoreU(hn::Mul(hn::LoadU(d, values + c), factors), d, values + c);
    }
}

template <std::size_t R, class T>
void AttendRows(const KvHead &head, const AttentionRows &rows, float scale, std::uint32_t begin, std::uint32_t end,
    float *scores, AttentionSums &sums)
{
    const T *keys = reinterpret_cast<const T *>(head.keys);
    const T *values = reinterpret_cast<const T *>(head.values);
    const std::size_t stride = head.valueStride;
    const float *queries[R];
    for (std::uint32_t r = 0; r < R; ++r)
        queries[r] = rows.queries[std::min(r, rows.count - 1)];
    std::fill(sums.values, sums.values + R * stride, 0.0f);
    for (std::uint32_t r = 0; r < R; ++r) {
        sums.maxima[r] = kUnseen;
        sums.sums[r] = 0.0f;
    }
    for (std::uint32_t first = begin; first < end; first += kKeyChunk) {
        const std::uint32_t count = std::min(kKeyChunk, end - first);
        const std::uint32_t blocks = (count + kKeyBlock - 1) / kKeyBlock;
        ScoreBlocks<R>(keys + static_cast<std::size_t>(first) * head.keyWidth, head.keyWidth, blocks, queries, scores);
        // Rows that only fill up R need no weights: nobody reads their sums.
        for (std::uint32_t r = 0; r < rows.count; ++r)
            Soften(scores + r * kKeyChunk, first, blocks * kKeyBlock, rows.begins[r], rows.ends[r], r, scale, stride,
                sums);
        AddAllValues<R>(values + first * stride, stride, count, scores, sums.values);
    }
}

template <class T>
void AttendAny(const KvHead &head, const AttentionRows &rows, float scale, std::uint32_t begin, std::uint32_t end,
    float *scores, AttentionSums &sums)
{
    if (rows.count == 1)
        AttendRows<1, T>(head, rows, scale, begin, end, scores, sums);
    else if (rows.count == 2)
        AttendRows<2, T>(head, rows, scale, begin, end, scores, sums);
    else if (rows.count == 3)
        AttendRows<3, T>(head, rows, scale, begin, end, scores, sums);
    else if (rows.count == 4)
        AttendRows<4, T>(head, rows, scale, begin, end, scores, sums);
    else
        AttendRows<8, T>(head, rows, scale, begin, end, scores, sums);
}

void Attend(const KvHead &head, const AttentionRows &rows, float scale, std::uint32_t begin, std::uint32_t end,
    float *scores, AttentionSums &sums)
{
    if (head.type == KvType::F32)
        AttendAny<float>(head, rows, scale, begin, end, scores, sums);
    else
        AttendAny<hwy::float16_t>(head, rows, scale, begin, end, scores, sums);
}

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

void WriteKey(const KvHead &head, std::uint32_t position, const float *key)
{
    const std::size_t first
        = static_cast<std::size_t>(position / kKeyBlock) * head.keyWidth * kKeyBlock + position % kKeyBlock;
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
    const std::size_t first = static_cast<std::size_t>(position) * head.valueStride;
    if (head.type == KvType::F32)
        std::copy(value, value + head.valueWidth, reinterpret_cast<float *>(head.values) + first);
    else
        RoundToHalf(value, head.valueWidth, reinterpret_cast<hwy::float16_t *>(head.values) + first);
}

} // namespace
} // namespace HWY_NAMESPACE
} // namespace maru::backend::cpu
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace maru::backend::cpu {

HWY_EXPORT(Attend);
HWY_EXPORT(WriteKey);
HWY_EXPORT(WriteValue);

void attend(const KvHead &head, const AttentionRows &rows, float scale, std::uint32_t begin, std::uint32_t end,
    float *scores, AttentionSums &sums)
{
    HWY_DYNAMIC_DISPATCH(Attend)(head, rows, scale, begin, end, scores, sums);
}

void writeKey(const KvHead &head, std::uint32_t position, const float *key)
{
    HWY_DYNAMIC_DISPATCH(WriteKey)(head, position, key);
}

void writeValue(const KvHead &head, std::uint32_t position, const float *value)
{
    HWY_DYNAMIC_DISPATCH(WriteValue)(head, position, value);
}

void finishAttention(const AttentionSums &sums, std::uint32_t row, const KvHead &head, float *out)
{
    const float factor = 1.0f / sums.sums[row];
    const float *values = sums.values + static_cast<std::size_t>(row) * head.valueStride;
    for (std::uint32_t i = 0; i < head.valueWidth; ++i)
        out[i] = values[i] * factor;
}

void mergeAttention(
    const float *partials, std::size_t stride, std::uint32_t parts, std::uint32_t valueWidth, float *out)
{
    float maximum = partials[0];
    for (std::uint32_t p = 1; p < parts; ++p)
        maximum = std::max(maximum, partials[p * stride]);
    float total = 0.0f;
    std::fill(out, out + valueWidth, 0.0f);
    for (std::uint32_t p = 0; p < parts; ++p) {
        const float *part = partials + p * stride;
        const float factor = std::exp(part[0] - maximum);
        total += part[1] * factor;
        for (std::uint32_t i = 0; i < valueWidth; ++i)
            out[i] += part[2 + i] * factor;
    }
    const float factor = 1.0f / total;
    for (std::uint32_t i = 0; i < valueWidth; ++i)
        out[i] *= factor;
}

} // namespace maru::backend::cpu
#endif
