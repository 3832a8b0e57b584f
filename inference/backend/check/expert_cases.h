// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/backend/check/kernel_cases.h"

#include <vector>

namespace maru::backend::check {

/// Appends the cases of experts and of latent attention's projections: RmsNorm and Rope of a part of a row, HeadMatMul,
/// Route, ExpertUp, ExpertDown.
void addExpertCases(std::vector<CaseEntry> &entries);

} // namespace maru::backend::check
