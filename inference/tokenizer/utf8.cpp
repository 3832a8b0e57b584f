// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/tokenizer/utf8.h"

namespace maru::tokenizer {

namespace {

unsigned byteAt(std::string_view text, std::size_t position)
{
    return static_cast<unsigned char>(text[position]);
}

/// The bounds of the second byte, which are where overlong forms and surrogates are kept out.
bool isSecondByte(unsigned first, unsigned second)
{
    const unsigned low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    const unsigned high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    return second >= low && second <= high;
}

} // namespace

StrictSequence strictSequence(std::string_view text)
{
    using State = StrictSequence::State;
    const unsigned first = byteAt(text, 0);
    if (first < 0x80)
        return { State::Valid, 1 };
    if (first < 0xc2 || first > 0xf4)
        return { State::Invalid, 1 };
    const std::size_t length = sequenceLength(text[0]);
    for (std::size_t i = 1; i < length; ++i) {
        if (i >= text.size())
            return { State::Incomplete, i };
        const unsigned byte = byteAt(text, i);
        const bool good = i == 1 ? isSecondByte(first, byte) : (byte & 0xc0U) == 0x80;
        if (!good)
            return { State::Invalid, i };
    }
    return { State::Valid, length };
}

LooseCodePoint looseCodePoint(std::string_view text)
{
    constexpr LooseCodePoint kBad { U'\ufffd', 1, false };
    const unsigned first = byteAt(text, 0);
    if (first < 0x80)
        return { first, 1, true };
    if (first < 0xc0 || first >= 0xf8)
        return kBad;
    const std::size_t length = sequenceLength(text[0]);
    if (length > text.size())
        return kBad;
    char32_t value = first & (0x7fU >> length);
    for (std::size_t i = 1; i < length; ++i) {
        const unsigned byte = byteAt(text, i);
        if ((byte & 0xc0U) != 0x80)
            return kBad;
        value = (value << 6) | (byte & 0x3fU);
    }
    if (value > 0x10ffff)
        return kBad;
    const std::size_t needed = value < 0x80 ? 1 : value < 0x800 ? 2 : value < 0x10000 ? 3 : 4;
    return { value, length, needed == length };
}

void appendUtf8(std::string &text, char32_t codePoint)
{
    const auto byte = [&](char32_t value) { text += static_cast<char>(static_cast<unsigned char>(value)); };
    if (codePoint < 0x80) {
        byte(codePoint);
    } else if (codePoint < 0x800) {
        byte(0xc0U | (codePoint >> 6));
        byte(0x80U | (codePoint & 0x3fU));
    } else if (codePoint < 0x10000) {
        byte(0xe0U | (codePoint >> 12));
        byte(0x80U | ((codePoint >> 6) & 0x3fU));
        byte(0x80U | (codePoint & 0x3fU));
    } else {
        byte(0xf0U | (codePoint >> 18));
        byte(0x80U | ((codePoint >> 12) & 0x3fU));
        byte(0x80U | ((codePoint >> 6) & 0x3fU));
        byte(0x80U | (codePoint & 0x3fU));
    }
}

} // namespace maru::tokenizer
