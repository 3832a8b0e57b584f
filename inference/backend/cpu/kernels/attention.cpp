// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "inference/backend/cpu/kernels/attention.cpp"

#include "inference/backend/cpu/kernels/attention.h"

// clang-format off
#include <hwy/foreach_target.h> // must come before highway.h
#include <hwy/highway.h>
#include "inference/backend/cpu/kernels/vector_math_inl.h"
// clang-format on

#include <algorithm>
#include <type_traits>

HWY_BEFORE_NAMESPACE();
namespace maru::backend::cpu {
namespace HWY_NAMESPACE {
namespace {

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

HWY_INLINE V LoadFloats(D d, const std::int8_t *p)
{
    const hn::Rebind<std::int8_t, D> byte;
    const hn::RebindToSigned<D> word;
    return hn::ConvertTo(d, hn::PromoteTo(word, hn::LoadU(byte, p)));
}

// ---- scores

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
                sums[r][v] = Fma(d, q, k[v], sums[r][v]);
        }
    }
    for (std::size_t r = 0; r < R; ++r) {
        for (std::size_t v = 0; v < kBlockVectors; ++v)
            hn::StoreU(sums[r][v], d, scores + r * kKeyChunk + v * kLanes);
    }
}

template <std::size_t R, class T>
void ScoreBlocks(const T *keys, std::uint32_t keyWidth, std::uint32_t count, const float *const *queries, float *scores)
{
    constexpr std::size_t kStep = std::min(R, kRowsAtOnce);
    for (std::uint32_t k = 0; k < count; k += kKeyBlock) {
        const T *block = keys + static_cast<std::size_t>(k) * keyWidth;
        for (std::size_t r = 0; r < R; r += kStep)
            ScoreBlock<kStep>(block, keyWidth, queries + r, scores + r * kKeyChunk + k);
    }
}

/// The same of keys that are panels of Q8_0.
void ScorePanels(const KvHead &head, const AttentionRows &rows, std::uint32_t place, std::uint32_t count, float *scores)
{
    const std::uint64_t panelBytes = keyPanelBytes(head.keyWidth);
    const std::uint32_t blocks = head.keyWidth / kBlockColumns;
    float tile[kAttentionRows * kKeyBlock];
    for (std::uint32_t k = 0; k < count; k += kKeyBlock) {
        rows.panelKernel(
            head.keys + (place + k) / kKeyBlock * panelBytes, blocks, rows.blocks, blocks, rows.count, tile);
        for (std::uint32_t r = 0; r < rows.count; ++r)
            std::copy(tile + r * kKeyBlock, tile + (r + 1) * kKeyBlock, scores + r * kKeyChunk + k);
    }
}

/// Products of `R` queries with `K` keys that are rows, 16 sums each.
template <std::size_t R, std::size_t K, class T>
HWY_INLINE void ScoreRows(const KvHead &head, std::size_t place, const float *const *queries, float *scores)
{
    const D d;
    const std::size_t stride = head.strideOf(head.keyWidth);
    const T *keys = reinterpret_cast<const T *>(head.keys) + place * stride;
    V sums[R][K][kBlockVectors];
    for (auto &row : sums) {
        for (auto &key : row) {
            for (V &sum : key)
                sum = hn::Zero(d);
        }
    }
    if constexpr (std::is_same_v<T, std::int8_t>) {
        const hn::CappedTag<float, 1> one;
        const hn::Rebind<hwy::float16_t, decltype(one)> half;
        const std::size_t blocks = stride / kKvBlock;
        const auto *scales = reinterpret_cast<const hwy::float16_t *>(head.keys + head.positions * stride)
            + place / kKeyBlock * blocks * kKeyBlock + place % kKeyBlock;
        for (std::size_t b = 0; b < blocks; ++b) {
            for (std::size_t k = 0; k < K; ++k) {
                const V scale
                    = hn::Set(d, hn::GetLane(hn::PromoteTo(one, hn::LoadU(half, scales + b * kKeyBlock + k))));
                for (std::size_t v = 0; v < kBlockVectors; ++v) {
                    const std::size_t at = b * kKvBlock + v * kLanes;
                    const V low = LoadFloats(d, keys + k * stride + at);
                    const V high = LoadFloats(d, keys + k * stride + at + kKeyBlock);
                    for (std::size_t r = 0; r < R; ++r) {
                        V part = hn::Mul(hn::LoadU(d, queries[r] + at), low);
                        part = Fma(d, hn::LoadU(d, queries[r] + at + kKeyBlock), high, part);
                        sums[r][k][v] = Fma(d, part, scale, sums[r][k][v]);
                    }
                }
            }
        }
    } else {
        for (std::size_t i = 0; i < stride; i += kKeyBlock) {
            for (std::size_t v = 0; v < kBlockVectors; ++v) {
                V values[K];
                for (std::size_t k = 0; k < K; ++k)
                    values[k] = LoadFloats(d, keys + k * stride + i + v * kLanes);
                for (std::size_t r = 0; r < R; ++r) {
                    const V q = hn::LoadU(d, queries[r] + i + v * kLanes);
                    for (std::size_t k = 0; k < K; ++k)
                        sums[r][k][v] = Fma(d, q, values[k], sums[r][k][v]);
                }
            }
        }
    }
    for (std::size_t r = 0; r < R; ++r) {
        for (std::size_t k = 0; k < K; ++k)
            scores[r * kKeyChunk + k] = TreeSum(d, sums[r][k]);
    }
}

template <std::size_t R, class T>
void ScoreAllRows(
    const KvHead &head, std::size_t place, std::uint32_t count, const float *const *queries, float *scores)
{
    constexpr std::size_t kStep = std::min<std::size_t>(R, 4);
    constexpr std::size_t kKeys = kBlockVectors == 1 ? 4 : 1;
    for (std::size_t r = 0; r < R; r += kStep) {
        float *out = scores + r * kKeyChunk;
        std::uint32_t k = 0;
        for (; k + kKeys <= count; k += kKeys)
            ScoreRows<kStep, kKeys, T>(head, place + k, queries + r, out + k);
        for (; k < count; ++k)
            ScoreRows<kStep, 1, T>(head, place + k, queries + r, out + k);
    }
}

/// The positions first, first + 1, ..., of a chunk lie in one run of places, or in two where the ring ends.
std::uint32_t RunOf(const KvHead &head, std::uint32_t first, std::uint32_t count)
{
    return std::min(count, head.positions - first % head.positions);
}

template <std::size_t R, class T, bool InRows>
void ScoreChunk(const KvHead &head, const AttentionRows &rows, const float *const *queries, std::uint32_t first,
    std::uint32_t count, float *scores)
{
    while (count > 0) {
        const std::uint32_t run = RunOf(head, first, count);
        const std::uint32_t place = first % head.positions;
        if constexpr (InRows)
            ScoreAllRows<R, T>(head, place, run, queries, scores);
        else if constexpr (std::is_same_v<T, std::int8_t>)
            ScorePanels(head, rows, place, run, scores);
        else
            ScoreBlocks<R>(reinterpret_cast<const T *>(head.keys) + std::size_t { place } * head.keyWidth,
                head.keyWidth, run, queries, scores);
        first += run;
        count -= run;
        scores += run;
    }
}

/// Scores of one row become weights; maximum, sum and the values summed so far are brought to the new maximum.
void Soften(float *scores, std::uint32_t first, std::uint32_t count, const AttentionRows &rows, std::uint32_t row,
    std::size_t stride, AttentionSums &sums)
{
    const D d;
    const std::uint32_t from = std::clamp(rows.begins[row], first, first + count) - first;
    const std::uint32_t to = std::clamp(rows.ends[row], first, first + count) - first;
    if (from >= to) {
        std::fill(scores, scores + count, 0.0f);
        return;
    }
    const V scales = hn::Set(d, rows.scale);
    if (rows.softcap == 0.0f) {
        for (std::size_t i = 0; i < count; i += kLanes)
            hn::StoreU(hn::Mul(hn::LoadU(d, scores + i), scales), d, scores + i);
    } else {
        const V cap = hn::Set(d, rows.softcap);
        for (std::size_t i = 0; i < count; i += kLanes) {
            const V scaled = hn::Mul(hn::LoadU(d, scores + i), scales);
            hn::StoreU(hn::Mul(cap, Tanh(d, hn::Div(scaled, cap))), d, scores + i);
        }
    }
    std::fill(scores, scores + from, kUnseen);
    std::fill(scores + to, scores + count, kUnseen);

    V largest = hn::Set(d, kUnseen);
    for (std::size_t i = 0; i < count; i += kLanes)
        largest = hn::Max(largest, hn::LoadU(d, scores + i));
    const float before = sums.maxima[row];
    const float maximum = std::max(before, hn::GetLane(hn::MaxOfLanes(d, largest)));
    const V maxima = hn::Set(d, maximum);
    V totals[kBlockVectors];
    for (V &total : totals)
        total = hn::Zero(d);
    for (std::size_t i = 0; i < count; i += kKeyBlock) {
        for (std::size_t v = 0; v < kBlockVectors; ++v) {
            float *at = scores + i + v * kLanes;
            const V weight = Exp(d, hn::Sub(hn::LoadU(d, at), maxima));
            hn::StoreU(weight, d, at);
            totals[v] = hn::Add(totals[v], weight);
        }
    }
    const float factor = ExpOf(before - maximum);
    sums.maxima[row] = maximum;
    sums.sums[row] = sums.sums[row] * factor + TreeSum(d, totals);
    if (factor != 1.0f && before > kUnseen) {
        const V factors = hn::Set(d, factor);
        float *values = sums.values + row * stride;
        for (std::size_t c = 0; c < stride; c += kLanes)
            hn::StoreU(hn::Mul(hn::LoadU(d, values + c), factors), d, values + c);
    }
}

// ---- values

/// sums[r] += sum over keys of weights[r][key] * value row of key, for `C` vectors of columns.
template <std::size_t R, std::size_t C, class T>
HWY_INLINE void AddValues(
    const T *values, std::size_t valueStride, std::uint32_t keys, const float *weights, float *sums, std::size_t stride)
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
            v[c] = LoadFloats(d, values + k * valueStride + c * kLanes);
        for (std::size_t r = 0; r < R; ++r) {
            const V w = hn::Set(d, weights[r * kKeyChunk + k]);
            for (std::size_t c = 0; c < C; ++c)
                acc[r][c] = Fma(d, w, v[c], acc[r][c]);
        }
    }
    for (std::size_t r = 0; r < R; ++r) {
        for (std::size_t c = 0; c < C; ++c)
            hn::StoreU(acc[r][c], d, sums + r * stride + c * kLanes);
    }
}

/// The same for `columns` columns.
template <std::size_t R, class T>
void AddAllValues(const T *values, std::size_t valueStride, std::uint32_t keys, const float *weights,
    std::size_t columns, float *sums, std::size_t stride)
{
    constexpr std::size_t kStep = std::min(R, kRowsAtOnce);
    // Few rows leave registers for more columns: independent sums, and whole rows of values from memory at once.
    constexpr std::size_t kRegisters = kBlockVectors == 1 ? 16 : 8;
    constexpr std::size_t kColumns = std::min<std::size_t>(4, kRegisters / kStep);
    for (std::size_t r = 0; r < R; r += kStep) {
        const float *w = weights + r * kKeyChunk;
        float *out = sums + r * stride;
        for (std::size_t left = columns; left != 0;) {
            const std::size_t c = columns - left;
            if (left >= kColumns * kLanes) {
                AddValues<kStep, kColumns>(values + c, valueStride, keys, w, out + c, stride);
                left -= kColumns * kLanes;
            } else {
                AddValues<kStep, 1>(values + c, valueStride, keys, w, out + c, stride);
                left -= kLanes;
            }
        }
    }
}

/// The same of int8 values: the scale of each block of values goes into the weights.
template <std::size_t R>
void AddBytes(const KvHead &head, std::size_t place, std::uint32_t keys, const float *weights, float *scaled,
    float *sums, std::size_t stride)
{
    const D d;
    const std::size_t valueStride = head.valueStride();
    const std::size_t blocks = valueStride / kKvBlock;
    const auto *quants = reinterpret_cast<const std::int8_t *>(head.values) + place * valueStride;
    const auto *scales = reinterpret_cast<const hwy::float16_t *>(head.values + head.positions * valueStride)
        + place / kKeyBlock * blocks * kKeyBlock;
    for (std::size_t b = 0; b < stride / kKvBlock; ++b) {
        for (std::size_t k = 0; k < keys; k += kKeyBlock) {
            const hwy::float16_t *from = scales + (k / kKeyBlock * blocks + b) * kKeyBlock;
            for (std::size_t i = 0; i < kKeyBlock; i += kLanes) {
                const V scale = LoadFloats(d, from + i);
                for (std::size_t r = 0; r < R; ++r) {
                    const std::size_t at = r * kKeyChunk + k + i;
                    hn::StoreU(hn::Mul(hn::LoadU(d, weights + at), scale), d, scaled + at);
                }
            }
        }
        AddAllValues<R>(quants + b * kKvBlock, valueStride, keys, scaled, kKvBlock, sums + b * kKvBlock, stride);
    }
}

template <std::size_t R, class T>
void AddChunk(const KvHead &head, std::uint32_t first, std::uint32_t count, const AttentionScratch &scratch,
    float *sums, std::size_t stride)
{
    const float *weights = scratch.scores;
    while (count > 0) {
        const std::uint32_t run = RunOf(head, first, count);
        const std::size_t place = first % head.positions;
        if constexpr (std::is_same_v<T, std::int8_t>)
            AddBytes<R>(head, place, run, weights, scratch.weights, sums, stride);
        else
            AddAllValues<R>(reinterpret_cast<const T *>(head.values) + place * head.valueStride(), head.valueStride(),
                run, weights, stride, sums, stride);
        first += run;
        count -= run;
        weights += run;
    }
}

// ---- all of it

void StartAttention(AttentionSums &sums, std::uint32_t rows, std::uint32_t stride)
{
    std::fill(sums.values, sums.values + std::size_t { rows } * stride, 0.0f);
    std::fill(sums.maxima, sums.maxima + rows, kUnseen);
    std::fill(sums.sums, sums.sums + rows, 0.0f);
}

void FoldAttention(
    AttentionSums &sums, std::uint32_t row, float maximum, float sum, const float *values, std::uint32_t stride)
{
    const D d;
    const float before = sums.maxima[row];
    const float largest = std::max(before, maximum);
    const float kept = ExpOf(before - largest);
    const float added = ExpOf(maximum - largest);
    sums.maxima[row] = largest;
    sums.sums[row] = sums.sums[row] * kept + sum * added;
    float *to = sums.values + std::size_t { row } * stride;
    for (std::size_t c = 0; c < stride; c += kLanes) {
        const V old = hn::Mul(hn::LoadU(d, to + c), hn::Set(d, kept));
        hn::StoreU(Fma(d, hn::LoadU(d, values + c), hn::Set(d, added), old), d, to + c);
    }
}

void FinishAttention(
    const AttentionSums &sums, std::uint32_t row, std::uint32_t valueWidth, const float *sink, float *out)
{
    float factor = 1.0f / sums.sums[row];
    if (sink != nullptr) {
        const float largest = std::max(sums.maxima[row], *sink);
        const float kept = ExpOf(sums.maxima[row] - largest);
        factor = kept / (sums.sums[row] * kept + ExpOf(*sink - largest));
    }
    const float *values = sums.values + std::size_t { row } * KvHead::strideOf(valueWidth);
    for (std::uint32_t i = 0; i < valueWidth; ++i)
        out[i] = values[i] * factor;
}

template <std::size_t R, class T, bool InRows>
void AttendRows(const KvHead &head, const AttentionRows &rows, std::uint32_t begin, std::uint32_t end,
    const AttentionScratch &scratch, AttentionSums &sums)
{
    const std::uint32_t stride = head.strideOf(head.valueWidth);
    const float *queries[R];
    for (std::uint32_t r = 0; r < R; ++r)
        queries[r] = rows.queries[std::min(r, rows.count - 1)];
    StartAttention(sums, R, stride);
    AttentionSums part;
    part.values = scratch.values;
    for (std::uint32_t first = begin; first < end;) {
        const std::uint32_t splitEnd = std::min(end, (first / kSplitKeys + 1) * kSplitKeys);
        StartAttention(part, R, stride);
        while (first < splitEnd) {
            const std::uint32_t count = std::min(splitEnd, (first / kKeyChunk + 1) * kKeyChunk) - first;
            const std::uint32_t wholeBlocks = (count + kKeyBlock - 1) / kKeyBlock * kKeyBlock;
            ScoreChunk<R, T, InRows>(head, rows, queries, first, wholeBlocks, scratch.scores);
            // Rows that only fill up R need no weights: nobody reads their sums.
            for (std::uint32_t r = 0; r < rows.count; ++r)
                Soften(scratch.scores + r * kKeyChunk, first, wholeBlocks, rows, r, stride, part);
            AddChunk<R, T>(head, first, count, scratch, part.values, stride);
            first += count;
        }
        for (std::uint32_t r = 0; r < rows.count; ++r)
            FoldAttention(sums, r, part.maxima[r], part.sums[r], part.values + std::size_t { r } * stride, stride);
    }
}

template <class T, bool InRows>
void AttendAny(const KvHead &head, const AttentionRows &rows, std::uint32_t begin, std::uint32_t end,
    const AttentionScratch &scratch, AttentionSums &sums)
{
    if (rows.count == 1)
        AttendRows<1, T, InRows>(head, rows, begin, end, scratch, sums);
    else if (rows.count == 2)
        AttendRows<2, T, InRows>(head, rows, begin, end, scratch, sums);
    else if (rows.count == 3)
        AttendRows<3, T, InRows>(head, rows, begin, end, scratch, sums);
    else if (rows.count == 4)
        AttendRows<4, T, InRows>(head, rows, begin, end, scratch, sums);
    else
        AttendRows<8, T, InRows>(head, rows, begin, end, scratch, sums);
}

template <class T>
void AttendType(const KvHead &head, const AttentionRows &rows, std::uint32_t begin, std::uint32_t end,
    const AttentionScratch &scratch, AttentionSums &sums)
{
    if (head.valuesInKeys)
        AttendAny<T, true>(head, rows, begin, end, scratch, sums);
    else
        AttendAny<T, false>(head, rows, begin, end, scratch, sums);
}

void Attend(const KvHead &head, const AttentionRows &rows, std::uint32_t begin, std::uint32_t end,
    const AttentionScratch &scratch, AttentionSums &sums)
{
    if (head.type == KvType::F32)
        AttendType<float>(head, rows, begin, end, scratch, sums);
    else if (head.type == KvType::F16)
        AttendType<hwy::float16_t>(head, rows, begin, end, scratch, sums);
    else
        AttendType<std::int8_t>(head, rows, begin, end, scratch, sums);
}

} // namespace
} // namespace HWY_NAMESPACE
} // namespace maru::backend::cpu
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace maru::backend::cpu {

HWY_EXPORT(StartAttention);
HWY_EXPORT(Attend);
HWY_EXPORT(FoldAttention);
HWY_EXPORT(FinishAttention);

void startAttention(AttentionSums &sums, std::uint32_t rows, std::uint32_t stride)
{
    HWY_DYNAMIC_DISPATCH(StartAttention)(sums, rows, stride);
}

void attend(const KvHead &head, const AttentionRows &rows, std::uint32_t begin, std::uint32_t end,
    const AttentionScratch &scratch, AttentionSums &sums)
{
    HWY_DYNAMIC_DISPATCH(Attend)(head, rows, begin, end, scratch, sums);
}

void foldAttention(
    AttentionSums &sums, std::uint32_t row, float maximum, float sum, const float *values, std::uint32_t stride)
{
    HWY_DYNAMIC_DISPATCH(FoldAttention)(sums, row, maximum, sum, values, stride);
}

void finishAttention(
    const AttentionSums &sums, std::uint32_t row, std::uint32_t valueWidth, const float *sink, float *out)
{
    HWY_DYNAMIC_DISPATCH(FinishAttention)(sums, row, valueWidth, sink, out);
}

} // namespace maru::backend::cpu
#endif
