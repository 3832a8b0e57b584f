// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/prompt/jinja/runtime.h"
#include "inference/prompt/jinja/syntax.h"

#include <string>
#include <string_view>
#include <vector>

namespace maru::prompt::jinja {

// What values can do with one another, as in Python. Everything that looks into values recurses no deeper than the
// depth limit and counts its work.

/// Python's bool().
bool isTrue(const Value &value);

/// Python's ==. Failure: TemplateLimit.
Result<bool> areEqual(Runtime &runtime, const Value &a, const Value &b);

/// -1, 0 or 1. Failure: TemplateRuntime for kinds that have no order.
Result<int> compare(Runtime &runtime, const Value &a, const Value &b);

/// a == b, a < b, a in b, ...
Result<bool> holds(Runtime &runtime, Operator comparison, const Value &a, const Value &b);

/// a + b, a ~ b, ... Failure: TemplateRuntime (kinds, division by zero, a number too large), TemplateLimit.
Result<Value> combine(Runtime &runtime, Operator operation, const Value &a, const Value &b);
Result<Value> negate(Runtime &runtime, const Value &value);

/// `value.name` and `value[key]`; undefined where there is none.
Result<Value> attribute(Runtime &runtime, const Value &value, std::string_view name);
Result<Value> item(Runtime &runtime, const Value &value, const Value &key);
/// value[first:last:step], each an integer or None.
Result<Value> slice(Runtime &runtime, const Value &value, const Value &first, const Value &last, const Value &step);

/// `value` as a list: items, keys of a dict, code points of a string; nothing where it is undefined.
Result<std::vector<Value>> iterate(Runtime &runtime, const Value &value);

/// The canonical text of `key` among the keys of a dict. Failure: TemplateRuntime for what cannot be a key.
Result<std::string> keyOf(Runtime &runtime, const Value &key);

/// Python's `format % arguments`.
Result<Value> formatPercent(Runtime &runtime, const std::string &format, const Value &arguments);

} // namespace maru::prompt::jinja
