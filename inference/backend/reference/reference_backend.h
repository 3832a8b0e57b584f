// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/backend.h"

namespace maru::backend::reference {

/// How activations are rounded before they meet a quantized weight, so that like is compared with like.
enum class ActivationFormat : std::uint8_t {
    F32, ///< not at all
    Int15Blocks, ///< queries that meet a Q8_0 cache too: blocks of 32 along the row: scale = max|x| / 16256 (127 * 128)
                 ///< in float32, values rounded to nearest (ties to even)
};

/// Which operations are run. Lowered composes the same functions, so both give the same bits: that tests the lowering.
enum class GraphForm : std::uint8_t { Plain, Lowered };

/// The plain scalar implementation of every operation: what every kernel is compared with. Slow, simple, right.
///
/// Weights are decoded to float32 at prepare(). F16 caches hold float32 rounded to half precision. `stop` is looked at
/// between steps only, which may take longer than the 100 ms of a backend for people.
std::unique_ptr<Backend> createReferenceBackend(ActivationFormat activations, GraphForm form = GraphForm::Plain);

} // namespace maru::backend::reference
