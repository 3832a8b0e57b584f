// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/cpu/kernels/dot_kernels.h"

#include <cstdint>

namespace maru::backend::cpu {

/// Rounds a row of `columns` (a multiple of 32) activations to blocks of steps: scale = max|x| / kMostSteps, nearest,
/// ties to even.
void quantizeRow(const float *x, std::uint32_t columns, ActivationBlock *blocks);

} // namespace maru::backend::cpu
