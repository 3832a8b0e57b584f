// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/cli/options.h"
#include "inference/session/generation.h"

#include <set>
#include <string_view>

namespace maru::cli {

/// The options that readSampling() knows; each takes a value.
const std::set<std::string_view> &samplingOptions();

/// How the next token is chosen. Failure: BadOption for a value out of range; FileMissing, FileUnreadable for a grammar
/// or a schema that is not there. What these say is looked at when the reply begins.
Result<sampling::SamplingSettings> readSampling(const Options &options);

} // namespace maru::cli
