// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace maru::tokenizer {

/// U+FFFD.
inline constexpr std::string_view kReplacement = "\xef\xbf\xbd";

/// The start of a text as the Unicode standard reads it.
struct StrictSequence
{
    enum class State : std::uint8_t {
        Valid, ///< `length` bytes are one character
        Incomplete, ///< the text ends before its character does; `length` is all of it
        Invalid, ///< `length` bytes are the maximal part of a sequence that cannot be completed
    };
    State state;
    std::size_t length;
};

/// Reads one character of `text`, which is not empty. Surrogates, overlong forms and what lies above U+10FFFF are
/// invalid.
StrictSequence strictSequence(std::string_view text);

/// One code point of a text, and how many bytes it took.
struct LooseCodePoint
{
    char32_t value;
    std::size_t length;
    bool canonical; ///< false if encoding `value` gives other bytes than the ones read
};

/// Reads one code point of `text`, which is not empty, as tokenizers do: by the length in the first byte. A byte that
/// starts nothing complete is U+FFFD; surrogates and overlong forms are taken as they come.
LooseCodePoint looseCodePoint(std::string_view text);

/// Appends the UTF-8 form of `codePoint`, surrogates too.
void appendUtf8(std::string &text, char32_t codePoint);

/// How long a sequence that starts with `first` says it is: 1 to 4; 1 for a byte that starts nothing.
constexpr std::size_t sequenceLength(char first)
{
    const auto byte = static_cast<unsigned char>(first);
    return byte < 0xc0 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
}

} // namespace maru::tokenizer
