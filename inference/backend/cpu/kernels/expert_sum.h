// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <cstdint>

namespace maru::backend::cpu {

/// Adds one expert's part to a token's sum: out = [out +] weight * (tile + bias), `rows` values (up to 16). `bias` may
/// be null; `isFirst`: nothing was summed yet, `out` is not read.
///
/// One function for few and for many tokens, so that both round alike.
void addExpert(const float *tile, const float *bias, float weight, bool isFirst, std::uint32_t rows, float *out);

} // namespace maru::backend::cpu
