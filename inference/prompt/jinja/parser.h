// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/base/result.h"
#include "inference/prompt/jinja/syntax.h"

#include <cstdint>
#include <string_view>

namespace maru::prompt::jinja {

/// Parses a whole template.
///
/// Failure: TemplateSyntax with its line; TemplateLimit where expressions and blocks nest deeper than `depth`.
Result<Block> parse(std::string_view source, std::uint32_t depth);

} // namespace maru::prompt::jinja
