// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <optional>

namespace maru::tokenizer {

/// The byte alphabet of GPT-2: each byte as a visible character.
///
/// The visible characters of Latin-1 stand for themselves; the other 68 bytes, in order, are U+0100 to U+0143. So a
/// space is U+0120 and a newline U+010A.
constexpr bool isVisibleByte(unsigned byte)
{
    return (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || (byte >= 0xae && byte <= 0xff);
}

/// The character that stands for `byte`.
constexpr char32_t letterOfByte(unsigned char byte)
{
    if (isVisibleByte(byte))
        return byte;
    if (byte <= 0x20)
        return 0x100U + byte;
    return byte == 0xad ? char32_t { 0x143 } : char32_t { 0x121U + byte - 0x7fU };
}

/// The byte that `letter` stands for, if it is of the alphabet.
constexpr std::optional<unsigned char> byteOfLetter(char32_t letter)
{
    if (letter <= 0xff)
        return isVisibleByte(letter) ? std::optional(static_cast<unsigned char>(letter)) : std::nullopt;
    if (letter <= 0x120)
        return static_cast<unsigned char>(letter - 0x100U);
    if (letter <= 0x142)
        return static_cast<unsigned char>(letter - 0x121U + 0x7fU);
    return letter == 0x143 ? std::optional(static_cast<unsigned char>(0xad)) : std::nullopt;
}

static_assert(letterOfByte(' ') == 0x120 && letterOfByte('\n') == 0x10a && letterOfByte(0x7f) == 0x121);
static_assert(letterOfByte(0xa0) == 0x142 && letterOfByte(0xad) == 0x143);

} // namespace maru::tokenizer
