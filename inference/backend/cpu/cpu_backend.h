// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/backend.h"

#include <cstdint>
#include <functional>
#include <span>

namespace maru::backend::cpu {

/// Sees one row on its way into a matrix product: `x` goes into matrix number `matrix` of the `matrices` that `weight`
/// is made of (experts, heads; else one). Called from inside forward(), on one thread at a time.
using MatMulObserver = std::function<void(
    const graph::Weight &weight, std::uint32_t matrix, std::uint32_t matrices, std::span<const float> x)>;

/// The machine's processor, with `threads` threads (0: one per physical core).
///
/// Weights are repacked at prepare(); quantized ones meet activations in reference::ActivationFormat::Int15Blocks,
/// F32, F16 and BF16 ones meet float32. Results are the same bits for any number of threads, any instruction set and
/// any cut of the tokens into passes. The instructions used are the best that the processor has; the environment
/// variable MARU_CPU_INSTRUCTIONS (scalar, avx2, avx_vnni, avx512_vnni) chooses others for a bug report.
///
/// With an `observer`, which the backend and its executors keep, steps are not fused, so that every input is there to
/// be seen; products behind SelectOutputs are not shown.
std::unique_ptr<Backend> createCpuBackend(unsigned threads, MatMulObserver observer = {});

} // namespace maru::backend::cpu
