// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/graph/graph.h"
#include "inference/quant/tensor_type.h"

#include <cstddef>
#include <cstdint>

namespace maru::backend::cpu {

/// True for the formats whose activations stay float: F32, F16, BF16.
bool isFloatType(quant::TensorType type);

/// Panels of 16 rows that `rows` rows take; the last may be filled up with rows of zeros.
std::uint32_t panelCount(std::uint32_t rows);

/// Bytes of one packed panel, a multiple of 64. `type` must be one that canRun.
std::uint64_t panelBytes(quant::TensorType type, std::uint32_t columns);

/// Writes the rows 16 * `panel`... of `weight` to `out`: see packed_layout.h; float formats are [columns][16].
///
/// `out` holds panelBytes() bytes. The values stay exactly those of the file.
void packPanel(const graph::Weight &weight, std::uint32_t panel, std::byte *out);

} // namespace maru::backend::cpu
