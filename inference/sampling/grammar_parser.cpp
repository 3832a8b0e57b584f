// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// Grammar::parse(): GBNF to symbols.

#include "inference/sampling/grammar.h"
#include "inference/tokenizer/utf8.h"

#include <algorithm>
#include <optional>
#include <string>
#include <unordered_map>

namespace maru::sampling {

namespace {

using Sequence = GrammarBuilder::Sequence;

constexpr std::size_t kMostBytes = std::size_t { 1 } << 20;
constexpr unsigned kDeepestGroup = 100;
constexpr std::uint32_t kMostRepetitions = 10000;

bool isNameCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

class Parser
{
public:
    explicit Parser(std::string_view text)
        : m_text(text)
    {
    }

    Result<std::shared_ptr<const Grammar>> run()
    {
        if (m_text.size() > kMostBytes)
            return fail("is longer than 1 MiB");
        skip(true);
        while (!atEnd()) {
            MARU_CHECK(parseRule());
            skip(true);
        }
        for (const Name &name : m_names) {
            if (name.isDefined)
                continue;
            m_at = name.firstUse;
            return fail("there is no rule named " + name.text);
        }
        const auto root = m_ids.find("root");
        if (root == m_ids.end())
            return fail("there is no rule named root");
        GrammarBuilder::Finished finished = m_builder.finish(m_names[root->second].rule);
        if (finished.grammar)
            return std::move(finished.grammar);
        m_at = 0;
        for (const Name &name : m_names) {
            if (name.rule > finished.leftRecursive)
                break;
            m_at = name.definition; // groups of a rule are numbered after it
        }
        return fail("the rule begins with itself (left recursion): put what it repeats behind something");
    }

private:
    struct Name
    {
        std::string text;
        std::uint32_t rule;
        bool isDefined;
        std::size_t firstUse;
        std::size_t definition;
    };

    bool atEnd() const { return m_at >= m_text.size(); }
    char peek(std::size_t ahead = 0) const { return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : '\0'; }

    Error fail(const std::string &detail) const
    {
        const std::string_view before = m_text.substr(0, std::min(m_at, m_text.size()));
        const auto line = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')) + 1;
        const std::size_t lineStart = before.rfind('\n') + 1; // npos + 1 is 0
        const std::string lineText = std::to_string(line);
        const std::string column = std::to_string(before.size() - lineStart + 1);
        return { ErrorCode::InvalidArgument, Reason::BadGrammar,
            { { "line", lineText }, { "column", column }, { "detail", detail } },
            "the grammar, line " + lineText + ", column " + column + ": " + detail };
    }

    /// White space and comments; over the ends of lines too if `lines`.
    void skip(bool lines)
    {
        while (!atEnd()) {
            const char c = peek();
            if (c == '#') {
                while (!atEnd() && peek() != '\n' && peek() != '\r')
                    ++m_at;
            } else if (c == ' ' || c == '\t' || (lines && (c == '\n' || c == '\r'))) {
                ++m_at;
            } else {
                return;
            }
        }
    }

    std::string readName()
    {
        const std::size_t start = m_at;
        while (isNameCharacter(peek()))
            ++m_at;
        return std::string(m_text.substr(start, m_at - start));
    }

    Name &named(const std::string &text, std::size_t at)
    {
        const auto [known, isNew] = m_ids.try_emplace(text, m_names.size());
        if (isNew)
            m_names.push_back({ text, m_builder.addRule(), false, at, at });
        return m_names[known->second];
    }

    Result<void> parseRule()
    {
        const std::size_t start = m_at;
        const std::string text = readName();
        if (text.empty())
            return fail("the name of a rule is expected");
        skip(false);
        if (m_text.substr(m_at, 3) != "::=")
            return fail("::= is expected after the name " + text);
        Name &name = named(text, start);
        if (name.isDefined) {
            m_at = start;
            return fail("the rule " + text + " is defined twice");
        }
        name.isDefined = true;
        name.definition = start;
        const std::uint32_t rule = name.rule;
        m_at += 3;
        skip(true);
        MARU_CHECK(parseAlternatives(rule, 0));
        if (!atEnd() && peek() != '\n' && peek() != '\r')
            return fail("the end of the rule is expected");
        return {};
    }

    Result<void> parseAlternatives(std::uint32_t rule, unsigned depth)
    {
        while (true) {
            MARU_TRY(Sequence sequence, parseSequence(depth));
            m_builder.addAlternative(rule, std::move(sequence));
            const std::size_t end = m_at;
            skip(true);
            if (peek() != '|') {
                if (depth == 0)
                    m_at = end; // the line ends the rule
                return {};
            }
            ++m_at;
            skip(true);
        }
    }

    Result<Sequence> parseSequence(unsigned depth)
    {
        Sequence sequence;
        while (true) {
            skip(depth != 0);
            MARU_TRY(std::optional<Sequence> item, parseItem(depth));
            if (!item)
                return sequence;
            skip(depth != 0);
            MARU_TRY(const Sequence repeated, parseRepetition(*std::move(item)));
            sequence.insert(sequence.end(), repeated.begin(), repeated.end());
            if (m_builder.isTooLarge() || sequence.size() > GrammarBuilder::kMostSymbols)
                return fail("the grammar has too many symbols");
        }
    }

    /// Nothing where no item begins.
    Result<std::optional<Sequence>> parseItem(unsigned depth)
    {
        const char c = peek();
        if (c == '"') {
            MARU_TRY(Sequence item, parseText());
            return std::optional(std::move(item));
        }
        if (c == '[') {
            MARU_TRY(const Grammar::Symbol item, parseClass());
            return std::optional(Sequence { item });
        }
        if (c == '.') {
            ++m_at;
            return std::optional(Sequence { m_builder.classOf({ { 0, 0x10ffff } }) });
        }
        if (c == '(') {
            if (depth >= kDeepestGroup)
                return fail("groups are nested too deep");
            ++m_at;
            const std::uint32_t rule = m_builder.addRule();
            MARU_CHECK(parseAlternatives(rule, depth + 1));
            if (peek() != ')')
                return fail(") is expected");
            ++m_at;
            return std::optional(Sequence { { Grammar::Kind::Rule, rule } });
        }
        if (c == '<')
            return fail("tokens by name or number are not supported: write their text");
        if (!isNameCharacter(c))
            return std::optional<Sequence>();
        const std::size_t start = m_at;
        const std::string text = readName();
        const std::size_t end = m_at;
        skip(false);
        if (m_text.substr(m_at, 3) == "::=") { // cannot be: the line before has not ended
            m_at = start;
            return fail("a new rule has to start on a new line");
        }
        m_at = end;
        return std::optional(Sequence { { Grammar::Kind::Rule, named(text, start).rule } });
    }

    Result<std::uint32_t> parseCount()
    {
        if (peek() < '0' || peek() > '9')
            return fail("a number is expected");
        std::uint32_t number = 0;
        while (peek() >= '0' && peek() <= '9') {
            number = number * 10 + static_cast<std::uint32_t>(peek() - '0');
            if (number > kMostRepetitions)
                return fail("more than 10000 repetitions");
            ++m_at;
        }
        return number;
    }

    Result<Sequence> parseRepetition(Sequence item)
    {
        switch (peek()) {
        case '*':
            ++m_at;
            return m_builder.repeat(std::move(item), 0, GrammarBuilder::kNoLimit);
        case '+':
            ++m_at;
            return m_builder.repeat(std::move(item), 1, GrammarBuilder::kNoLimit);
        case '?':
            ++m_at;
            return m_builder.repeat(std::move(item), 0, 1);
        case '{':
            break;
        default:
            return item;
        }
        ++m_at;
        skip(false);
        std::uint32_t least = 0;
        if (peek() != ',') {
            MARU_TRY(least, parseCount());
        }
        std::uint32_t most = least;
        skip(false);
        if (peek() == ',') {
            ++m_at;
            skip(false);
            most = GrammarBuilder::kNoLimit;
            if (peek() != '}') {
                MARU_TRY(most, parseCount());
            }
            skip(false);
        }
        if (peek() != '}')
            return fail("} is expected");
        if (most < least)
            return fail("the largest number of repetitions is below the smallest");
        ++m_at;
        return m_builder.repeat(std::move(item), least, most);
    }

    Result<std::uint32_t> parseHexadecimal(unsigned digits)
    {
        std::uint32_t value = 0;
        for (unsigned i = 0; i < digits; ++i) {
            const char c = peek();
            const bool isDigit = c >= '0' && c <= '9';
            if (!isDigit && !((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')))
                return fail(std::to_string(digits) + " hexadecimal digits are expected");
            value = value * 16 + static_cast<std::uint32_t>(isDigit ? c - '0' : (c | 32) - 'a' + 10);
            ++m_at;
        }
        if (value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff))
            return fail("there is no such character");
        return value;
    }

    Result<std::uint32_t> parseCharacter()
    {
        if (atEnd())
            return fail("the text ends too early");
        if (peek() == '\\') {
            const char c = peek(1);
            m_at += 2;
            switch (c) {
            case 'n':
                return std::uint32_t { '\n' };
            case 'r':
                return std::uint32_t { '\r' };
            case 't':
                return std::uint32_t { '\t' };
            case 'x':
                return parseHexadecimal(2);
            case 'u':
                return parseHexadecimal(4);
            case 'U':
                return parseHexadecimal(8);
            case '\\':
            case '"':
            case '[':
            case ']':
            case '-':
            case '^':
                return static_cast<std::uint32_t>(c);
            default:
                m_at -= 2;
                return fail("there is no such escape");
            }
        }
        const tokenizer::StrictSequence sequence = tokenizer::strictSequence(m_text.substr(m_at));
        if (sequence.state != tokenizer::StrictSequence::State::Valid)
            return fail("the grammar is not UTF-8 here");
        const auto read = tokenizer::looseCodePoint(m_text.substr(m_at));
        m_at += sequence.length;
        return static_cast<std::uint32_t>(read.value);
    }

    Result<Sequence> parseText()
    {
        const std::size_t start = m_at;
        Sequence item;
        ++m_at;
        while (peek() != '"') {
            if (atEnd() || peek() == '\n') {
                m_at = start;
                return fail("the closing \" is missing");
            }
            MARU_TRY(const std::uint32_t character, parseCharacter());
            item.push_back(m_builder.classOf({ { character, character } }));
        }
        ++m_at;
        return item;
    }

    Result<Grammar::Symbol> parseClass()
    {
        const std::size_t start = m_at;
        ++m_at;
        const bool isNegated = peek() == '^';
        if (isNegated)
            ++m_at;
        std::vector<CodePointRange> ranges;
        while (peek() != ']') {
            if (atEnd() || peek() == '\n') {
                m_at = start;
                return fail("the closing ] is missing");
            }
            MARU_TRY(const std::uint32_t first, parseCharacter());
            std::uint32_t last = first;
            if (peek() == '-' && peek(1) != ']') {
                ++m_at;
                MARU_TRY(last, parseCharacter());
                if (last < first)
                    return fail("the range ends before it begins");
            }
            ranges.push_back({ first, last });
        }
        ++m_at;
        return m_builder.classOf(isNegated ? complementOf(ranges) : std::move(ranges));
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    GrammarBuilder m_builder;
    std::vector<Name> m_names; // by rising rule
    std::unordered_map<std::string, std::size_t> m_ids;
};

} // namespace

Result<std::shared_ptr<const Grammar>> Grammar::parse(std::string_view text)
{
    return Parser(text).run();
}

} // namespace maru::sampling
