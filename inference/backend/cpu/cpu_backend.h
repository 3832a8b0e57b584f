// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/backend.h"

namespace maru::backend::cpu {

/// The machine's processor, with `threads` threads (0: one per physical core).
///
/// Weights are repacked at prepare(); quantized ones meet activations in reference::ActivationFormat::Int8Blocks,
/// F32, F16 and BF16 ones meet float32.
std::unique_ptr<Backend> createCpuBackend(unsigned threads);

} // namespace maru::backend::cpu
