// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace maru::prompt::jinja {

// Text of templates: UTF-8 that counts, cuts and changes case by code points, as Python's str does. A byte that is not
// part of valid UTF-8 counts as one code point and is passed on as it is.

/// The length in bytes of the code point that `text` (not empty) begins with.
std::size_t codePointLength(std::string_view text);

std::size_t countCodePoints(std::string_view text);

/// The byte offset of code point `index`, or the size of `text` if it has fewer.
std::size_t byteOffset(std::string_view text, std::size_t index);

void appendCodePoint(std::string &text, char32_t codePoint);

/// The value of the code point that `text` (not empty) begins with.
char32_t decode(std::string_view text);

bool isSpace(char32_t codePoint);
bool isUpper(char32_t codePoint);
bool isLower(char32_t codePoint);
bool isAlphabetic(char32_t codePoint);

/// Simple case mapping of the Latin, Greek, Cyrillic and Armenian scripts; others have no case or keep theirs.
char32_t toUpper(char32_t codePoint);
char32_t toLower(char32_t codePoint);

std::string upper(std::string_view text);
std::string lower(std::string_view text);
std::string capitalize(std::string_view text); ///< first letter upper, the rest lower

std::string_view stripLeft(std::string_view text);
std::string_view stripRight(std::string_view text);

/// Where `needle` first stands in `text` from `from` on, or npos. Linear in time, whatever the two are.
std::size_t findText(std::string_view text, std::string_view needle, std::size_t from = 0);

/// The inside of a string literal with its escapes resolved, or nothing if one is malformed.
std::optional<std::string> unescape(std::string_view literal);

} // namespace maru::prompt::jinja
