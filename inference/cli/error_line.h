// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/base/error.h"

#include <string>

namespace maru::cli {

/// One line for a person at a terminal: what happened, why, and what to do next.
std::string errorLine(const Error &error);

/// The program's exit status for `error`: 2 for wrong usage, else 1.
int exitStatus(const Error &error);

} // namespace maru::cli
