// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/backend.h"

namespace maru::backend::cpu {

/// The machine's processor, with `threads` threads (0: one per physical core).
///
/// Weights are repacked at prepare(); quantized ones meet activations in reference::ActivationFormat::Int8Blocks,
/// F32, F16 and BF16 ones meet float32. Results are the same bits for any number of threads, any instruction set and
/// any cut of the tokens into passes. The instructions used are the best that the processor has; the environment
/// variable MARU_CPU_INSTRUCTIONS (scalar, avx2, avx_vnni, avx512_vnni) chooses others for a bug report.
std::unique_ptr<Backend> createCpuBackend(unsigned threads);

} // namespace maru::backend::cpu
