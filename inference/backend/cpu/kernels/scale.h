// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <cstddef>

namespace maru::backend::cpu {

/// out = x * factor, or softcap * tanh(x * factor / softcap) with a softcap, `count` values; `out` may be `x`.
/// The same bits on every instruction set.
void scale(const float *x, float factor, float softcap, std::size_t count, float *out);

} // namespace maru::backend::cpu
