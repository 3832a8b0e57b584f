// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/check/kernel_cases.h"

#include <vector>

namespace maru::backend::check {

/// Appends the cases of the weight formats with a codebook and of Q2_K: every operation that reads a matrix. Formats
/// that share a kernel on Vulkan have one quick case each; the rest of what a kernel does is the same for all formats.
void addWeightCases(std::vector<CaseEntry> &entries);

} // namespace maru::backend::check
