// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/prompt/jinja/runtime.h"
#include "inference/prompt/jinja/string_methods.h"

#include <span>
#include <string_view>

namespace maru::prompt::jinja {

/// The filter of `name`, or null. A filter is a Call whose self is the value before the bar.
FunctionObject::Call findFilter(std::string_view name);

/// The test of `name`, or null. A test is a Call whose self is the tested value, and gives a Boolean.
FunctionObject::Call findTest(std::string_view name);

/// The functions that every template can call: range, dict, namespace, cycler, joiner, raise_exception, strftime_now.
std::span<const Method> globalFunctions();

// The two halves of the list of filters.
std::span<const Method> textFilters();
std::span<const Method> sequenceFilters();

} // namespace maru::prompt::jinja
