// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/prompt/jinja/operators.h"
#include "inference/prompt/jinja/text.h"
#include "inference/prompt/jinja/unicode.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace maru::prompt::jinja {

namespace {

constexpr std::size_t kMaxDigits = 100;

/// One `%...` of a format.
struct Directive
{
    bool isLeft = false;
    bool hasSign = false;
    bool hasSpace = false;
    bool hasZeros = false;
    std::size_t width = 0;
    int precision = -1;
    char type = 's';
};

std::string fixed(double number, char type, int precision)
{
    if (!std::isfinite(number))
        return std::isnan(number) ? "nan" : number < 0 ? "-inf" : "inf";
    char buffer[512];
    const auto format = type == 'e' || type == 'E' ? std::chars_format::scientific
        : type == 'g' || type == 'G'               ? std::chars_format::general
                                                   : std::chars_format::fixed;
    const auto [end, error]
        = std::to_chars(buffer, buffer + sizeof buffer, number, format, precision < 0 ? 6 : precision);
    return std::string(buffer, end);
}

class Formatter
{
public:
    Formatter(Runtime &runtime, const std::string &format, const Value &arguments)
        : m_runtime(runtime)
        , m_rest(format)
        , m_arguments(arguments)
    {
    }

    Result<Value> run()
    {
        while (!m_rest.empty()) {
            const std::size_t start = std::min(m_rest.find('%'), m_rest.size());
            m_result.append(m_rest.substr(0, start));
            m_rest.remove_prefix(start);
            if (m_rest.empty())
                break;
            m_rest.remove_prefix(1);
            MARU_CHECK(m_runtime.spend());
            MARU_CHECK(directive());
            MARU_CHECK(m_runtime.checkString(m_result.size()));
        }
        const bool isMapping = m_arguments.isDict() || m_arguments.is(ValueKind::List); // to Python, whatever has items
        if (!isMapping && m_used < (m_arguments.is(ValueKind::Tuple) ? m_arguments.items().size() : 1))
            return m_runtime.fail("not all arguments converted during string formatting");
        return m_runtime.heap().string(std::move(m_result));
    }

private:
    char take()
    {
        if (m_rest.empty())
            return '\0';
        const char c = m_rest.front();
        m_rest.remove_prefix(1);
        return c;
    }

    Result<void> directive()
    {
        Directive found;
        Value value;
        if (m_rest.starts_with('(')) {
            const std::size_t end = m_rest.find(')');
            if (end == std::string_view::npos || !m_arguments.isDict())
                return m_runtime.fail("format requires a mapping");
            const Value *entry = m_arguments.as<DictObject>().find(m_rest.substr(1, end - 1));
            if (!entry)
                return m_runtime.fail("a format names a key that is not there");
            value = *entry;
            m_rest.remove_prefix(end + 1);
        }
        for (; !m_rest.empty(); m_rest.remove_prefix(1)) {
            const char flag = m_rest.front();
            if (flag == '-')
                found.isLeft = true;
            else if (flag == '+')
                found.hasSign = true;
            else if (flag == ' ')
                found.hasSpace = true;
            else if (flag == '0')
                found.hasZeros = true;
            else if (flag != '#')
                break;
        }
        MARU_TRY(found.width, digits(m_runtime.heap().maxStringBytes()));
        if (m_rest.starts_with('.')) {
            m_rest.remove_prefix(1);
            MARU_TRY(const std::size_t precision, digits(kMaxDigits));
            found.precision = static_cast<int>(precision);
        }
        found.type = take();
        if (found.type == '%') {
            m_result += '%';
            return {};
        }
        if (value.isAbsent()) {
            MARU_TRY(value, nextArgument());
        }
        return append(found, value);
    }

    Result<std::size_t> digits(std::uint64_t most)
    {
        std::size_t number = 0;
        while (!m_rest.empty() && m_rest.front() >= '0' && m_rest.front() <= '9') {
            number = number * 10 + static_cast<std::size_t>(take() - '0');
            if (number > most)
                return m_runtime.limit("output");
        }
        return number;
    }

    Result<Value> nextArgument()
    {
        const bool isTuple = m_arguments.is(ValueKind::Tuple);
        if (m_used >= (isTuple ? m_arguments.items().size() : 1))
            return m_runtime.fail("not enough arguments for format string");
        ++m_used;
        return isTuple ? m_arguments.items()[m_used - 1] : m_arguments;
    }

    Result<std::string> number(const Directive &directive, const Value &value)
    {
        if (!value.isNumber())
            return m_runtime.fail("a format of a number got a " + typeName(value));
        const bool isWhole = directive.type == 'd' || directive.type == 'i' || directive.type == 'u'
            || directive.type == 'x' || directive.type == 'X' || directive.type == 'o';
        std::string text;
        if (isWhole) {
            const double truncated = std::trunc(value.asNumber());
            if (value.is(ValueKind::Float) && !(std::abs(truncated) < 9e18))
                return m_runtime.fail("a number that is too large");
            const std::int64_t whole
                = value.is(ValueKind::Float) ? static_cast<std::int64_t>(truncated) : value.asInteger();
            const int base = directive.type == 'x' || directive.type == 'X' ? 16 : directive.type == 'o' ? 8 : 10;
            char buffer[72];
            text.assign(buffer, std::to_chars(buffer, buffer + sizeof buffer, whole, base).ptr);
            const std::size_t sign = text.starts_with('-') ? 1 : 0;
            if (directive.precision > 0 && text.size() - sign < static_cast<std::size_t>(directive.precision))
                text.insert(sign, static_cast<std::size_t>(directive.precision) - (text.size() - sign), '0');
        } else {
            text = fixed(value.asNumber(), directive.type, directive.precision);
        }
        if (directive.type == 'X' || directive.type == 'E' || directive.type == 'G')
            text = upper(text);
        if (!text.starts_with('-') && (directive.hasSign || directive.hasSpace))
            text.insert(0, 1, directive.hasSign ? '+' : ' ');
        return text;
    }

    Result<void> append(const Directive &directive, const Value &value)
    {
        std::string text;
        bool isNumber = false;
        if (directive.type == 's' || directive.type == 'r' || directive.type == 'a') {
            MARU_TRY(text, directive.type == 's' ? toText(m_runtime, value) : toRepresentation(m_runtime, value));
            if (directive.precision >= 0)
                text.resize(byteOffset(text, static_cast<std::size_t>(directive.precision)));
        } else if (std::string_view("diuxXoeEfFgG").find(directive.type) != std::string_view::npos
            && directive.type != '\0') {
            MARU_TRY(text, number(directive, value));
            isNumber = true;
        } else {
            return m_runtime.fail("unsupported format character");
        }
        const std::size_t length = countCodePoints(text);
        const std::size_t padding = directive.width > length ? directive.width - length : 0;
        MARU_CHECK(m_runtime.checkString(m_result.size() + text.size() + padding));
        if (directive.isLeft) {
            m_result += text + std::string(padding, ' ');
        } else if (isNumber && directive.hasZeros) {
            const std::size_t sign = !text.empty() && (text[0] == '-' || text[0] == '+' || text[0] == ' ') ? 1 : 0;
            m_result += text.insert(sign, padding, '0');
        } else {
            m_result += std::string(padding, ' ') + text;
        }
        return {};
    }

    Runtime &m_runtime;
    std::string_view m_rest;
    const Value &m_arguments;
    std::size_t m_used = 0;
    std::string m_result;
};

} // namespace

Result<Value> formatPercent(Runtime &runtime, const std::string &format, const Value &arguments)
{
    return Formatter(runtime, format, arguments).run();
}

} // namespace maru::prompt::jinja
