// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/prompt/jinja/lexer.h"

#include "inference/prompt/jinja/unicode.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace maru::prompt::jinja {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isNameStart(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

/// One form of line end, and none at the end of the template.
std::string normalized(std::string_view source)
{
    std::string text;
    text.reserve(source.size());
    for (std::size_t i = 0; i < source.size(); ++i) {
        if (source[i] != '\r') {
            text += source[i];
            continue;
        }
        text += '\n';
        if (i + 1 < source.size() && source[i + 1] == '\n')
            ++i;
    }
    if (text.ends_with('\n'))
        text.pop_back();
    return text;
}

class Lexer
{
public:
    explicit Lexer(std::string_view source)
        : m_source(normalized(source))
    {
    }

    Result<std::vector<Token>> run()
    {
        while (m_position < m_source.size())
            MARU_CHECK(lexText());
        add(TokenKind::End, {});
        return std::move(m_tokens);
    }

private:
    std::string_view rest() const { return std::string_view(m_source).substr(m_position); }
    bool at(std::string_view text) const { return rest().starts_with(text); }

    void advance(std::size_t count)
    {
        const std::string_view passed = rest().substr(0, count);
        m_line += static_cast<std::uint32_t>(std::count(passed.begin(), passed.end(), '\n'));
        m_lineStarting = passed.ends_with('\n');
        m_position += passed.size();
    }

    void add(TokenKind kind, std::string text) { m_tokens.push_back({ kind, m_line, std::move(text) }); }

    /// `text` as it stands before a tag that begins with `sign` after its brace.
    std::string_view trimmedBeforeTag(std::string_view text, char sign, bool isPrint) const
    {
        if (sign == '-')
            return stripRight(text);
        if (sign == '+' || isPrint)
            return text;
        const std::size_t newline = text.rfind('\n');
        const std::size_t lineStart = newline == std::string_view::npos ? 0 : newline + 1;
        if (lineStart == 0 && !m_lineStarting)
            return text;
        return stripLeft(text.substr(lineStart)).empty() ? text.substr(0, lineStart) : text;
    }

    static char signOf(std::string_view text)
    {
        return !text.empty() && (text.front() == '-' || text.front() == '+') ? text.front() : '\0';
    }

    void skipSpace() { advance(rest().size() - stripLeft(rest()).size()); }

    /// Passes the end of a tag (`-%}`, `+%}`, `%}`), if one is here.
    bool passTagEnd(std::string_view end, bool trimsNewline)
    {
        const char sign = signOf(rest());
        if (sign != '\0' && rest().substr(1).starts_with(end)) {
            advance(1 + end.size());
            if (sign == '-' && !stripLeftPrefix().empty())
                skipSpace();
            return true;
        }
        if (!at(end))
            return false;
        advance(end.size());
        if (trimsNewline && at("\n"))
            advance(1);
        return true;
    }

    std::string_view stripLeftPrefix() const { return rest().substr(0, rest().size() - stripLeft(rest()).size()); }

    Result<void> lexText()
    {
        std::size_t tag = m_position;
        while (true) {
            tag = m_source.find('{', tag);
            if (tag == std::string::npos || tag + 1 >= m_source.size()) {
                tag = std::string::npos;
                break;
            }
            const char next = m_source[tag + 1];
            if (next == '{' || next == '%' || next == '#')
                break;
            ++tag;
        }
        if (tag == std::string::npos) {
            add(TokenKind::Text, std::string(rest()));
            advance(rest().size());
            return {};
        }
        const char type = m_source[tag + 1];
        const char sign = signOf(std::string_view(m_source).substr(tag + 2));
        const std::string_view before = rest().substr(0, tag - m_position);
        const std::string_view text = trimmedBeforeTag(before, sign, type == '{');
        if (!text.empty())
            add(TokenKind::Text, std::string(text));
        advance(before.size());
        m_tagLine = m_line;
        advance(2);
        if (type == '#')
            return lexComment();
        if (type == '%' && lexRawBegin(sign))
            return lexRaw();
        if (sign != '\0')
            advance(1);
        const bool isPrint = type == '{';
        add(isPrint ? TokenKind::PrintBegin : TokenKind::BlockBegin, {});
        return lexTag(isPrint);
    }

    Result<void> lexComment()
    {
        if (signOf(rest()) != '\0')
            advance(1);
        const std::size_t end = rest().find("#}");
        if (end == std::string_view::npos)
            return syntaxError(m_tagLine, "a comment that never ends");
        const bool isSigned = end > 0 && signOf(rest().substr(end - 1)) != '\0';
        advance(isSigned ? end - 1 : end);
        passTagEnd("#}", true);
        return {};
    }

    bool lexRawBegin(char sign)
    {
        const std::string_view inside = stripLeft(rest().substr(sign == '\0' ? 0 : 1));
        if (!inside.starts_with("raw"))
            return false;
        std::string_view end = stripLeft(inside.substr(3));
        const bool trims = end.starts_with("-%}");
        if (!trims && !end.starts_with("%}"))
            return false;
        end.remove_prefix(trims ? 3 : 2);
        advance(rest().size() - end.size());
        if (trims)
            skipSpace();
        return true;
    }

    Result<void> lexRaw()
    {
        for (std::size_t tag = rest().find("{%"); tag != std::string_view::npos; tag = rest().find("{%", tag + 1)) {
            std::string_view inside = rest().substr(tag + 2);
            const char sign = signOf(inside);
            inside = stripLeft(inside.substr(sign == '\0' ? 0 : 1));
            if (!inside.starts_with("endraw"))
                continue;
            const std::string_view end = stripLeft(inside.substr(6));
            if (!end.starts_with("%}") && !end.starts_with("-%}") && !end.starts_with("+%}"))
                continue;
            const std::string_view text = trimmedBeforeTag(rest().substr(0, tag), sign, false);
            if (!text.empty())
                add(TokenKind::Text, std::string(text));
            advance(rest().size() - end.size());
            passTagEnd("%}", true);
            return {};
        }
        return syntaxError(m_tagLine, "a raw block that never ends");
    }

    Result<void> lexTag(bool isPrint)
    {
        const std::string_view end = isPrint ? "}}" : "%}";
        while (m_position < m_source.size()) {
            skipSpace();
            const std::uint32_t line = m_line;
            if (m_brackets.empty() && passTagEnd(end, !isPrint)) {
                m_tokens.push_back({ isPrint ? TokenKind::PrintEnd : TokenKind::BlockEnd, line, {} });
                return {};
            }
            if (m_position >= m_source.size())
                break;
            const char c = m_source[m_position];
            if (isDigit(c))
                MARU_CHECK(lexNumber());
            else if (isNameStart(c))
                lexName();
            else if (c == '\'' || c == '"')
                MARU_CHECK(lexString(c));
            else
                MARU_CHECK(lexOperator());
        }
        return syntaxError(m_tagLine, "a tag that never ends");
    }

    void lexName()
    {
        std::size_t length = 0;
        while (length < rest().size() && (isNameStart(rest()[length]) || isDigit(rest()[length])))
            ++length;
        add(TokenKind::Name, std::string(rest().substr(0, length)));
        advance(length);
    }

    /// Digits from `offset` on, with single underscores between them.
    std::size_t passDigits(std::size_t offset, auto accepts) const
    {
        while (offset < rest().size()) {
            const bool underscore = rest()[offset] == '_' && offset + 1 < rest().size() && accepts(rest()[offset + 1]);
            if (!accepts(rest()[offset]) && !underscore)
                break;
            ++offset;
        }
        return offset;
    }

    void addNumber(TokenKind kind, std::size_t length)
    {
        std::string text(rest().substr(0, length));
        std::erase(text, '_');
        add(kind, std::move(text));
        advance(length);
    }

    Result<void> lexNumber()
    {
        const std::string_view text = rest();
        const char marker = text.size() > 1 && text[0] == '0' ? static_cast<char>(text[1] | 0x20) : '\0';
        if (marker == 'x' || marker == 'o' || marker == 'b') {
            const std::size_t end = passDigits(2, [marker](char c) {
                const char lower = static_cast<char>(c | 0x20);
                return marker == 'x' ? isDigit(c) || (lower >= 'a' && lower <= 'f')
                                     : c >= '0' && c <= (marker == 'o' ? '7' : '1');
            });
            if (end == 2)
                return syntaxError(m_line, "a number without digits");
            addNumber(TokenKind::Integer, end);
            return {};
        }
        const std::size_t whole = passDigits(0, isDigit);
        std::size_t end = whole;
        const bool afterDot = m_position > 0 && m_source[m_position - 1] == '.';
        if (!afterDot && end + 1 < text.size() && text[end] == '.' && isDigit(text[end + 1]))
            end = passDigits(end + 1, isDigit);
        if (!afterDot && end < text.size() && (text[end] == 'e' || text[end] == 'E')) {
            std::size_t digits = end + 1;
            if (digits < text.size() && (text[digits] == '+' || text[digits] == '-'))
                ++digits;
            if (digits < text.size() && isDigit(text[digits]))
                end = passDigits(digits, isDigit);
        }
        addNumber(end == whole ? TokenKind::Integer : TokenKind::Float, end);
        return {};
    }

    Result<void> lexString(char quote)
    {
        std::size_t end = 1;
        while (end < rest().size() && rest()[end] != quote)
            end += rest()[end] == '\\' ? 2 : 1;
        if (end >= rest().size())
            return syntaxError(m_line, "a string that never ends");
        std::optional<std::string> text = unescape(rest().substr(1, end - 1));
        if (!text)
            return syntaxError(m_line, "an escape in a string that is not one");
        add(TokenKind::String, std::move(*text));
        advance(end + 1);
        return {};
    }

    Result<void> lexOperator()
    {
        static constexpr std::array<std::string_view, 25> kOperators { "//", "**", "==", "!=", ">=", "<=", "+", "-",
            "/", "*", "%", "~", "[", "]", "(", ")", "{", "}", ">", "<", "=", ".", ":", "|", "," };
        for (const std::string_view name : kOperators) {
            if (!at(name))
                continue;
            MARU_CHECK(balance(name.front()));
            add(TokenKind::Operator, std::string(name));
            advance(name.size());
            return {};
        }
        return syntaxError(m_line, std::string("unexpected character '") + rest().front() + "'");
    }

    Result<void> balance(char c)
    {
        if (c == '(' || c == '[' || c == '{') {
            m_brackets += c == '(' ? ')' : c == '[' ? ']' : '}';
        } else if (c == ')' || c == ']' || c == '}') {
            if (m_brackets.empty() || m_brackets.back() != c)
                return syntaxError(m_line, std::string("unexpected '") + c + "'");
            m_brackets.pop_back();
        }
        return {};
    }

    std::string m_source;
    std::size_t m_position = 0;
    std::uint32_t m_line = 1;
    std::uint32_t m_tagLine = 1;
    bool m_lineStarting = true;
    std::string m_brackets; // the closing ones that are awaited
    std::vector<Token> m_tokens;
};

} // namespace

Error syntaxError(std::uint32_t line, std::string_view detail)
{
    const std::string number = std::to_string(line);
    return { ErrorCode::Corrupt, Reason::TemplateSyntax, { { "line", number }, { "detail", std::string(detail) } },
        "chat template, line " + number + ": " + std::string(detail) };
}

Result<std::vector<Token>> tokenize(std::string_view source)
{
    return Lexer(source).run();
}

} // namespace maru::prompt::jinja
