// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/prompt/jinja/interpreter.h"

#include <string_view>

namespace maru::prompt::jinja {

/// Makes every member of the JSON object `json` a variable of the template.
///
/// Failure: InvalidArgument (BadValue) for text that is no JSON object; TemplateLimit where it is too deep or too
/// large.
Result<void> defineJson(Interpreter &interpreter, std::string_view json);

} // namespace maru::prompt::jinja
