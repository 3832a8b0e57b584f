// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/backend.h"

#include <cstddef>
#include <cstdint>

namespace maru::backend::cpu {

inline constexpr std::uint32_t kKeyBlock = 16; ///< positions whose keys are interleaved

/// The cache of one kv head, of `positions` positions in a ring: position p lies in place p % positions.
///
///     keys, F32 and F16    [place / 16][keyWidth][16]: scores of 16 keys are one vector, and no sum goes across lanes
///     keys, Q8_0           [place / 16]: panels of 16 rows as those of Q8_0 weights, see packed_layout.h
///     values, F32 and F16  [place][stride]
///     values, Q8_0         [place][stride] int8, then scales [place / 16][stride / 32][16] float16
///
/// Where values lie in keys, these are stored as values are, and `values` is `keys`.
struct KvHead
{
    std::byte *keys;
    std::byte *values;
    KvType type;
    bool valuesInKeys;
    std::uint32_t keyWidth;
    std::uint32_t valueWidth;
    std::uint32_t positions; ///< a multiple of kKeyBlock

    /// Values of a row as it lies in memory: rounded up to 16; the rest is zero.
    static constexpr std::uint32_t strideOf(std::uint32_t width) { return (width + 15) / 16 * 16; }

    std::uint32_t valueStride() const { return strideOf(valuesInKeys ? keyWidth : valueWidth); }
};

/// Bytes of one panel of 16 Q8_0 keys, a multiple of 64.
std::uint64_t keyPanelBytes(std::uint32_t keyWidth);

/// Bytes that the keys, or the values, of one head take.
std::uint64_t keyBytes(KvType type, const graph::KvLayer &layer, std::uint64_t positions);
std::uint64_t valueBytes(KvType type, const graph::KvLayer &layer, std::uint64_t positions);

/// Writes the key and the value of `position`, rounded to the cache's type.
void writeKey(const KvHead &head, std::uint32_t position, const float *key);
void writeValue(const KvHead &head, std::uint32_t position, const float *value);

} // namespace maru::backend::cpu
