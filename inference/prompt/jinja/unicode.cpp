// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/prompt/jinja/unicode.h"

#include <cstdint>
#include <vector>

namespace maru::prompt::jinja {

namespace {

bool isContinuation(char c)
{
    return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char lowered = static_cast<char>(c | 0x20);
    return lowered >= 'a' && lowered <= 'f' ? lowered - 'a' + 10 : -1;
}

bool between(char32_t c, char32_t first, char32_t last)
{
    return c >= first && c <= last;
}

/// Blocks in which upper and lower letters take turns; `upperIsOdd` says who stands where.
bool takesTurns(char32_t c, bool &upperIsOdd)
{
    upperIsOdd = between(c, 0x139, 0x148) || between(c, 0x179, 0x17E);
    return upperIsOdd || between(c, 0x100, 0x12F) || between(c, 0x132, 0x137) || between(c, 0x14A, 0x177)
        || between(c, 0x1E00, 0x1E95) || between(c, 0x1EA0, 0x1EFF) || between(c, 0x460, 0x481)
        || between(c, 0x48A, 0x4BF) || between(c, 0x4D0, 0x52F);
}

constexpr std::size_t kNaiveNeedle = 32;

std::size_t findLong(std::string_view text, std::string_view needle, std::size_t from)
{
    std::vector<std::size_t> border(needle.size(), 0); // Knuth, Morris, Pratt
    for (std::size_t i = 1, length = 0; i < needle.size();) {
        if (needle[i] == needle[length])
            border[i++] = ++length;
        else if (length > 0)
            length = border[length - 1];
        else
            border[i++] = 0;
    }
    for (std::size_t i = from, matched = 0; i < text.size();) {
        if (text[i] == needle[matched]) {
            ++i;
            if (++matched == needle.size())
                return i - matched;
        } else if (matched > 0) {
            matched = border[matched - 1];
        } else {
            ++i;
        }
    }
    return std::string_view::npos;
}

} // namespace

std::size_t codePointLength(std::string_view text)
{
    const auto lead = static_cast<unsigned char>(text.front());
    const std::size_t length = lead < 0x80 ? 1
        : lead < 0xC2                      ? 1
        : lead < 0xE0                      ? 2
        : lead < 0xF0                      ? 3
        : lead < 0xF5                      ? 4
                                           : 1;
    if (text.size() < length)
        return 1;
    for (std::size_t i = 1; i < length; ++i) {
        if (!isContinuation(text[i]))
            return 1;
    }
    return length;
}

std::size_t countCodePoints(std::string_view text)
{
    std::size_t count = 0;
    for (std::size_t i = 0; i < text.size(); i += codePointLength(text.substr(i)))
        ++count;
    return count;
}

std::size_t byteOffset(std::string_view text, std::size_t index)
{
    std::size_t offset = 0;
    while (index > 0 && offset < text.size()) {
        offset += codePointLength(text.substr(offset));
        --index;
    }
    return offset;
}

void appendCodePoint(std::string &text, char32_t codePoint)
{
    const auto byte = [&text](char32_t value) { text += static_cast<char>(static_cast<unsigned char>(value)); };
    if (codePoint < 0x80) {
        byte(codePoint);
    } else if (codePoint < 0x800) {
        byte(0xC0 | (codePoint >> 6));
        byte(0x80 | (codePoint & 0x3F));
    } else if (codePoint < 0x10000) {
        byte(0xE0 | (codePoint >> 12));
        byte(0x80 | ((codePoint >> 6) & 0x3F));
        byte(0x80 | (codePoint & 0x3F));
    } else {
        byte(0xF0 | (codePoint >> 18));
        byte(0x80 | ((codePoint >> 12) & 0x3F));
        byte(0x80 | ((codePoint >> 6) & 0x3F));
        byte(0x80 | (codePoint & 0x3F));
    }
}

char32_t decode(std::string_view text)
{
    const std::size_t length = codePointLength(text);
    const auto lead = static_cast<unsigned char>(text.front());
    if (length == 1)
        return lead < 0x80 ? lead : 0xFFFD;
    char32_t value = lead & (0x7Fu >> length);
    for (std::size_t i = 1; i < length; ++i)
        value = (value << 6) | (static_cast<unsigned char>(text[i]) & 0x3Fu);
    return value;
}

bool isSpace(char32_t c)
{
    return between(c, 0x09, 0x0D) || between(c, 0x1C, 0x20) || c == 0x85 || c == 0xA0 || c == 0x1680
        || between(c, 0x2000, 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

char32_t toUpper(char32_t c)
{
    bool upperIsOdd = false;
    if (between(c, 'a', 'z') || (between(c, 0xE0, 0xFE) && c != 0xF7) || between(c, 0x3B1, 0x3C9 - 0)
        || between(c, 0x430, 0x44F))
        return c == 0x3C2 ? 0x3A3 : c - 0x20;
    if (between(c, 0x450, 0x45F))
        return c - 0x50;
    if (between(c, 0x561, 0x586))
        return c - 0x30;
    if (c == 0xFF)
        return 0x178;
    if (c == 0xB5)
        return 0x39C;
    if (takesTurns(c, upperIsOdd) && (c % 2 == 1) != upperIsOdd && c != 0x131 && c != 0x138)
        return c - 1;
    return c;
}

char32_t toLower(char32_t c)
{
    bool upperIsOdd = false;
    if (between(c, 'A', 'Z') || (between(c, 0xC0, 0xDE) && c != 0xD7) || (between(c, 0x391, 0x3A9) && c != 0x3A2)
        || between(c, 0x410, 0x42F))
        return c + 0x20;
    if (between(c, 0x400, 0x40F))
        return c + 0x50;
    if (between(c, 0x531, 0x556))
        return c + 0x30;
    if (c == 0x178)
        return 0xFF;
    if (takesTurns(c, upperIsOdd) && (c % 2 == 1) == upperIsOdd && c != 0x130 && c != 0x138)
        return c + 1;
    return c;
}

bool isUpper(char32_t c)
{
    return toLower(c) != c;
}

bool isLower(char32_t c)
{
    return toUpper(c) != c || c == 0xDF;
}

bool isAlphabetic(char32_t c)
{
    if (c < 0x80)
        return between(c | 0x20u, 'a', 'z');
    return c == 0xAA || c == 0xB5 || c == 0xBA || (between(c, 0xC0, 0x24F) && c != 0xD7 && c != 0xF7)
        || between(c, 0x370, 0x373) || between(c, 0x386, 0x481) || between(c, 0x48A, 0x556) || between(c, 0x561, 0x587)
        || between(c, 0x5D0, 0x5EA) || between(c, 0x620, 0x64A) || between(c, 0x904, 0x939)
        || between(c, 0x1100, 0x11FF) || between(c, 0x1E00, 0x1FFF) || between(c, 0x3041, 0x3096)
        || between(c, 0x30A1, 0x30FA) || between(c, 0x3131, 0x318E) || between(c, 0x3400, 0x4DBF)
        || between(c, 0x4E00, 0x9FFF) || between(c, 0xAC00, 0xD7A3) || between(c, 0x20000, 0x2FA1F);
}

namespace {

std::string mapped(std::string_view text, char32_t (*change)(char32_t), bool expandsSharpS)
{
    std::string result;
    result.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = codePointLength(text.substr(i));
        const char32_t before = decode(text.substr(i, length));
        const char32_t after = change(before);
        if (expandsSharpS && before == 0xDF)
            result += "SS";
        else if (after == before)
            result.append(text.substr(i, length));
        else
            appendCodePoint(result, after);
        i += length;
    }
    return result;
}

} // namespace

std::string upper(std::string_view text)
{
    return mapped(text, toUpper, true);
}

std::string lower(std::string_view text)
{
    return mapped(text, toLower, false);
}

std::string capitalize(std::string_view text)
{
    if (text.empty())
        return {};
    const std::size_t first = codePointLength(text);
    return upper(text.substr(0, first)) + lower(text.substr(first));
}

std::string_view stripLeft(std::string_view text)
{
    while (!text.empty() && isSpace(decode(text)))
        text.remove_prefix(codePointLength(text));
    return text;
}

std::string_view stripRight(std::string_view text)
{
    while (!text.empty()) {
        std::size_t start = text.size() - 1;
        while (start > 0 && text.size() - start < 4 && isContinuation(text[start]))
            --start;
        if (codePointLength(text.substr(start)) != text.size() - start)
            start = text.size() - 1;
        if (!isSpace(decode(text.substr(start))))
            break;
        text = text.substr(0, start);
    }
    return text;
}

std::size_t findText(std::string_view text, std::string_view needle, std::size_t from)
{
    return needle.size() <= kNaiveNeedle ? text.find(needle, from) : findLong(text, needle, from);
}

std::optional<std::string> unescape(std::string_view literal)
{
    static constexpr std::string_view kNames = "abfnrtv\\'\"";
    static constexpr std::string_view kValues = "\a\b\f\n\r\t\v\\'\"";
    std::string text;
    for (std::size_t i = 0; i < literal.size(); ++i) {
        if (literal[i] != '\\' || i + 1 >= literal.size()) {
            text += literal[i];
            continue;
        }
        const char c = literal[++i];
        if (const std::size_t known = kNames.find(c); known != std::string_view::npos) {
            text += kValues[known];
        } else if (c == 'x' || c == 'u' || c == 'U') {
            const std::size_t digits = c == 'x' ? 2 : c == 'u' ? 4 : 8;
            std::uint32_t value = 0;
            for (std::size_t k = 0; k < digits; ++k) {
                const int digit = i + 1 < literal.size() ? hexDigit(literal[i + 1]) : -1;
                if (digit < 0)
                    return std::nullopt;
                value = (value << 4) | static_cast<std::uint32_t>(digit);
                ++i;
            }
            if (value > 0x10FFFF)
                return std::nullopt;
            appendCodePoint(text, value);
        } else if (c >= '0' && c <= '7') {
            std::uint32_t value = static_cast<std::uint32_t>(c - '0');
            for (int k = 0; k < 2 && i + 1 < literal.size() && literal[i + 1] >= '0' && literal[i + 1] <= '7'; ++k)
                value = value * 8 + static_cast<std::uint32_t>(literal[++i] - '0');
            appendCodePoint(text, value);
        } else if (c == 'N') {
            return std::nullopt;
        } else if (c != '\n') {
            text += '\\';
            text += c;
        }
    }
    return text;
}

} // namespace maru::prompt::jinja
