// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/prompt/jinja/text.h"

#include "inference/prompt/jinja/unicode.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>
#include <vector>

namespace maru::prompt::jinja {

namespace {

constexpr char kHex[] = "0123456789abcdef";

void appendHex(std::string &text, char32_t value, int digits)
{
    for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4)
        text += kHex[(value >> shift) & 0xF];
}

std::string pythonQuoted(std::string_view text)
{
    const bool hasSingle = text.find('\'') != std::string_view::npos;
    const bool hasDouble = text.find('"') != std::string_view::npos;
    const char quote = hasSingle && !hasDouble ? '"' : '\'';
    std::string result(1, quote);
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = codePointLength(text.substr(i));
        const char32_t c = decode(text.substr(i));
        if (c == '\\' || c == static_cast<unsigned char>(quote)) {
            result += '\\';
            result += text[i];
        } else if (c == '\n' || c == '\r' || c == '\t') {
            result += c == '\n' ? "\\n" : c == '\r' ? "\\r" : "\\t";
        } else if (c < 0x20 || (c >= 0x7F && c < 0xA1) || c == 0xAD) {
            result += "\\x";
            appendHex(result, c, 2);
        } else if (isSpace(c) && c > 0x20) {
            result += "\\u";
            appendHex(result, c, 4);
        } else {
            result.append(text.substr(i, length));
        }
        i += length;
    }
    return result + quote;
}

std::string jsonString(std::string_view text, bool ensureAscii)
{
    std::string result = "\"";
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = codePointLength(text.substr(i));
        const char32_t c = decode(text.substr(i));
        static constexpr std::string_view kPlain = "\"\\\n\r\t\b\f";
        static constexpr std::string_view kEscaped = "\"\\nrtbf";
        const std::size_t special = length == 1 ? kPlain.find(text[i]) : std::string_view::npos;
        if (special != std::string_view::npos) {
            result += '\\';
            result += kEscaped[special];
        } else if (c < 0x20 || (ensureAscii && c > 0x7E && c < 0x10000)) {
            result += "\\u";
            appendHex(result, c, 4);
        } else if (ensureAscii && c >= 0x10000) {
            result += "\\u";
            appendHex(result, 0xD800 + ((c - 0x10000) >> 10), 4);
            result += "\\u";
            appendHex(result, 0xDC00 + ((c - 0x10000) & 0x3FF), 4);
        } else {
            result.append(text.substr(i, length));
        }
        i += length;
    }
    return result + '"';
}

std::string scalarText(const Value &value)
{
    switch (value.kind()) {
    case ValueKind::None:
        return "None";
    case ValueKind::Boolean:
        return value.asBoolean() ? "True" : "False";
    case ValueKind::Integer:
        return std::to_string(value.asInteger());
    case ValueKind::Float:
        return floatText(value.asNumber());
    default:
        return "<" + typeName(value) + ">";
    }
}

/// Writes nested values; the recursion is as deep as the values, and limited.
class Writer
{
public:
    Writer(Runtime &runtime, const JsonStyle *json)
        : m_runtime(runtime)
        , m_json(json)
    {
    }

    Result<std::string> run(const Value &value)
    {
        MARU_CHECK(write(value, 0));
        return std::move(m_text);
    }

private:
    Result<void> write(const Value &value, std::uint32_t depth)
    {
        if (depth > m_runtime.limits().depth)
            return m_runtime.limit("depth");
        MARU_CHECK(m_runtime.spend());
        MARU_CHECK(m_runtime.spendOn(value));
        MARU_CHECK(m_runtime.checkString(m_text.size()));
        switch (value.kind()) {
        case ValueKind::String:
            m_text += m_json ? jsonString(value.text(), m_json->ensureAscii) : pythonQuoted(value.text());
            return {};
        case ValueKind::List:
        case ValueKind::Tuple:
            return writeItems(value, depth);
        case ValueKind::Dict:
        case ValueKind::Namespace:
            if (m_json && value.is(ValueKind::Namespace))
                break;
            return writeEntries(value, depth);
        case ValueKind::Undefined:
            if (m_json)
                break;
            m_text += "Undefined";
            return {};
        default:
            if (!m_json) {
                m_text += scalarText(value);
                return {};
            }
            if (value.isNone()) {
                m_text += "null";
                return {};
            }
            if (value.is(ValueKind::Boolean)) {
                m_text += value.asBoolean() ? "true" : "false";
                return {};
            }
            if (value.isNumber()) {
                m_text += jsonNumber(value);
                return {};
            }
        }
        return m_runtime.fail("a " + typeName(value) + " cannot be written as JSON");
    }

    static std::string jsonNumber(const Value &value)
    {
        if (value.is(ValueKind::Float) && std::isnan(value.asNumber()))
            return "NaN";
        if (value.is(ValueKind::Float) && std::isinf(value.asNumber()))
            return value.asNumber() > 0 ? "Infinity" : "-Infinity";
        return scalarText(value);
    }

    void breakLine(std::uint32_t depth)
    {
        if (!m_json || m_json->indent < 0)
            return;
        m_text += '\n';
        m_text.append(static_cast<std::size_t>(m_json->indent) * depth, ' ');
    }

    void separate(std::uint32_t depth)
    {
        m_text += m_json ? m_json->itemSeparator : ", ";
        breakLine(depth);
    }

    Result<void> writeItems(const Value &value, std::uint32_t depth)
    {
        const bool isTuple = !m_json && value.is(ValueKind::Tuple);
        const std::vector<Value> &items = value.items();
        m_text += isTuple ? '(' : '[';
        for (std::size_t i = 0; i < items.size(); ++i) {
            if (i > 0)
                separate(depth + 1);
            else
                breakLine(depth + 1);
            MARU_CHECK(write(items[i], depth + 1));
        }
        if (!items.empty())
            breakLine(depth);
        if (isTuple && items.size() == 1)
            m_text += ',';
        m_text += isTuple ? ')' : ']';
        return {};
    }

    Result<void> writeKey(const Value &key, std::uint32_t depth)
    {
        if (!m_json || key.isString())
            return write(key, depth);
        if (!key.isNumber() && !key.isNone())
            return m_runtime.fail("a key of a JSON object cannot be a " + typeName(key));
        m_text += '"';
        MARU_CHECK(write(key, depth));
        m_text += '"';
        return {};
    }

    Result<void> writeEntries(const Value &value, std::uint32_t depth)
    {
        std::vector<std::pair<Value, Value>> entries = value.as<DictObject>().entries;
        if (m_json && m_json->sortKeys) {
            for (const auto &entry : entries) {
                if (!entry.first.isString())
                    return m_runtime.fail("only keys that are strings can be sorted");
            }
            std::sort(entries.begin(), entries.end(),
                [](const auto &a, const auto &b) { return a.first.text() < b.first.text(); });
        }
        m_text += '{';
        for (std::size_t i = 0; i < entries.size(); ++i) {
            if (i > 0)
                separate(depth + 1);
            else
                breakLine(depth + 1);
            MARU_CHECK(writeKey(entries[i].first, depth + 1));
            m_text += m_json ? m_json->keySeparator : ": ";
            MARU_CHECK(write(entries[i].second, depth + 1));
        }
        if (!entries.empty())
            breakLine(depth);
        m_text += '}';
        return {};
    }

    Runtime &m_runtime;
    const JsonStyle *m_json;
    std::string m_text;
};

} // namespace

std::string floatText(double number)
{
    if (std::isnan(number))
        return "nan";
    if (std::isinf(number))
        return number > 0 ? "inf" : "-inf";
    char buffer[32];
    const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, number, std::chars_format::scientific);
    std::string_view text(buffer, static_cast<std::size_t>(end - buffer));
    std::string result = text.starts_with('-') ? "-" : "";
    text.remove_prefix(result.size());
    const std::size_t marker = text.find('e');
    int exponent = 0;
    const char *first = text.data() + marker + (text[marker + 1] == '+' ? 2 : 1);
    std::from_chars(first, text.data() + text.size(), exponent);
    std::string digits(text.substr(0, marker));
    std::erase(digits, '.');
    if (exponent < -4 || exponent >= 16) {
        result += digits[0];
        if (digits.size() > 1)
            result += "." + digits.substr(1);
        const std::string power = std::to_string(std::abs(exponent));
        return result + (exponent < 0 ? "e-" : "e+") + (power.size() < 2 ? "0" : "") + power;
    }
    if (exponent < 0)
        return result + "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + digits;
    const std::size_t whole = static_cast<std::size_t>(exponent) + 1;
    if (digits.size() <= whole)
        return result + digits + std::string(whole - digits.size(), '0') + ".0";
    return result + digits.substr(0, whole) + "." + digits.substr(whole);
}

Result<std::string> toText(Runtime &runtime, const Value &value)
{
    if (value.isString()) {
        MARU_CHECK(runtime.spendOn(value));
        return value.text();
    }
    if (value.isUndefined())
        return std::string();
    return toRepresentation(runtime, value);
}

Result<std::string> toRepresentation(Runtime &runtime, const Value &value)
{
    return Writer(runtime, nullptr).run(value);
}

Result<std::string> toJson(Runtime &runtime, const Value &value, const JsonStyle &style)
{
    return Writer(runtime, &style).run(value);
}

std::string escapeHtml(std::string_view text)
{
    std::string result;
    for (const char c : text) {
        static constexpr std::pair<char, std::string_view> kEscapes[]
            = { { '&', "&amp;" }, { '<', "&lt;" }, { '>', "&gt;" }, { '\'', "&#39;" }, { '"', "&#34;" } };
        const auto *found = std::find_if(
            std::begin(kEscapes), std::end(kEscapes), [c](const auto &entry) { return entry.first == c; });
        if (found == std::end(kEscapes))
            result += c;
        else
            result += found->second;
    }
    return result;
}

std::string typeName(const Value &value)
{
    switch (value.kind()) {
    case ValueKind::None:
        return "None";
    case ValueKind::Boolean:
        return "bool object";
    case ValueKind::Integer:
        return "int object";
    case ValueKind::Float:
        return "float object";
    case ValueKind::String:
        return "str object";
    case ValueKind::List:
        return "list object";
    case ValueKind::Tuple:
        return "tuple object";
    case ValueKind::Dict:
        return "dict object";
    case ValueKind::Namespace:
        return "namespace object";
    case ValueKind::Function:
        return "function";
    case ValueKind::Loop:
        return "loop object";
    case ValueKind::Cycler:
        return "cycler object";
    case ValueKind::Generator:
        return "generator object";
    case ValueKind::Absent:
    case ValueKind::Undefined:
    case ValueKind::Scope:
        break;
    }
    return "undefined value";
}

} // namespace maru::prompt::jinja
