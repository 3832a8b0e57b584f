// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

namespace maru::tokenizer {

/// Properties of a code point that patterns ask for, as bits.
namespace character {
inline constexpr std::uint32_t kUpper = 1U << 0; ///< Lu, Lt
inline constexpr std::uint32_t kLower = 1U << 1;
inline constexpr std::uint32_t kOtherLetter = 1U << 2;
inline constexpr std::uint32_t kLetter = kUpper | kLower | kOtherLetter; ///< \p{L}
inline constexpr std::uint32_t kMark = 1U << 3;
inline constexpr std::uint32_t kNumber = 1U << 4;
inline constexpr std::uint32_t kPunctuation = 1U << 5;
inline constexpr std::uint32_t kSymbol = 1U << 6;
inline constexpr std::uint32_t kSpace = 1U << 7; ///< \s
inline constexpr std::uint32_t kLineBreak = 1U << 8; ///< [\r\n]
inline constexpr std::uint32_t kBlank = 1U << 9; ///< U+0020
inline constexpr std::uint32_t kSlash = 1U << 10;
inline constexpr std::uint32_t kAsciiLetter = 1U << 11;
inline constexpr std::uint32_t kAsciiDigit = 1U << 12;
inline constexpr std::uint32_t kAsciiPunctuation = 1U << 13; ///< all of ASCII that is visible and not alphanumeric
inline constexpr std::uint32_t kDefaultSymbol = 1U << 14; ///< [$+<=>^~|]
inline constexpr std::uint32_t kHanKana = 1U << 15; ///< U+4E00 to U+9FA5, U+3040 to U+30FF
inline constexpr std::uint32_t kDeepSeekCjk = 1U << 16; ///< U+0800 to U+9FA5, U+AC00 to U+D7FF
inline constexpr std::uint32_t kDeepSeekPunctuation = 1U << 17;
inline constexpr std::uint32_t kDeepSeekLetter = 1U << 18;
inline constexpr std::uint32_t kAny = 1U << 31;
} // namespace character

/// One step of an expression: a set with a repeat count, or one of the few constructs that are none.
struct SplitItem
{
    enum class Kind : std::uint8_t {
        Set, ///< minimum to maximum characters with a bit of `include` and none of `exclude`, greedily
        Contraction, ///< 's 't 'm 'd 're 've 'll in lower case
        ContractionAnyCase, ///< the same in any case
        NoTextAhead, ///< (?!\S)
        End, ///< $
    };
    static constexpr std::uint32_t kUnlimited = std::numeric_limits<std::uint32_t>::max();

    Kind kind = Kind::Set;
    std::uint32_t include = 0;
    std::uint32_t exclude = 0;
    std::uint32_t minimum = 1;
    std::uint32_t maximum = 1;
};

using SplitAlternative = std::vector<SplitItem>; ///< items one after the other
using SplitExpression = std::vector<SplitAlternative>; ///< the first alternative that matches
using SplitPattern = std::vector<SplitExpression>; ///< each cuts the pieces of the one before

/// A text as code points with their properties and where each ends.
struct Characters
{
    std::vector<char32_t> codePoints;
    std::vector<std::uint32_t> properties;
    std::vector<std::size_t> byteEnds;
};

/// Reads `text`, which must be canonical.
Characters readCharacters(std::string_view text);

/// Cuts the pieces of `text` that end at `ends` (in characters) by `expression`: every match is a piece, and so is what
/// lies between matches.
std::vector<std::size_t> cut(
    const Characters &text, std::span<const std::size_t> ends, const SplitExpression &expression);

} // namespace maru::tokenizer
