// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/prompt/jinja/runtime.h"

#include <string>
#include <string_view>

namespace maru::prompt::jinja {

/// `number` as Python writes it: the shortest digits that read back the same.
std::string floatText(double number);

/// What `{{ value }}` writes: Python's str(). Failure: TemplateLimit.
Result<std::string> toText(Runtime &runtime, const Value &value);

/// Python's repr(), as values look inside lists.
Result<std::string> toRepresentation(Runtime &runtime, const Value &value);

/// How json.dumps() is asked to write by the filter `tojson` of chat templates.
struct JsonStyle
{
    int indent = -1; ///< spaces a level; below zero for all on one line
    std::string itemSeparator = ", ";
    std::string keySeparator = ": ";
    bool ensureAscii = false;
    bool sortKeys = false;
};

/// Failure: TemplateRuntime for what JSON cannot hold, TemplateLimit.
Result<std::string> toJson(Runtime &runtime, const Value &value, const JsonStyle &style);

/// `text` as it stands in HTML.
std::string escapeHtml(std::string_view text);

/// The type's name in messages: "str object".
std::string typeName(const Value &value);

} // namespace maru::prompt::jinja
