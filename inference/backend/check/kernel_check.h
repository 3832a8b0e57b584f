// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/backend.h"
#include "inference/backend/reference/reference_backend.h"
#include "inference/base/result.h"
#include "inference/graph/op.h"

#include <cstdint>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace maru::backend::check {

/// How the kernels under test compute, as far as it changes what may be expected of them. All are relative errors.
struct CheckOptions
{
    /// What quantized weights meet: the reference rounds the same way, so that like is compared with like.
    reference::ActivationFormat activations = reference::ActivationFormat::Int15Blocks;
    /// What queries that meet a Q8_0 cache are rounded to.
    reference::ActivationFormat queries = reference::ActivationFormat::Int15Blocks;
    double accumulatorEpsilon = 0x1p-24; ///< of one addition in a sum: float32
    double inputEpsilon = 0.0; ///< of weights and activations where they are rounded once more: 2^-11 for float16 tiles
    double attentionEpsilon = 0.0; ///< the same for what attention multiplies
    double kvEpsilon = 0.0; ///< of keys and values where float16 is not rounded to nearest: 2^-11
    double functionEpsilon = 0x1p-18; ///< of exp, tanh, sin, cos and 1 / sqrt
};

/// Which cases: All is for tests; Quick, some real shapes of every operation and weight type, for the check-up of a
/// driver on somebody's machine.
enum class Selection : std::uint8_t { Quick, All };

/// What came of one case.
struct CheckResult
{
    std::string name; ///< "mat_mul/q4_k/512x577"
    graph::Op op = graph::Op::Add; ///< the operation under test
    double worstRatio = 0.0; ///< largest difference, in units of the difference that is allowed
    bool passed = false; ///< worstRatio <= 1
    std::string detail; ///< where the worst difference is, both values
};

/// The names of all cases, grouped by operation.
std::vector<std::string> caseNames(Selection selection);

/// Runs the case `name` on `backend` and on the scalar reference, through Backend and Executor as everybody uses them:
/// a small graph of Embed (whose table holds the random input rows), the operation, and SelectOutputs. A fused
/// operation is tested by the plain run that it replaces.
///
/// What is allowed: every value of the reference carries the error expected of it, from the rounding of sums and inputs
/// (eps sqrt(n) ||w|| ||x|| for a sum of n products), carried on through the steps after it; a kernel may be off by 4
/// times that. See error_bounds.h.
/// Failure: what the backend fails with; NotFound for a name that is no case.
Result<CheckResult> checkCase(
    Backend &backend, std::string_view name, const CheckOptions &options = {}, std::stop_token stop = {});

/// checkCase() of all cases of `selection`; a wrong kernel is a result, not an error.
Result<std::vector<CheckResult>> checkKernels(
    Backend &backend, Selection selection, const CheckOptions &options = {}, std::stop_token stop = {});

} // namespace maru::backend::check
