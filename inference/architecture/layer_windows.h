// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/base/result.h"
#include "inference/model/model.h"

#include <cstdint>
#include <vector>

namespace maru::architecture {

/// How many of the last positions each layer sees; 0: all of them.
///
/// After attention.sliding_window (0: every layer sees all) and attention.sliding_window_pattern, which is a list
/// of what layer has a window, or the number of layers to each one that sees all (0: none does). `pattern` is that
/// number, and `window` the positions, where the file has none.
/// Failure: BadValue.
Result<std::vector<std::uint32_t>> layerWindows(
    const model::Model &model, std::uint32_t pattern, std::uint32_t window = 0);

} // namespace maru::architecture
