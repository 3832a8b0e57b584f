// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/cpu/kernels/dot_kernels.h"
#include "inference/backend/cpu/kernels/kv_store.h"

#include <cstddef>
#include <cstdint>

namespace maru::backend::cpu {

inline constexpr std::uint32_t kAttentionRows = 8; ///< most rows of queries of one call
inline constexpr std::uint32_t kKeyChunk = 256; ///< keys whose scores are held at once

/// Keys that are summed up for themselves. Such splits begin at multiples of this, whoever computes them and with
/// whatever other rows: that, and the one way they are put together, makes results the same for any cut of a prompt.
inline constexpr std::uint32_t kSplitKeys = 512;
static_assert(kSplitKeys % kKeyChunk == 0 && kKeyChunk % kKeyBlock == 0);

/// Rows of queries that look at the same kv head, each at its own range of positions.
struct AttentionRows
{
    const float *queries[kAttentionRows]; ///< [keyWidth]; padded to the stride where values lie in keys
    const ActivationBlock *blocks; ///< the same rounded, [rows, keyWidth / 32], where keys are panels of Q8_0
    PanelKernel panelKernel; ///< of Q8_0
    std::uint32_t begins[kAttentionRows];
    std::uint32_t ends[kAttentionRows];
    std::uint32_t count; ///< 1 to kAttentionRows
    float scale; ///< of the scores
    float softcap; ///< 0: none
};

/// Sum of exp(score - maximum) and of the same times value, of each row.
struct AttentionSums
{
    float maxima[kAttentionRows];
    float sums[kAttentionRows];
    float *values; ///< [kAttentionRows, strideOf(valueWidth)]
};

/// Memory that attend() needs.
struct AttentionScratch
{
    float *scores; ///< [kAttentionRows, kKeyChunk]
    float *weights; ///< the same, for a Q8_0 cache only
    float *values; ///< [kAttentionRows, strideOf(valueWidth)]
};

/// Sums of no keys at all.
void startAttention(AttentionSums &sums, std::uint32_t rows, std::uint32_t stride);

/// Attends `rows` to the positions [begin, end) of `head` that each row sees, split by split; begin is a multiple of
/// kKeyBlock. `sums` is started afresh.
void attend(const KvHead &head, const AttentionRows &rows, std::uint32_t begin, std::uint32_t end,
    const AttentionScratch &scratch, AttentionSums &sums);

/// Adds the sums of the next split's keys to those of a row.
void foldAttention(
    AttentionSums &sums, std::uint32_t row, float maximum, float sum, const float *values, std::uint32_t stride);

/// out = the rows' values divided by their sums, for the row `row`: [valueWidth]. `sink` is one more score without a
/// value, or null.
void finishAttention(
    const AttentionSums &sums, std::uint32_t row, std::uint32_t valueWidth, const float *sink, float *out);

} // namespace maru::backend::cpu
