// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <cstdint>

namespace maru::tokenizer {

/// The general categories of Unicode, as far as pre-tokenizers tell them apart.
enum class UnicodeClass : std::uint8_t {
    Other = 0, ///< control, format, surrogate, private use, unassigned
    Upper = 1, ///< Lu, Lt
    Lower = 2, ///< Ll
    OtherLetter = 3, ///< Lm, Lo
    Mark = 4,
    Number = 5,
    Punctuation = 6,
    Symbol = 7,
    Separator = 8, ///< Zs, Zl, Zp: all of them white space
};

/// The class of any number up to U+10FFFF. Logarithmic in a table of some 3,000 ranges.
UnicodeClass unicodeClass(char32_t codePoint);

/// True for the letters that the pre-tokenizer of deepseek-llm lists one by one.
bool isDeepSeekLetter(char32_t codePoint);

} // namespace maru::tokenizer
