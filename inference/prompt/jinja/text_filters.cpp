// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/prompt/jinja/filters.h"
#include "inference/prompt/jinja/methods.h"
#include "inference/prompt/jinja/operators.h"
#include "inference/prompt/jinja/text.h"
#include "inference/prompt/jinja/unicode.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

namespace maru::prompt::jinja {

namespace {

constexpr std::int64_t kMaxIndent = 64; // of JSON: it is written at every level

Result<Value> trim(Runtime &runtime, const Value &self, Arguments arguments)
{
    MARU_TRY(const auto bound, runtime.bind("trim", std::move(arguments), { "chars" }));
    MARU_TRY(const std::string text, toText(runtime, self));
    if (bound[0].isString())
        MARU_CHECK(runtime.spend(bound[0].text().size() * text.size() / 256));
    std::string stripped(strip(text, bound[0], true, true));
    return self.isMarkup() ? runtime.heap().markup(std::move(stripped)) : runtime.heap().string(std::move(stripped));
}

template <std::string (*Change)(std::string_view)>
Result<Value> change(Runtime &runtime, const Value &self, Arguments arguments)
{
    MARU_CHECK(runtime.bind("filter", std::move(arguments), {}));
    MARU_TRY(const std::string text, toText(runtime, self));
    return self.isMarkup() ? runtime.heap().markup(Change(text)) : runtime.heap().string(Change(text));
}

/// Words as jinja2 sees them: after white space, a hyphen or an opening bracket comes a capital.
std::string title(std::string_view text)
{
    std::string result;
    bool isStart = true;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = codePointLength(text.substr(i));
        const std::string_view character = text.substr(i, length);
        const char32_t c = decode(character);
        result += isStart ? upper(character) : lower(character);
        isStart = isSpace(c) || c == '-' || c == '(' || c == '{' || c == '[' || c == '<';
        i += length;
    }
    return result;
}

Result<Value> asString(Runtime &runtime, const Value &self, Arguments)
{
    if (self.isString())
        return self;
    MARU_TRY(std::string text, toText(runtime, self));
    return runtime.heap().string(std::move(text));
}

Result<Value> safe(Runtime &runtime, const Value &self, Arguments)
{
    MARU_TRY(std::string text, toText(runtime, self));
    return runtime.heap().markup(std::move(text));
}

template <bool IsForced> Result<Value> escape(Runtime &runtime, const Value &self, Arguments)
{
    if (!IsForced && self.isMarkup())
        return self;
    MARU_TRY(const std::string text, toText(runtime, self));
    std::string escaped = escapeHtml(text);
    MARU_CHECK(runtime.checkString(escaped.size()));
    return runtime.heap().markup(std::move(escaped));
}

Result<Value> replace(Runtime &runtime, const Value &self, Arguments arguments)
{
    MARU_TRY(const auto bound, runtime.bind("replace", std::move(arguments), { "old", "new", "count" }));
    MARU_TRY(const std::string text, toText(runtime, self));
    MARU_TRY(const std::string from, toText(runtime, bound[0]));
    MARU_TRY(const std::string to, toText(runtime, bound[1]));
    if (bound[2].isNone())
        return replaceText(runtime, text, from, to, -1);
    MARU_TRY(const std::int64_t count, integerOf(runtime, bound[2], "count", -1));
    return replaceText(runtime, text, from, to, count);
}

Result<Value> indent(Runtime &runtime, const Value &self, Arguments arguments)
{
    MARU_TRY(const auto bound, runtime.bind("indent", std::move(arguments), { "width", "first", "blank" }));
    MARU_TRY(const std::string text, stringOf(runtime, self, "what 'indent' moves"));
    std::string margin;
    if (bound[0].isString()) {
        margin = bound[0].text();
    } else {
        MARU_TRY(const std::int64_t width, integerOf(runtime, bound[0], "width", 4));
        const std::uint64_t blanks = width > 0 ? static_cast<std::uint64_t>(width) : 0;
        MARU_CHECK(runtime.checkString(blanks));
        margin.assign(blanks, ' ');
    }
    std::string result = isTrue(bound[1]) ? margin : std::string();
    std::string_view rest = text;
    while (true) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        result.append(rest.substr(0, end));
        if (end == rest.size())
            break;
        result += '\n';
        rest.remove_prefix(end + 1);
        MARU_CHECK(runtime.spend(1 + margin.size() / 256));
        MARU_CHECK(runtime.checkString(result.size() + margin.size()));
        if (isTrue(bound[2]) || (!rest.empty() && rest.front() != '\n'))
            result += margin;
    }
    return runtime.heap().string(std::move(result));
}

Result<Value> toJsonFilter(Runtime &runtime, const Value &self, Arguments arguments)
{
    MARU_TRY(const auto bound,
        runtime.bind("tojson", std::move(arguments), { "ensure_ascii", "indent", "separators", "sort_keys" }));
    JsonStyle style;
    style.ensureAscii = isTrue(bound[0]);
    style.sortKeys = isTrue(bound[3]);
    if (!bound[1].isAbsent() && !bound[1].isNone()) {
        MARU_TRY(const std::int64_t width, integerOf(runtime, bound[1], "indent", 0));
        if (width > kMaxIndent)
            return runtime.fail("an indent that is too large");
        style.indent = static_cast<int>(std::max<std::int64_t>(width, 0));
        style.itemSeparator = ",";
    }
    if (bound[2].isSequence() && bound[2].items().size() == 2) {
        MARU_TRY(style.itemSeparator, stringOf(runtime, bound[2].items()[0], "a separator"));
        MARU_TRY(style.keySeparator, stringOf(runtime, bound[2].items()[1], "a separator"));
    }
    MARU_TRY(std::string text, toJson(runtime, self, style));
    return runtime.heap().string(std::move(text));
}

Result<Value> defaultFilter(Runtime &runtime, const Value &self, Arguments arguments)
{
    MARU_TRY(const auto bound, runtime.bind("default", std::move(arguments), { "default_value", "boolean" }));
    if (!self.isUndefined() && (!isTrue(bound[1]) || isTrue(self)))
        return self;
    return bound[0].isAbsent() ? runtime.heap().string({}) : bound[0];
}

Result<Value> toInteger(Runtime &runtime, const Value &self, Arguments arguments)
{
    MARU_TRY(const auto bound, runtime.bind("int", std::move(arguments), { "default", "base" }));
    const Value otherwise = bound[0].isAbsent() ? Value::integer(0) : bound[0];
    MARU_TRY(const std::int64_t base, integerOf(runtime, bound[1], "base", 10));
    if (self.isUndefined())
        return runtime.failUndefined(self);
    if (self.isIntegral())
        return Value::integer(self.asInteger());
    double number = 0;
    if (self.is(ValueKind::Float)) {
        number = self.asNumber();
    } else if (self.isString()) {
        std::string text(strip(self.text(), Value(), true, true));
        std::erase(text, '_');
        const bool isSigned = text.starts_with('-') || text.starts_with('+');
        const bool isNegative = text.starts_with('-');
        std::string_view digits = std::string_view(text).substr(isSigned ? 1 : 0);
        const std::string_view prefix = digits.substr(0, 2);
        if ((base == 16 && (prefix == "0x" || prefix == "0X")) || (base == 2 && (prefix == "0b" || prefix == "0B"))
            || (base == 8 && (prefix == "0o" || prefix == "0O")))
            digits.remove_prefix(2);
        if (base < 2 || base > 36)
            return otherwise;
        std::int64_t value = 0;
        const char *end = digits.data() + digits.size();
        const auto [stopped, error] = std::from_chars(digits.data(), end, value, static_cast<int>(base));
        if (error == std::errc::result_out_of_range)
            return runtime.fail("a number that is too large");
        if (error == std::errc {} && stopped == end && !digits.starts_with('-'))
            return Value::integer(isNegative ? -value : value);
        const auto [floatStopped, floatError] = std::from_chars(digits.data(), end, number);
        if (floatError != std::errc {} || floatStopped != end || digits.empty())
            return otherwise;
        number = isNegative ? -number : number;
    } else {
        return otherwise;
    }
    if (!std::isfinite(number))
        return otherwise;
    if (!(std::abs(number) < 9.2e18))
        return runtime.fail("a number that is too large");
    return Value::integer(static_cast<std::int64_t>(number));
}

Result<Value> toFloat(Runtime &runtime, const Value &self, Arguments arguments)
{
    MARU_TRY(const auto bound, runtime.bind("float", std::move(arguments), { "default" }));
    if (self.isUndefined())
        return runtime.failUndefined(self);
    if (self.isNumber())
        return Value::number(self.asNumber());
    const Value otherwise = bound[0].isAbsent() ? Value::number(0) : bound[0];
    if (!self.isString())
        return otherwise;
    std::string_view text = strip(self.text(), Value(), true, true);
    if (text.starts_with('+'))
        text.remove_prefix(1);
    double number = 0;
    const auto [stopped, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc {} && stopped == text.data() + text.size() && !text.empty() ? Value::number(number)
                                                                                          : otherwise;
}

Result<Value> absolute(Runtime &runtime, const Value &self, Arguments)
{
    if (!self.isNumber())
        return self.isUndefined() ? runtime.failUndefined(self) : runtime.fail("'abs' needs a number");
    return self.asNumber() < 0      ? negate(runtime, self)
        : self.is(ValueKind::Float) ? Value::number(std::abs(self.asNumber()))
                                    : Value::integer(self.asInteger());
}

Result<Value> roundFilter(Runtime &runtime, const Value &self, Arguments arguments)
{
    MARU_TRY(const auto bound, runtime.bind("round", std::move(arguments), { "precision", "method" }));
    MARU_TRY(const std::int64_t precision, integerOf(runtime, bound[0], "precision", 0));
    if (!self.isNumber())
        return self.isUndefined() ? runtime.failUndefined(self) : runtime.fail("'round' needs a number");
    std::string method = "common";
    if (!bound[1].isAbsent()) {
        MARU_TRY(method, stringOf(runtime, bound[1], "the method"));
    }
    if (method != "common" && method != "ceil" && method != "floor")
        return runtime.fail("'round' knows the methods common, ceil and floor");
    if (method == "common" && self.isIntegral() && precision >= 0)
        return Value::integer(self.asInteger());
    const double number = self.asNumber();
    if (method == "common" && precision >= 0) {
        if (precision > 100 || !std::isfinite(number))
            return self;
        char buffer[512]; // rounds the exact decimal value, halves to even, as Python does
        const auto [end, error] = std::to_chars(
            buffer, buffer + sizeof buffer, number, std::chars_format::fixed, static_cast<int>(precision));
        double rounded = 0;
        std::from_chars(buffer, end, rounded);
        return Value::number(rounded);
    }
    const double factor = std::pow(10.0, static_cast<double>(std::clamp<std::int64_t>(precision, -300, 300)));
    const double scaled = number * factor;
    const double whole = method == "ceil" ? std::ceil(scaled)
        : method == "floor"               ? std::floor(scaled)
                                          : std::nearbyint(scaled);
    if (method == "common" && self.isIntegral())
        return Value::integer(static_cast<std::int64_t>(whole / factor));
    return Value::number(whole / factor);
}

Result<Value> formatFilter(Runtime &runtime, const Value &self, Arguments arguments)
{
    MARU_TRY(const std::string format, toText(runtime, self));
    if (arguments.named.empty())
        return formatPercent(runtime, format, runtime.heap().tuple(std::move(arguments.positional)));
    if (!arguments.positional.empty())
        return runtime.fail("'format' takes positional or named arguments, not both");
    const Value names = runtime.heap().dict();
    for (const auto &[name, value] : arguments.named)
        runtime.heap().set(names.as<DictObject>(), name, value);
    return formatPercent(runtime, format, names);
}

Result<Value> wordCount(Runtime &runtime, const Value &self, Arguments)
{
    MARU_TRY(const std::string text, toText(runtime, self));
    std::int64_t words = 0;
    bool isInside = false;
    for (std::string_view rest = text; !rest.empty(); rest.remove_prefix(codePointLength(rest))) {
        const char32_t c = decode(rest);
        const bool isWord = isAlphabetic(c) || (c >= '0' && c <= '9') || c == '_';
        words += isWord && !isInside ? 1 : 0;
        isInside = isWord;
    }
    return Value::integer(words);
}

constexpr Method kFilters[] = {
    { "trim", trim },
    { "upper", change<upper> },
    { "lower", change<lower> },
    { "capitalize", change<capitalize> },
    { "title", change<title> },
    { "escape", escape<false> },
    { "e", escape<false> },
    { "forceescape", escape<true> },
    { "safe", safe },
    { "string", asString },
    { "replace", replace },
    { "indent", indent },
    { "tojson", toJsonFilter },
    { "default", defaultFilter },
    { "d", defaultFilter },
    { "int", toInteger },
    { "float", toFloat },
    { "abs", absolute },
    { "round", roundFilter },
    { "format", formatFilter },
    { "wordcount", wordCount },
};

} // namespace

std::span<const Method> textFilters()
{
    return kFilters;
}

FunctionObject::Call findFilter(std::string_view name)
{
    for (const auto filters : { textFilters(), sequenceFilters() }) {
        for (const Method &filter : filters) {
            if (filter.name == name)
                return filter.call;
        }
    }
    return nullptr;
}

} // namespace maru::prompt::jinja
