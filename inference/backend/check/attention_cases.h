// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/check/kernel_cases.h"

#include <vector>

namespace maru::backend::check {

/// Appends the cases of what some families' attention has more: capped scores, sinks, values in keys, wide heads; and
/// of caches in q8_0.
void addAttentionCases(std::vector<CaseEntry> &entries);

} // namespace maru::backend::check
