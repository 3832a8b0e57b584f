// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace maru::prompt::jinja {

enum class TokenKind : std::uint8_t {
    Text, ///< between tags, already trimmed
    PrintBegin,
    PrintEnd,
    BlockBegin,
    BlockEnd,
    Name,
    String, ///< escapes resolved
    Integer,
    Float,
    Operator,
    End,
};

struct Token
{
    TokenKind kind = TokenKind::End;
    std::uint32_t line = 1;
    std::string text = {};
};

/// A template that does not parse: TemplateSyntax with its line.
Error syntaxError(std::uint32_t line, std::string_view detail);

/// Cuts a template into tokens, with the white space rules that chat templates are written for.
///
/// Those are trim_blocks (the newline after a block or comment tag goes), lstrip_blocks (blanks between the start of a
/// line and such a tag go), the signs `-` and `+` at either end of a tag, and no newline at the end of the template.
/// `raw` blocks become Text here. Comments leave nothing.
/// Failure: TemplateSyntax (an unknown character, a tag or string that never ends).
Result<std::vector<Token>> tokenize(std::string_view source);

} // namespace maru::prompt::jinja
