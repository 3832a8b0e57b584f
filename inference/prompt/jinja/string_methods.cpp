// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/prompt/jinja/string_methods.h"

#include "inference/prompt/jinja/methods.h"
#include "inference/prompt/jinja/operators.h"
#include "inference/prompt/jinja/text.h"
#include "inference/prompt/jinja/unicode.h"

#include <algorithm>
#include <utility>

namespace maru::prompt::jinja {

namespace {

Value makeString(Runtime &runtime, std::string_view text)
{
    return runtime.heap().string(std::string(text));
}

template <bool Left, bool Right> Result<Value> stripMethod(Runtime &runtime, const Value &self, Arguments arguments)
{
    MARU_TRY(const auto bound, runtime.bind("strip", std::move(arguments), { "chars" }));
    MARU_CHECK(runtime.spendOn(self));
    if (!bound[0].isAbsent() && !bound[0].isNone() && !bound[0].isString())
        return runtime.fail("'strip' needs a string");
    if (bound[0].isString())
        MARU_CHECK(runtime.spend(bound[0].text().size() * self.text().size() / 256));
    return makeString(runtime, strip(self.text(), bound[0], Left, Right));
}

template <std::string (*Change)(std::string_view)> Result<Value> change(Runtime &runtime, const Value &self, Arguments)
{
    MARU_CHECK(runtime.spendOn(self));
    return runtime.heap().string(Change(self.text()));
}

std::string swapCase(std::string_view text)
{
    std::string result;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = codePointLength(text.substr(i));
        const char32_t c = decode(text.substr(i));
        result += isUpper(c) ? lower(text.substr(i, length)) : upper(text.substr(i, length));
        i += length;
    }
    return result;
}

template <bool AtEnd> Result<Value> hasEdge(Runtime &runtime, const Value &self, Arguments arguments)
{
    MARU_TRY(const auto bound,
        runtime.bind(AtEnd ? "endswith" : "startswith", std::move(arguments), { "prefix", "start", "end" }));
    std::string_view text = self.text();
    if (!bound[1].isAbsent() || !bound[2].isAbsent()) {
        MARU_TRY(const Value part,
            slice(runtime, self, bound[1].isAbsent() ? Value::none() : bound[1],
                bound[2].isAbsent() ? Value::none() : bound[2], Value::none()));
        return hasEdge<AtEnd>(runtime, part, { { bound[0] }, {} });
    }
    const auto matches
        = [text](std::string_view edge) { return AtEnd ? text.ends_with(edge) : text.starts_with(edge); };
    if (!bound[0].is(ValueKind::Tuple)) {
        MARU_TRY(const std::string edge, stringOf(runtime, bound[0], "the start or end looked for"));
        return Value::boolean(matches(edge));
    }
    for (const Value &item : bound[0].items()) {
        MARU_TRY(const std::string edge, stringOf(runtime, item, "the start or end looked for"));
        if (matches(edge))
            return Value::boolean(true);
    }
    return Value::boolean(false);
}

template <bool AtEnd> Result<Value> removeEdge(Runtime &runtime, const Value &self, Arguments arguments)
{
    MARU_TRY(const auto bound, runtime.bind("removeprefix", std::move(arguments), { "edge" }));
    MARU_TRY(const std::string edge, stringOf(runtime, bound[0], "what is removed"));
    std::string_view text = self.text();
    if (AtEnd && text.ends_with(edge))
        text.remove_suffix(edge.size());
    else if (!AtEnd && text.starts_with(edge))
        text.remove_prefix(edge.size());
    return makeString(runtime, text);
}

/// Words between white space, at most `most` cuts; what is left at the far end keeps its inner white space.
std::vector<std::string_view> splitWords(std::string_view text, std::int64_t most, bool fromRight)
{
    std::vector<std::string_view> parts;
    while (!(text = fromRight ? stripRight(text) : stripLeft(text)).empty()) {
        if (most == 0) {
            parts.push_back(text);
            break;
        }
        --most;
        std::size_t length = 0;
        if (fromRight) {
            std::size_t start = text.size();
            while (start > 0) {
                std::size_t previous = start - 1;
                while (previous > 0 && (static_cast<unsigned char>(text[previous]) & 0xC0) == 0x80)
                    --previous;
                if (isSpace(decode(text.substr(previous))))
                    break;
                start = previous;
            }
            parts.push_back(text.substr(start));
            text = text.substr(0, start);
        } else {
            while (length < text.size() && !isSpace(decode(text.substr(length))))
                length += codePointLength(text.substr(length));
            parts.push_back(text.substr(0, length));
            text.remove_prefix(length);
        }
    }
    if (fromRight)
        std::reverse(parts.begin(), parts.end());
    return parts;
}

std::vector<std::string_view> splitAt(
    std::string_view text, std::string_view separator, std::int64_t most, bool fromRight)
{
    std::vector<std::string_view> parts;
    if (fromRight) {
        std::vector<std::size_t> cuts;
        for (std::size_t end = text.size(); end >= separator.size() && most != 0;) {
            const std::size_t start = end - separator.size();
            if (text.substr(start, separator.size()) != separator) {
                if (end == 0)
                    break;
                --end;
                continue;
            }
            cuts.push_back(start);
            end = start;
            --most;
        }
        std::size_t from = 0;
        for (auto cut = cuts.rbegin(); cut != cuts.rend(); ++cut) {
            parts.push_back(text.substr(from, *cut - from));
            from = *cut + separator.size();
        }
        parts.push_back(text.substr(from));
        return parts;
    }
    std::size_t from = 0;
    while (most != 0) {
        const std::size_t found = findText(text, separator, from);
        if (found == std::string_view::npos)
            break;
        parts.push_back(text.substr(from, found - from));
        from = found + separator.size();
        --most;
    }
    parts.push_back(text.substr(from));
    return parts;
}

Result<Value> makeList(Runtime &runtime, const std::vector<std::string_view> &parts)
{
    MARU_CHECK(runtime.checkList(parts.size() * 6));
    std::vector<Value> items;
    for (const std::string_view part : parts) {
        MARU_CHECK(runtime.spend());
        items.push_back(makeString(runtime, part));
    }
    return runtime.heap().list(std::move(items));
}

template <bool FromRight> Result<Value> split(Runtime &runtime, const Value &self, Arguments arguments)
{
    MARU_TRY(const auto bound, runtime.bind("split", std::move(arguments), { "sep", "maxsplit" }));
    MARU_TRY(const std::int64_t most, integerOf(runtime, bound[1], "maxsplit", -1));
    MARU_CHECK(runtime.spendOn(self));
    if (bound[0].isAbsent() || bound[0].isNone())
        return makeList(runtime, splitWords(self.text(), most, FromRight));
    MARU_TRY(const std::string separator, stringOf(runtime, bound[0], "a separator"));
    if (separator.empty())
        return runtime.fail("a separator cannot be empty");
    if (FromRight)
        MARU_CHECK(runtime.spend(self.text().size() / 256 * (separator.size() / 256 + 1)));
    return makeList(runtime, splitAt(self.text(), separator, most, FromRight));
}

Result<Value> splitLines(Runtime &runtime, const Value &self, Arguments arguments)
{
    MARU_TRY(const auto bound, runtime.bind("splitlines", std::move(arguments), { "keepends" }));
    MARU_CHECK(runtime.spendOn(self));
    std::vector<std::string_view> lines;
    std::string_view text = self.text();
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of("\n\r\v\f\x1c\x1d\x1e"), text.size());
        std::size_t next = std::min(end + 1, text.size());
        if (next < text.size() && text[end] == '\r' && text[next] == '\n')
            ++next;
        lines.push_back(text.substr(0, isTrue(bound[0]) ? next : end));
        text.remove_prefix(next);
    }
    return makeList(runtime, lines);
}

template <bool FromRight> Result<Value> partition(Runtime &runtime, const Value &self, Arguments arguments)
{
    MARU_TRY(const auto bound, runtime.bind("partition", std::move(arguments), { "sep" }));
    MARU_TRY(const std::string separator, stringOf(runtime, bound[0], "a separator"));
    if (separator.empty())
        return runtime.fail("a separator cannot be empty");
    const auto parts = splitAt(self.text(), separator, 1, FromRight);
    const bool isFound = parts.size() == 2;
    const std::string_view none;
    std::vector<Value> items;
    items.push_back(makeString(runtime, isFound || !FromRight ? parts.front() : none));
    items.push_back(makeString(runtime, isFound ? std::string_view(separator) : none));
    items.push_back(makeString(runtime, isFound || FromRight ? parts.back() : none));
    return runtime.heap().tuple(std::move(items));
}

Result<Value> replace(Runtime &runtime, const Value &self, Arguments arguments)
{
    MARU_TRY(const auto bound, runtime.bind("replace", std::move(arguments), { "old", "new", "count" }));
    MARU_TRY(const std::string from, stringOf(runtime, bound[0], "what is replaced"));
    MARU_TRY(const std::string to, stringOf(runtime, bound[1], "what replaces it"));
    MARU_TRY(const std::int64_t count, integerOf(runtime, bound[2], "count", -1));
    return replaceText(runtime, self.text(), from, to, count);
}

template <bool FromRight, bool MustFind> Result<Value> find(Runtime &runtime, const Value &self, Arguments arguments)
{
    MARU_TRY(const auto bound, runtime.bind("find", std::move(arguments), { "sub", "start", "end" }));
    MARU_TRY(const std::string needle, stringOf(runtime, bound[0], "what is looked for"));
    MARU_CHECK(runtime.spendOn(self));
    std::string_view text = self.text();
    MARU_TRY(std::int64_t start, integerOf(runtime, bound[1], "start", 0));
    MARU_TRY(std::int64_t end, integerOf(runtime, bound[2], "end", INT64_MAX));
    const auto length = static_cast<std::int64_t>(countCodePoints(text));
    start = std::clamp<std::int64_t>(start < 0 ? start + length : start, 0, length);
    end = std::clamp<std::int64_t>(end < 0 ? end + length : end, 0, length);
    const std::size_t from = byteOffset(text, static_cast<std::size_t>(start));
    const std::size_t to = byteOffset(text, static_cast<std::size_t>(end));
    std::size_t found = std::string_view::npos;
    if (from <= to) {
        if (FromRight) {
            const auto parts = splitAt(text.substr(from, to - from), needle.empty() ? "\xFF" : needle, 1, true);
            if (needle.empty())
                found = to;
            else if (parts.size() == 2)
                found = from + parts.front().size();
        } else {
            found = findText(text.substr(0, to), needle, from);
        }
    }
    if (found == std::string_view::npos) {
        if (MustFind)
            return runtime.fail("substring not found");
        return Value::integer(-1);
    }
    return Value::integer(static_cast<std::int64_t>(countCodePoints(text.substr(0, found))));
}

Result<Value> count(Runtime &runtime, const Value &self, Arguments arguments)
{
    MARU_TRY(const auto bound, runtime.bind("count", std::move(arguments), { "sub" }));
    MARU_TRY(const std::string needle, stringOf(runtime, bound[0], "what is counted"));
    MARU_CHECK(runtime.spendOn(self));
    if (needle.empty())
        return Value::integer(static_cast<std::int64_t>(countCodePoints(self.text())) + 1);
    std::int64_t found = 0;
    for (std::size_t at = findText(self.text(), needle); at != std::string::npos;
         at = findText(self.text(), needle, at + needle.size())) {
        ++found;
        MARU_CHECK(runtime.spend(needle.size() / 256));
    }
    return Value::integer(found);
}

Result<Value> join(Runtime &runtime, const Value &self, Arguments arguments)
{
    MARU_TRY(const auto bound, runtime.bind("join", std::move(arguments), { "iterable" }));
    MARU_TRY(const auto items, iterate(runtime, bound[0]));
    std::string text;
    for (std::size_t i = 0; i < items.size(); ++i) {
        MARU_CHECK(runtime.spend());
        if (!items[i].isString())
            return runtime.fail("'join' needs strings");
        MARU_CHECK(runtime.checkString(text.size() + items[i].text().size() + self.text().size()));
        text += (i > 0 ? self.text() : std::string()) + items[i].text();
    }
    return runtime.heap().string(std::move(text));
}

template <bool (*Is)(char32_t)> Result<Value> all(Runtime &runtime, const Value &self, Arguments)
{
    MARU_CHECK(runtime.spendOn(self));
    std::string_view text = self.text();
    bool holdsForAll = !text.empty();
    while (holdsForAll && !text.empty()) {
        holdsForAll = Is(decode(text));
        text.remove_prefix(codePointLength(text));
    }
    return Value::boolean(holdsForAll);
}

bool isDigit(char32_t c)
{
    return c >= '0' && c <= '9';
}

bool isAlphanumeric(char32_t c)
{
    return isDigit(c) || isAlphabetic(c);
}

template <bool (*IsWanted)(char32_t), bool (*IsOther)(char32_t)>
Result<Value> allCased(Runtime &runtime, const Value &self, Arguments)
{
    MARU_CHECK(runtime.spendOn(self));
    bool hasWanted = false;
    for (std::string_view text = self.text(); !text.empty(); text.remove_prefix(codePointLength(text))) {
        if (IsOther(decode(text)))
            return Value::boolean(false);
        hasWanted = hasWanted || IsWanted(decode(text));
    }
    return Value::boolean(hasWanted);
}

enum class Side { Left, Right, Both };

template <Side Where> Result<Value> pad(Runtime &runtime, const Value &self, Arguments arguments)
{
    MARU_TRY(const auto bound, runtime.bind("just", std::move(arguments), { "width", "fillchar" }));
    MARU_TRY(const std::int64_t width, integerOf(runtime, bound[0], "width", 0));
    std::string fill = " ";
    if (!bound[1].isAbsent()) {
        MARU_TRY(fill, stringOf(runtime, bound[1], "the fill character"));
    }
    if (countCodePoints(fill) != 1)
        return runtime.fail("the fill character must be one character");
    const auto length = static_cast<std::int64_t>(countCodePoints(self.text()));
    const std::uint64_t padding = width > length ? static_cast<std::uint64_t>(width - length) : 0;
    MARU_CHECK(runtime.checkString(padding));
    MARU_CHECK(runtime.checkString(padding * fill.size() + self.text().size()));
    std::uint64_t left = Where == Side::Left ? padding : Where == Side::Right ? 0 : padding / 2;
    if (Where == Side::Both && padding % 2 == 1 && width % 2 == 1)
        ++left;
    std::string text;
    for (std::uint64_t i = 0; i < left; ++i)
        text += fill;
    text += self.text();
    for (std::uint64_t i = left; i < padding; ++i)
        text += fill;
    return runtime.heap().string(std::move(text));
}

Result<Value> fillZeros(Runtime &runtime, const Value &self, Arguments arguments)
{
    MARU_TRY(const auto bound, runtime.bind("zfill", std::move(arguments), { "width" }));
    MARU_TRY(const std::int64_t width, integerOf(runtime, bound[0], "width", 0));
    const auto length = static_cast<std::int64_t>(countCodePoints(self.text()));
    const std::uint64_t padding = width > length ? static_cast<std::uint64_t>(width - length) : 0;
    MARU_CHECK(runtime.checkString(padding));
    std::string text = self.text();
    text.insert(text.starts_with('-') || text.starts_with('+') ? 1 : 0, padding, '0');
    return runtime.heap().string(std::move(text));
}

/// text.format(...): `{}`, `{0}`, `{name}`, `{{` and `}}`; no format specifications and no attributes.
Result<Value> format(Runtime &runtime, const Value &self, Arguments arguments)
{
    std::string text;
    std::size_t automatic = 0;
    for (std::string_view rest = self.text(); !rest.empty();) {
        MARU_CHECK(runtime.spend());
        if (rest.starts_with("{{") || rest.starts_with("}}")) {
            text += rest.front();
            rest.remove_prefix(2);
            continue;
        }
        if (rest.front() != '{') {
            const std::size_t plain = std::max<std::size_t>(1, std::min(rest.find_first_of("{}", 1), rest.size()));
            text.append(rest.substr(0, plain));
            rest.remove_prefix(plain);
            continue;
        }
        const std::size_t end = rest.find('}');
        if (end == std::string_view::npos)
            return runtime.fail("a '{' without '}' in a format");
        const std::string_view name = rest.substr(1, end - 1);
        rest.remove_prefix(end + 1);
        const bool isNumber = name.find_first_not_of("0123456789") == std::string_view::npos && name.size() < 6;
        Value value;
        if (isNumber) {
            std::size_t place = name.empty() ? automatic++ : 0;
            for (const char digit : name)
                place = place * 10 + static_cast<std::size_t>(digit - '0');
            if (place < arguments.positional.size())
                value = arguments.positional[place];
        }
        for (const auto &[key, given] : arguments.named) {
            if (key == name)
                value = given;
        }
        if (value.isAbsent())
            return runtime.fail("a format asks for '" + std::string(name) + "', which is not given");
        MARU_TRY(const std::string part, toText(runtime, value));
        MARU_CHECK(runtime.checkString(text.size() + part.size()));
        text += part;
    }
    return runtime.heap().string(std::move(text));
}

constexpr Method kMethods[] = {
    { "strip", stripMethod<true, true> },
    { "lstrip", stripMethod<true, false> },
    { "rstrip", stripMethod<false, true> },
    { "upper", change<upper> },
    { "lower", change<lower> },
    { "casefold", change<lower> },
    { "title", change<titleCase> },
    { "capitalize", change<capitalize> },
    { "swapcase", change<swapCase> },
    { "startswith", hasEdge<false> },
    { "endswith", hasEdge<true> },
    { "removeprefix", removeEdge<false> },
    { "removesuffix", removeEdge<true> },
    { "split", split<false> },
    { "rsplit", split<true> },
    { "splitlines", splitLines },
    { "partition", partition<false> },
    { "rpartition", partition<true> },
    { "replace", replace },
    { "find", find<false, false> },
    { "rfind", find<true, false> },
    { "index", find<false, true> },
    { "rindex", find<true, true> },
    { "count", count },
    { "join", join },
    { "isdigit", all<isDigit> },
    { "isdecimal", all<isDigit> },
    { "isnumeric", all<isDigit> },
    { "isalpha", all<isAlphabetic> },
    { "isalnum", all<isAlphanumeric> },
    { "isspace", all<isSpace> },
    { "isupper", allCased<isUpper, isLower> },
    { "islower", allCased<isLower, isUpper> },
    { "ljust", pad<Side::Right> },
    { "rjust", pad<Side::Left> },
    { "center", pad<Side::Both> },
    { "zfill", fillZeros },
    { "format", format },
};

} // namespace

std::span<const Method> stringMethods()
{
    return kMethods;
}

std::string_view strip(std::string_view text, const Value &characters, bool left, bool right)
{
    if (!characters.isString()) {
        text = left ? stripLeft(text) : text;
        return right ? stripRight(text) : text;
    }
    const std::string_view set = characters.text();
    const auto isInSet = [set](std::string_view character) {
        for (std::size_t i = 0; i < set.size(); i += codePointLength(set.substr(i))) {
            if (set.substr(i, codePointLength(set.substr(i))) == character)
                return true;
        }
        return false;
    };
    while (left && !text.empty() && isInSet(text.substr(0, codePointLength(text))))
        text.remove_prefix(codePointLength(text));
    while (right && !text.empty()) {
        std::size_t start = text.size() - 1;
        while (start > 0 && (static_cast<unsigned char>(text[start]) & 0xC0) == 0x80)
            --start;
        if (!isInSet(text.substr(start)))
            break;
        text = text.substr(0, start);
    }
    return text;
}

Result<Value> replaceText(
    Runtime &runtime, std::string_view text, std::string_view from, std::string_view to, std::int64_t count)
{
    std::string result;
    std::size_t position = 0;
    while (count != 0) {
        std::size_t found = position;
        if (from.empty()) {
            if (position > text.size())
                break;
        } else {
            found = findText(text, from, position);
        }
        if (found == std::string_view::npos)
            break;
        MARU_CHECK(runtime.spend(1 + from.size() / 256));
        MARU_CHECK(runtime.checkString(result.size() + (found - position) + to.size()));
        result.append(text.substr(position, found - position)).append(to);
        if (from.empty()) {
            const std::size_t length = position < text.size() ? codePointLength(text.substr(position)) : 1;
            result.append(text.substr(position, length));
            position += length;
        } else {
            position = found + from.size();
        }
        --count;
    }
    if (position < text.size())
        result.append(text.substr(position));
    MARU_CHECK(runtime.checkString(result.size()));
    return runtime.heap().string(std::move(result));
}

std::string titleCase(std::string_view text)
{
    std::string result;
    bool isInside = false;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = codePointLength(text.substr(i));
        const std::string_view character = text.substr(i, length);
        result += isInside ? lower(character) : upper(character);
        isInside = isAlphabetic(decode(character));
        i += length;
    }
    return result;
}

} // namespace maru::prompt::jinja
