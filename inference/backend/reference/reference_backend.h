// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/backend.h"

namespace maru::backend::reference {

/// How activations are rounded before they meet a quantized weight, so that like is compared with like.
enum class ActivationFormat : std::uint8_t {
    F32, ///< not at all
    Int8Blocks, ///< blocks of 32 along the row: scale = max|x| / 127 in float32, values rounded to nearest (ties to even)
};

/// The plain scalar implementation of every operation: what every kernel is compared with. Slow, simple, right.
std::unique_ptr<Backend> createReferenceBackend(ActivationFormat activations);

} // namespace maru::backend::reference
