// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/quant/tensor_type.h"

#include <cstddef>
#include <cstdint>

namespace maru::backend::cpu {

/// Multiplies one panel of 16 rows of F32, F16 or BF16 weights, [columns, 16], with `tokens` rows of float activations,
/// `stride` floats apart; `out` is [tokens, 16].
void floatPanelDot(quant::TensorType type, const std::byte *panel, std::uint32_t columns, const float *activations,
    std::size_t stride, std::uint32_t tokens, float *out);

} // namespace maru::backend::cpu
