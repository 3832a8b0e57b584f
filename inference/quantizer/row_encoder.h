// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/quant/tensor_type.h"

#include <cstddef>
#include <span>

namespace maru::quantizer {

/// True for the types that encodeRow() writes: Q8_0, Q6_K, Q5_K, Q4_K, Q3_K, Q2_K, Q5_1, Q5_0, Q4_1, Q4_0, F16.
bool canEncode(quant::TensorType type);

/// Rounds one row to `type`, choosing the scales of each block so that the weighted squared error is least.
///
/// For each block some dozen roundings are tried; for each the best scale (and minimum) follows by least squares.
/// `values` are finite, as many as whole blocks of `type`; `importance` is empty or says how much an error of each
/// column costs (not negative); `out` has room for the blocks. Threads: any number at once.
/// Cost: for Q4_K some 50 million values a second and thread with AVX2.
void encodeRow(
    quant::TensorType type, std::span<const float> values, std::span<const float> importance, std::byte *out);

} // namespace maru::quantizer
