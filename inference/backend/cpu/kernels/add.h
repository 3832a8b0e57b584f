// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/cpu/kernels/dot_kernels.h"

#include <cstddef>
#include <cstdint>

namespace maru::backend::cpu {

/// out = a + b, `count` values; `out` may be either input.
void add(const float *a, const float *b, std::size_t count, float *out);

/// Where a panel's tile [tokens, 16] goes: a column of 16 (or fewer) of a row-major result.
struct TileTarget
{
    float *out; ///< of the first token
    const float *residual; ///< added if not null; same stride as out
    const float *bias; ///< [rows], added if not null
    std::size_t stride; ///< floats from token to token
    std::uint32_t rows; ///< 16, fewer in a matrix' last panel
};

/// Writes `tile` to its target, sums included.
void storeTile(const float *tile, std::uint32_t tokens, const TileTarget &target);

} // namespace maru::backend::cpu
