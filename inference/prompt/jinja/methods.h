// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/prompt/jinja/runtime.h"

#include <string_view>

namespace maru::prompt::jinja {

/// The method `name` of `value`, bound to it; absent if it has none.
///
/// Only what changes nothing is there, as in jinja2's immutable sandbox.
/// Failure: TemplateRuntime for methods that would change the value (append, update, ...).
Result<Value> findMethod(Runtime &runtime, const Value &value, std::string_view name);

/// text.strip(characters) and its one-sided forms; white space where `characters` is empty and `byDefault`.
std::string_view strip(std::string_view text, const Value &characters, bool left, bool right);

/// text.replace(from, to, count); all where `count` is negative. Failure: TemplateLimit.
Result<Value> replaceText(
    Runtime &runtime, std::string_view text, std::string_view from, std::string_view to, std::int64_t count);

/// Python's str.title().
std::string titleCase(std::string_view text);

/// The string in `value`. Failure: TemplateRuntime, naming `what`, if it is none.
Result<std::string> stringOf(Runtime &runtime, const Value &value, std::string_view what);

/// The integer in `value`, or `absent` where it was not given. Failure: TemplateRuntime.
Result<std::int64_t> integerOf(Runtime &runtime, const Value &value, std::string_view what, std::int64_t absent);

} // namespace maru::prompt::jinja
