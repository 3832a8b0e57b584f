// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/backend.h"

#include <cstddef>
#include <cstdint>

namespace maru::backend::cpu {

inline constexpr std::uint32_t kKeyBlock = 16; ///< positions whose keys are interleaved
inline constexpr std::uint32_t kAttentionRows = 8; ///< most rows of queries of one call
inline constexpr std::uint32_t kKeyChunk = 256; ///< keys whose scores are held at once

/// The cache of one kv head: keys [position / 16][keyWidth][16], values [position][valueStride], float or half.
///
/// Scores of 16 keys are one vector that way, and no sum goes across lanes.
struct KvHead
{
    std::byte *keys;
    std::byte *values;
    KvType type;
    std::uint32_t keyWidth;
    std::uint32_t valueWidth;
    std::uint32_t valueStride; ///< valueWidth rounded up to 16; the rest is zero

    static constexpr std::uint32_t strideOf(std::uint32_t valueWidth) { return (valueWidth + 15) / 16 * 16; }
};

/// Writes the key and the value of `position`, rounded to the cache's type.
void writeKey(const KvHead &head, std::uint32_t position, const float *key);
void writeValue(const KvHead &head, std::uint32_t position, const float *value);

/// Rows of queries that look at the same kv head, each at its own range of positions.
struct AttentionRows
{
    const float *queries[kAttentionRows];
    std::uint32_t begins[kAttentionRows];
    std::uint32_t ends[kAttentionRows];
    std::uint32_t count; ///< 1 to kAttentionRows
};

/// What attend() has summed so far: sum of exp(score - maximum) and of the same times value, of each row.
struct AttentionSums
{
    float maxima[kAttentionRows];
    float sums[kAttentionRows];
    float *values; ///< [kAttentionRows, valueStride]
};

/// Attends `rows` to the positions [begin, end) of `head` that each row sees; begin is a multiple of kKeyBlock.
///
/// `sums` is started afresh. `scores` is scratch of kAttentionRows * kKeyChunk floats.
void attend(const KvHead &head, const AttentionRows &rows, float scale, std::uint32_t begin, std::uint32_t end,
    float *scores, AttentionSums &sums);

/// out = the rows' values divided by their sums, for the row `row`: [valueWidth].
void finishAttention(const AttentionSums &sums, std::uint32_t row, const KvHead &head, float *out);

/// Partial sums of one row over different positions, as attend() left them: {maximum, sum, values...}, `stride` floats
/// apart. Merges `parts` of them into out: [valueWidth].
void mergeAttention(
    const float *partials, std::size_t stride, std::uint32_t parts, std::uint32_t valueWidth, float *out);

} // namespace maru::backend::cpu
