// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/base/result.h"
#include "inference/prompt/jinja/lexer.h"
#include "inference/prompt/jinja/syntax.h"

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <vector>

namespace maru::prompt::jinja {

/// Error of a parse or a run that goes deeper, longer or larger than allowed: TemplateLimit.
Error limitError(std::uint32_t line, std::string_view limit);

/// The expressions of a template; the base of the parser of statements.
///
/// Each function parses one level of precedence and leaves the position behind it. Whatever recurses counts the depth
/// (condition(), signs, `not`, targets, the blocks of the statement parser), so that the stack suffices for any source.
class ExpressionParser
{
public:
    ExpressionParser(std::vector<Token> tokens, std::uint32_t depth);

protected:
    /// Counts one level of nesting for as long as it lives.
    class Level
    {
    public:
        explicit Level(ExpressionParser &parser)
            : m_parser(parser)
        {
            ++m_parser.m_depth;
        }
        ~Level() { --m_parser.m_depth; }
        Level(const Level &) = delete;
        Level &operator=(const Level &) = delete;

    private:
        ExpressionParser &m_parser;
    };

    Result<void> checkDepth() const;

    const Token &current() const { return m_tokens[m_position]; }
    const Token &next() const;
    std::uint32_t line() const { return current().line; }
    bool isOperator(std::string_view text) const;
    bool isName(std::string_view text) const;
    bool acceptOperator(std::string_view text);
    bool acceptName(std::string_view text);
    Result<void> expectOperator(std::string_view text);
    Result<std::string> expectName();
    Error unexpected(std::string_view wanted = {}) const;
    void advance();

    /// Whole expressions separated by commas: a tuple, or the one expression where there is no comma.
    Result<Expression> tuple(bool withCondition, bool isParenthesized = false);
    Result<Expression> condition();
    Result<Expression> disjunction();
    Result<Expression> unary(bool withFilters = true);

    /// `a`, `a, b`, `(a, b)`; `ns.a` where `withNamespace`.
    Result<Expression> target(bool withNamespace);
    Result<std::vector<Argument>> arguments();
    Result<void> filterLinks(Expression &expression, bool startsInline);

    std::uint8_t m_specialNames = 0; ///< bits: caller, varargs, kwargs were named

    static constexpr std::uint8_t kCaller = 1;
    static constexpr std::uint8_t kVariable = 2;
    static constexpr std::uint8_t kNamed = 4;

private:
    using Rule = Result<Expression> (ExpressionParser::*)();
    struct OperatorToken
    {
        std::string_view text;
        Operator value;
    };

    Result<Expression> arithmetic(Rule operand, std::initializer_list<OperatorToken> operators);
    Result<Expression> junction(Rule operand, std::string_view word, ExpressionKind kind);
    Result<Expression> conjunction();
    Result<Expression> negation();
    Result<Expression> comparison();
    Result<Expression> sum();
    Result<Expression> concatenation();
    Result<Expression> product();
    Result<Expression> power();
    Result<Expression> filtered();
    Result<Expression> primary();
    Result<Expression> number(const Token &token) const;
    Result<Expression> list();
    Result<Expression> dict();
    Result<void> postfixLinks(Expression &expression);
    Result<void> subscript(Expression &expression);
    Result<void> test(Expression &expression);
    bool isTupleEnd() const;
    bool acceptComparison(Operator &value);

    std::vector<Token> m_tokens;
    std::size_t m_position = 0;
    std::uint32_t m_depth = 0;
    std::uint32_t m_maxDepth;
};

} // namespace maru::prompt::jinja
