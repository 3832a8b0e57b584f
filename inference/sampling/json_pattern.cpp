// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/sampling/json_pattern.h"

#include "inference/sampling/code_point_class.h"
#include "inference/tokenizer/utf8.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdio>
#include <vector>

namespace maru::sampling {

namespace {

using Ranges = std::vector<CodePointRange>;

constexpr unsigned kDeepestGroup = 50;
constexpr std::size_t kLongestPattern = 4096;

std::string characterCode(std::uint32_t character)
{
    std::array<char, 16> text {};
    std::snprintf(text.data(), text.size(), "\\U%08X", static_cast<unsigned>(character));
    return text.data();
}

Ranges digits()
{
    return { { '0', '9' } };
}

Ranges wordCharacters()
{
    return { { '0', '9' }, { 'A', 'Z' }, { '_', '_' }, { 'a', 'z' } };
}

Ranges whiteSpace()
{
    return { { '\t', '\r' }, { ' ', ' ' }, { 0xa0, 0xa0 }, { 0x2028, 0x2029 }, { 0x3000, 0x3000 } };
}

/// What a JSON string holds as it is.
Ranges plainCharacters()
{
    return complementOf({ { 0, 0x1f }, { '"', '"' }, { '\\', '\\' }, { 0x7f, 0x7f } });
}

Ranges intersection(const Ranges &a, const Ranges &b)
{
    Ranges outside = complementOf(a);
    const Ranges more = complementOf(b);
    outside.insert(outside.end(), more.begin(), more.end());
    return complementOf(outside);
}

bool contains(const Ranges &ranges, std::uint32_t character)
{
    return std::any_of(ranges.begin(), ranges.end(),
        [character](const CodePointRange &range) { return character >= range.first && character <= range.last; });
}

/// One character out of `ranges` as it is written in a JSON string.
std::string written(const Ranges &ranges)
{
    std::string plain;
    for (const CodePointRange &range : intersection(ranges, plainCharacters()))
        plain += characterCode(range.first) + "-" + characterCode(range.last);
    std::string expression = plain.empty() ? std::string() : "[" + plain + "]";
    const auto orElse
        = [&expression](const std::string &escape) { expression += (expression.empty() ? "" : " | ") + escape; };
    for (const auto &[character, escape] :
        std::array<std::pair<std::uint32_t, const char *>, 5> { { { '"', R"("\\\"")" }, { '\\', R"("\\\\")" },
            { '\n', R"("\\n")" }, { '\r', R"("\\r")" }, { '\t', R"("\\t")" } } }) {
        if (contains(ranges, character))
            orElse(escape);
    }
    return expression.empty() ? std::string() : "(" + expression + ")";
}

class PatternParser
{
public:
    explicit PatternParser(std::string_view text)
        : m_text(text)
    {
    }

    Result<std::string> run()
    {
        if (m_text.size() > kLongestPattern)
            return fail("the pattern is too long");
        const std::string anything = written(complementOf({})) + "*";
        const bool isAnchored = m_text.starts_with('^');
        if (isAnchored)
            ++m_at;
        const bool isClosed = m_text.size() > m_at && m_text.ends_with('$') && !m_text.ends_with("\\$");
        if (isClosed)
            m_text.remove_suffix(1);
        MARU_TRY(const std::string body, alternatives(0));
        if (m_at < m_text.size())
            return fail("the pattern has a ) too many");
        if ((isAnchored || isClosed) && m_hasBareAlternatives)
            return fail("^ and $ around alternatives: put these into a group");
        return (isAnchored ? "" : anything + " ") + "(" + body + ")" + (isClosed ? "" : " " + anything);
    }

private:
    bool atEnd() const { return m_at >= m_text.size(); }
    char peek() const { return atEnd() ? '\0' : m_text[m_at]; }
    bool take(std::string_view text)
    {
        if (!m_text.substr(std::min(m_at, m_text.size())).starts_with(text))
            return false;
        m_at += text.size();
        return true;
    }

    Error fail(const std::string &detail) const
    {
        return { ErrorCode::InvalidArgument, Reason::BadSchema, { { "detail", detail } }, detail };
    }

    Result<std::string> alternatives(unsigned depth)
    {
        if (depth > kDeepestGroup)
            return fail("groups of the pattern are nested too deep");
        std::string all;
        while (true) {
            std::string sequence;
            while (!atEnd() && peek() != '|' && peek() != ')') {
                MARU_TRY(const std::string item, repeated(depth));
                sequence += (sequence.empty() ? "" : " ") + item;
            }
            all += sequence.empty() ? "\"\"" : sequence;
            if (!take("|"))
                return all;
            m_hasBareAlternatives |= depth == 0;
            all += " | ";
        }
    }

    Result<std::string> repeated(unsigned depth)
    {
        MARU_TRY(std::string item, atom(depth));
        if (take("*"))
            item += '*';
        else if (take("+"))
            item += '+';
        else if (take("?"))
            item += '?';
        else if (peek() == '{') {
            const std::size_t end = m_text.find('}', m_at);
            const std::string_view counts
                = end == std::string_view::npos ? std::string_view() : m_text.substr(m_at, end + 1 - m_at);
            if (counts.size() < 3 || counts.find_first_not_of("0123456789,", 1) != counts.size() - 1
                || std::count(counts.begin(), counts.end(), ',') > 1)
                return fail("{ of the pattern is no number of repetitions");
            item += counts;
            m_at = end + 1;
        } else {
            return item;
        }
        if (peek() == '?' || peek() == '+')
            return fail("lazy and possessive repetition are not supported");
        return item;
    }

    Result<std::uint32_t> character()
    {
        const tokenizer::LooseCodePoint read = tokenizer::looseCodePoint(m_text.substr(m_at));
        m_at += read.length;
        return static_cast<std::uint32_t>(read.value);
    }

    /// After a backslash. True in `isSet` if what was named is more than a character.
    Result<Ranges> escape(bool &isSet)
    {
        if (atEnd())
            return fail("the pattern ends with a backslash");
        const char c = peek();
        isSet = std::string_view("dDwWsS").find(c) != std::string_view::npos;
        if (isSet) {
            ++m_at;
            const Ranges set = (c | 32) == 'd' ? digits() : (c | 32) == 'w' ? wordCharacters() : whiteSpace();
            return c >= 'a' ? set : complementOf(set);
        }
        for (const auto &[letter, value] : std::array<std::pair<char, std::uint32_t>, 5> {
                 { { 'n', '\n' }, { 'r', '\r' }, { 't', '\t' }, { 'f', '\f' }, { 'v', '\v' } } }) {
            if (take(std::string_view(&letter, 1)))
                return Ranges { { value, value } };
        }
        if (c == 'x' || c == 'u') {
            const std::size_t count = c == 'x' ? 2 : 4;
            const std::string_view hex = m_text.substr(m_at + 1, count);
            if (hex.size() != count || hex.find_first_not_of("0123456789abcdefABCDEF") != std::string_view::npos)
                return fail("hexadecimal digits are expected in the pattern");
            std::uint32_t value = 0;
            for (const char digit : hex)
                value = value * 16 + static_cast<std::uint32_t>(digit <= '9' ? digit - '0' : (digit | 32) - 'a' + 10);
            m_at += count + 1;
            return Ranges { { value, value } };
        }
        if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
            return fail(std::string("\\") + c + " is not supported in a pattern");
        MARU_TRY(const std::uint32_t value, character());
        return Ranges { { value, value } };
    }

    Result<std::string> expressionOf(const Ranges &ranges)
    {
        std::string expression = written(ranges);
        if (expression.empty())
            return fail("a class of the pattern has nothing that a JSON string can hold");
        return expression;
    }

    Result<std::string> atom(unsigned depth)
    {
        if (take("(")) {
            if (peek() == '?' && !take("?:"))
                return fail("(? of the pattern is not supported, but for (?:");
            MARU_TRY(const std::string inner, alternatives(depth + 1));
            if (!take(")"))
                return fail("the pattern lacks a )");
            return "(" + inner + ")";
        }
        if (peek() == '[')
            return characterClass();
        if (take("."))
            return expressionOf(complementOf({ { '\n', '\n' }, { '\r', '\r' }, { 0x2028, 0x2029 } }));
        if (take("\\")) {
            bool isSet = false;
            MARU_TRY(const Ranges ranges, escape(isSet));
            return expressionOf(ranges);
        }
        if (std::string_view("^$*+?{}]").find(peek()) != std::string_view::npos)
            return fail(std::string(1, peek()) + " stands where the pattern cannot have it");
        MARU_TRY(const std::uint32_t value, character());
        return expressionOf({ { value, value } });
    }

    Result<std::string> characterClass()
    {
        take("[");
        const bool isNegated = take("^");
        Ranges ranges;
        while (!take("]")) {
            if (atEnd())
                return fail("the pattern lacks a ]");
            bool isSet = false;
            Ranges first;
            if (take("\\")) {
                MARU_TRY(first, escape(isSet));
            } else {
                MARU_TRY(const std::uint32_t value, character());
                first = { { value, value } };
            }
            if (!isSet && peek() == '-' && m_at + 1 < m_text.size() && m_text[m_at + 1] != ']') {
                take("-");
                Ranges last;
                if (take("\\")) {
                    MARU_TRY(last, escape(isSet));
                } else {
                    MARU_TRY(const std::uint32_t value, character());
                    last = { { value, value } };
                }
                if (isSet || last.front().first < first.front().first)
                    return fail("a range of the pattern ends before it begins");
                first.front().last = last.front().first;
            }
            ranges.insert(ranges.end(), first.begin(), first.end());
        }
        return expressionOf(isNegated ? complementOf(ranges) : ranges);
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    bool m_hasBareAlternatives = false;
};

/// Numbers between two of the same count of digits.
std::string sameLength(const std::string &least, const std::string &most)
{
    if (least.empty())
        return "";
    if (least.front() == most.front()) {
        const std::string rest = sameLength(least.substr(1), most.substr(1));
        return "\"" + least.substr(0, 1) + "\"" + (rest.empty() ? "" : " " + rest);
    }
    const auto range = [](char first, char last) {
        return first == last ? std::string("[") + first + "]" : std::string("[") + first + "-" + last + "]";
    };
    const std::size_t rest = least.size() - 1;
    if (rest == 0)
        return range(least.front(), most.front());
    const std::string zeros(rest, '0');
    const std::string nines(rest, '9');
    const std::string any = " [0-9]{" + std::to_string(rest) + "}";
    std::string all;
    const auto add = [&all](const std::string &part) { all += (all.empty() ? "" : " | ") + part; };
    char first = least.front();
    char last = most.front();
    if (least.substr(1) != zeros) {
        add("\"" + std::string(1, first) + "\" " + sameLength(least.substr(1), nines));
        ++first;
    }
    if (most.substr(1) != nines) {
        add("\"" + std::string(1, last) + "\" " + sameLength(zeros, most.substr(1)));
        --last;
    }
    if (first <= last)
        add(range(first, last) + any);
    return "(" + all + ")";
}

/// Numbers from `least`, which is not negative.
std::string between(std::uint64_t least, std::uint64_t most)
{
    std::string all;
    for (std::size_t length = std::to_string(least).size(); length <= std::to_string(most).size(); ++length) {
        const std::string low
            = length == std::to_string(least).size() ? std::to_string(least) : "1" + std::string(length - 1, '0');
        const std::string high
            = length == std::to_string(most).size() ? std::to_string(most) : std::string(length, '9');
        all += (all.empty() ? "" : " | ") + sameLength(low, high);
    }
    return all;
}

std::uint64_t magnitude(std::int64_t number)
{
    return number < 0 ? ~static_cast<std::uint64_t>(number) + 1 : static_cast<std::uint64_t>(number);
}

} // namespace

std::string grammarText(std::string_view text)
{
    std::string literal = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            literal += '\\';
        if (c == '\n')
            literal += "\\n";
        else
            literal += c;
    }
    return literal + '"';
}

std::string grammarOfIntegers(std::int64_t least, std::int64_t most)
{
    std::string all;
    if (most >= 0)
        all = between(magnitude(std::max<std::int64_t>(least, 0)), magnitude(most));
    if (least < 0) {
        const std::int64_t nearest = std::min<std::int64_t>(most, -1);
        all += (all.empty() ? "" : " | ") + std::string("\"-\" (") + between(magnitude(nearest), magnitude(least))
            + ")";
    }
    return "(" + all + ")";
}

Result<std::string> grammarOfPattern(std::string_view pattern)
{
    return PatternParser(pattern).run();
}

} // namespace maru::sampling
