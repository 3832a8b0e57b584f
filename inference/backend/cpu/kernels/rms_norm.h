// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <cstdint>

namespace maru::backend::cpu {

/// out = x / sqrt(mean(x^2) + epsilon) * weight, over `count` values; `weight` may be null, `out` may be `x`.
void rmsNorm(const float *x, const float *weight, std::uint32_t count, float epsilon, float *out);

} // namespace maru::backend::cpu
