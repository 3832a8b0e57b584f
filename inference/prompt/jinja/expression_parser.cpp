// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/prompt/jinja/expression_parser.h"

#include <charconv>
#include <utility>

namespace maru::prompt::jinja {

namespace {

/// `expression` as one that links can follow.
Expression &chainOf(Expression &expression)
{
    if (expression.kind != ExpressionKind::Chain) {
        Expression chain { .kind = ExpressionKind::Chain, .line = expression.line };
        chain.operands.push_back(std::move(expression));
        expression = std::move(chain);
    }
    return expression;
}

Expression leaf(ExpressionKind kind, std::uint32_t line, std::string text = {})
{
    return { .kind = kind, .line = line, .text = std::move(text) };
}

} // namespace

Error limitError(std::uint32_t line, std::string_view limit)
{
    const std::string number = std::to_string(line);
    return { ErrorCode::InvalidArgument, Reason::TemplateLimit, { { "limit", std::string(limit) }, { "line", number } },
        "chat template, line " + number + ": more " + std::string(limit) + " than allowed" };
}

ExpressionParser::ExpressionParser(std::vector<Token> tokens, std::uint32_t depth)
    : m_tokens(std::move(tokens))
    , m_maxDepth(depth)
{
}

Result<void> ExpressionParser::checkDepth() const
{
    if (m_depth > m_maxDepth)
        return limitError(line(), "depth");
    return {};
}

const Token &ExpressionParser::next() const
{
    return m_tokens[m_position + 1 < m_tokens.size() ? m_position + 1 : m_position];
}

void ExpressionParser::advance()
{
    if (m_position + 1 < m_tokens.size())
        ++m_position;
}

bool ExpressionParser::isOperator(std::string_view text) const
{
    return current().kind == TokenKind::Operator && current().text == text;
}

bool ExpressionParser::isName(std::string_view text) const
{
    return current().kind == TokenKind::Name && current().text == text;
}

bool ExpressionParser::acceptOperator(std::string_view text)
{
    const bool found = isOperator(text);
    if (found)
        advance();
    return found;
}

bool ExpressionParser::acceptName(std::string_view text)
{
    const bool found = isName(text);
    if (found)
        advance();
    return found;
}

Error ExpressionParser::unexpected(std::string_view wanted) const
{
    std::string found;
    switch (current().kind) {
    case TokenKind::Name:
    case TokenKind::Operator:
    case TokenKind::Integer:
    case TokenKind::Float:
        found = "'" + current().text + "'";
        break;
    case TokenKind::String:
        found = "a string";
        break;
    case TokenKind::End:
        found = "end of template";
        break;
    case TokenKind::Text:
        found = "text";
        break;
    default:
        found = "end of tag";
    }
    if (!wanted.empty())
        found += ", expected " + std::string(wanted);
    return syntaxError(line(), "unexpected " + found);
}

Result<void> ExpressionParser::expectOperator(std::string_view text)
{
    if (!acceptOperator(text))
        return unexpected("'" + std::string(text) + "'");
    return {};
}

Result<std::string> ExpressionParser::expectName()
{
    if (current().kind != TokenKind::Name)
        return unexpected("a name");
    std::string name = current().text;
    advance();
    return name;
}

bool ExpressionParser::isTupleEnd() const
{
    return current().kind == TokenKind::PrintEnd || current().kind == TokenKind::BlockEnd || isOperator(")")
        || isName("recursive");
}

Result<Expression> ExpressionParser::tuple(bool withCondition, bool isParenthesized)
{
    Expression items = leaf(ExpressionKind::Tuple, line());
    bool isTuple = false;
    while (!(isTupleEnd() && (isTuple || isParenthesized))) {
        MARU_TRY(Expression item, withCondition ? condition() : disjunction());
        items.operands.push_back(std::move(item));
        if (!isOperator(","))
            break;
        advance();
        isTuple = true;
    }
    if (isTuple || items.operands.empty())
        return items;
    Expression single = std::move(items.operands.front());
    return single;
}

Result<Expression> ExpressionParser::condition()
{
    const Level level(*this);
    MARU_CHECK(checkDepth());
    const std::uint32_t start = line();
    MARU_TRY(Expression value, disjunction());
    if (!acceptName("if"))
        return value;
    Expression whole = leaf(ExpressionKind::Conditional, start);
    whole.operands.push_back(std::move(value));
    MARU_TRY(Expression test, disjunction());
    whole.operands.push_back(std::move(test));
    if (acceptName("else")) {
        MARU_TRY(Expression otherwise, condition());
        whole.operands.push_back(std::move(otherwise));
    }
    return whole;
}

Result<Expression> ExpressionParser::junction(Rule operand, std::string_view word, ExpressionKind kind)
{
    const std::uint32_t start = line();
    MARU_TRY(Expression first, (this->*operand)());
    if (!isName(word))
        return first;
    Expression whole = leaf(kind, start);
    whole.operands.push_back(std::move(first));
    while (acceptName(word)) {
        MARU_TRY(Expression following, (this->*operand)());
        whole.operands.push_back(std::move(following));
    }
    return whole;
}

Result<Expression> ExpressionParser::disjunction()
{
    return junction(&ExpressionParser::conjunction, "or", ExpressionKind::Or);
}

Result<Expression> ExpressionParser::conjunction()
{
    return junction(&ExpressionParser::negation, "and", ExpressionKind::And);
}

Result<Expression> ExpressionParser::negation()
{
    if (!isName("not"))
        return comparison();
    const Level level(*this);
    MARU_CHECK(checkDepth());
    Expression whole = leaf(ExpressionKind::Not, line());
    advance();
    MARU_TRY(Expression operand, negation());
    whole.operands.push_back(std::move(operand));
    return whole;
}

bool ExpressionParser::acceptComparison(Operator &value)
{
    static constexpr OperatorToken kComparisons[]
        = { { "==", Operator::Equal }, { "!=", Operator::NotEqual }, { "<", Operator::Less },
              { "<=", Operator::LessEqual }, { ">", Operator::Greater }, { ">=", Operator::GreaterEqual } };
    for (const OperatorToken &token : kComparisons) {
        if (acceptOperator(token.text)) {
            value = token.value;
            return true;
        }
    }
    if (acceptName("in")) {
        value = Operator::In;
        return true;
    }
    if (isName("not") && next().kind == TokenKind::Name && next().text == "in") {
        advance();
        advance();
        value = Operator::NotIn;
        return true;
    }
    return false;
}

Result<Expression> ExpressionParser::comparison()
{
    const std::uint32_t start = line();
    MARU_TRY(Expression first, sum());
    Operator found = Operator::Equal;
    if (!acceptComparison(found))
        return first;
    Expression whole = leaf(ExpressionKind::Comparison, start);
    whole.operands.push_back(std::move(first));
    do {
        MARU_TRY(Expression following, sum());
        whole.operands.push_back(std::move(following));
        whole.operators.push_back(found);
    } while (acceptComparison(found));
    return whole;
}

Result<Expression> ExpressionParser::arithmetic(Rule operand, std::initializer_list<OperatorToken> operators)
{
    const std::uint32_t start = line();
    MARU_TRY(Expression whole, (this->*operand)());
    bool isChain = false;
    while (true) {
        const OperatorToken *found = nullptr;
        for (const OperatorToken &token : operators) {
            if (isOperator(token.text))
                found = &token;
        }
        if (!found)
            return whole;
        advance();
        if (!isChain) {
            Expression chain = leaf(ExpressionKind::Arithmetic, start);
            chain.operands.push_back(std::move(whole));
            whole = std::move(chain);
            isChain = true;
        }
        MARU_TRY(Expression following, (this->*operand)());
        whole.operands.push_back(std::move(following));
        whole.operators.push_back(found->value);
    }
}

Result<Expression> ExpressionParser::sum()
{
    return arithmetic(&ExpressionParser::concatenation, { { "+", Operator::Add }, { "-", Operator::Subtract } });
}

Result<Expression> ExpressionParser::concatenation()
{
    return arithmetic(&ExpressionParser::product, { { "~", Operator::Concatenate } });
}

Result<Expression> ExpressionParser::product()
{
    return arithmetic(&ExpressionParser::power,
        { { "*", Operator::Multiply }, { "/", Operator::Divide }, { "//", Operator::FloorDivide },
            { "%", Operator::Modulo } });
}

Result<Expression> ExpressionParser::power()
{
    return arithmetic(&ExpressionParser::filtered, { { "**", Operator::Power } });
}

Result<Expression> ExpressionParser::filtered()
{
    return unary(true);
}

Result<Expression> ExpressionParser::unary(bool withFilters)
{
    Expression whole;
    if (isOperator("-") || isOperator("+")) {
        const Level level(*this);
        MARU_CHECK(checkDepth());
        whole = leaf(isOperator("-") ? ExpressionKind::Negate : ExpressionKind::Plus, line());
        advance();
        MARU_TRY(Expression operand, unary(false));
        whole.operands.push_back(std::move(operand));
    } else {
        MARU_TRY(whole, primary());
    }
    MARU_CHECK(postfixLinks(whole));
    if (withFilters)
        MARU_CHECK(filterLinks(whole, false));
    return whole;
}

Result<Expression> ExpressionParser::number(const Token &token) const
{
    const char *first = token.text.data();
    const char *last = first + token.text.size();
    if (token.kind == TokenKind::Float) {
        Expression value = leaf(ExpressionKind::Float, token.line);
        if (std::from_chars(first, last, value.number).ec != std::errc {})
            return syntaxError(token.line, "a number that is too large");
        return value;
    }
    Expression value = leaf(ExpressionKind::Integer, token.line);
    int base = 10;
    if (token.text.size() > 2 && token.text[0] == '0' && token.text[1] > '9') {
        const char marker = static_cast<char>(token.text[1] | 0x20);
        base = marker == 'x' ? 16 : marker == 'o' ? 8 : 2;
        first += 2;
    }
    if (std::from_chars(first, last, value.integer, base).ec != std::errc {})
        return syntaxError(token.line, "a number that is too large");
    return value;
}

Result<Expression> ExpressionParser::primary()
{
    const Token &token = current();
    Expression value = leaf(ExpressionKind::Name, token.line);
    switch (token.kind) {
    case TokenKind::Name:
        if (token.text == "true" || token.text == "True" || token.text == "false" || token.text == "False") {
            value.kind = ExpressionKind::Boolean;
            value.integer = token.text.front() == 't' || token.text.front() == 'T' ? 1 : 0;
        } else if (token.text == "none" || token.text == "None") {
            value.kind = ExpressionKind::None;
        } else {
            value.text = token.text;
            m_specialNames |= token.text == "caller" ? kCaller
                : token.text == "varargs"            ? kVariable
                : token.text == "kwargs"             ? kNamed
                                                     : std::uint8_t { 0 };
        }
        advance();
        return value;
    case TokenKind::String:
        value.kind = ExpressionKind::String;
        while (current().kind == TokenKind::String) {
            value.text += current().text;
            advance();
        }
        return value;
    case TokenKind::Integer:
    case TokenKind::Float: {
        MARU_TRY(value, number(token));
        advance();
        return value;
    }
    default:
        break;
    }
    if (isOperator("(")) {
        advance();
        MARU_TRY(value, tuple(true, true));
        MARU_CHECK(expectOperator(")"));
        return value;
    }
    if (isOperator("["))
        return list();
    if (isOperator("{"))
        return dict();
    return unexpected();
}

Result<Expression> ExpressionParser::list()
{
    Expression whole = leaf(ExpressionKind::List, line());
    MARU_CHECK(expectOperator("["));
    while (!isOperator("]")) {
        if (!whole.operands.empty())
            MARU_CHECK(expectOperator(","));
        if (isOperator("]"))
            break;
        MARU_TRY(Expression item, condition());
        whole.operands.push_back(std::move(item));
    }
    MARU_CHECK(expectOperator("]"));
    return whole;
}

Result<Expression> ExpressionParser::dict()
{
    Expression whole = leaf(ExpressionKind::Dict, line());
    MARU_CHECK(expectOperator("{"));
    while (!isOperator("}")) {
        if (!whole.operands.empty())
            MARU_CHECK(expectOperator(","));
        if (isOperator("}"))
            break;
        MARU_TRY(Expression key, condition());
        MARU_CHECK(expectOperator(":"));
        MARU_TRY(Expression value, condition());
        whole.operands.push_back(std::move(key));
        whole.operands.push_back(std::move(value));
    }
    MARU_CHECK(expectOperator("}"));
    return whole;
}

Result<void> ExpressionParser::postfixLinks(Expression &expression)
{
    while (true) {
        if (isOperator(".") || isOperator("[")) {
            MARU_CHECK(subscript(expression));
        } else if (isOperator("(")) {
            Link link(LinkKind::Call, line());
            MARU_TRY(link.arguments, arguments());
            chainOf(expression).links.push_back(std::move(link));
        } else {
            return {};
        }
    }
}

Result<void> ExpressionParser::subscript(Expression &expression)
{
    Link link(LinkKind::Attribute, line());
    if (acceptOperator(".")) {
        if (current().kind == TokenKind::Integer) {
            link.kind = LinkKind::Item;
            MARU_TRY(Expression index, number(current()));
            link.arguments.push_back({ .value = std::move(index) });
            advance();
        } else {
            MARU_TRY(link.name, expectName());
        }
        chainOf(expression).links.push_back(std::move(link));
        return {};
    }
    MARU_CHECK(expectOperator("["));
    std::vector<Expression> parts(1, leaf(ExpressionKind::None, line()));
    bool isEmpty = true;
    while (!isOperator("]") && parts.size() <= 3) {
        if (acceptOperator(":")) {
            parts.push_back(leaf(ExpressionKind::None, line()));
            isEmpty = false;
            continue;
        }
        MARU_TRY(parts.back(), condition());
        isEmpty = false;
        if (!isOperator(":"))
            break;
    }
    if (isEmpty || parts.size() > 3)
        return unexpected("an index");
    if (isOperator(",") && parts.size() == 1) {
        Expression key = leaf(ExpressionKind::Tuple, link.line);
        key.operands.push_back(std::move(parts.front()));
        while (acceptOperator(",")) {
            MARU_TRY(Expression item, condition());
            key.operands.push_back(std::move(item));
        }
        parts.front() = std::move(key);
    }
    MARU_CHECK(expectOperator("]"));
    link.kind = parts.size() == 1 ? LinkKind::Item : LinkKind::Slice;
    if (link.kind == LinkKind::Slice)
        parts.resize(3);
    for (Expression &part : parts)
        link.arguments.push_back({ .value = std::move(part) });
    chainOf(expression).links.push_back(std::move(link));
    return {};
}

Result<std::vector<Argument>> ExpressionParser::arguments()
{
    std::vector<Argument> found;
    MARU_CHECK(expectOperator("("));
    bool hasNamed = false;
    while (!isOperator(")")) {
        if (!found.empty()) {
            MARU_CHECK(expectOperator(","));
            if (isOperator(")"))
                break;
        }
        Argument argument;
        if (acceptOperator("**")) {
            argument.kind = Argument::Kind::SpreadNamed;
        } else if (acceptOperator("*")) {
            argument.kind = Argument::Kind::Spread;
        } else if (current().kind == TokenKind::Name && next().kind == TokenKind::Operator && next().text == "=") {
            argument.kind = Argument::Kind::Named;
            argument.name = current().text;
            advance();
            advance();
        }
        const bool isNamed = argument.kind == Argument::Kind::Named || argument.kind == Argument::Kind::SpreadNamed;
        if (hasNamed && !isNamed)
            return syntaxError(line(), "a positional argument after a named one");
        hasNamed = hasNamed || isNamed;
        MARU_TRY(argument.value, condition());
        found.push_back(std::move(argument));
    }
    MARU_CHECK(expectOperator(")"));
    return found;
}

Result<void> ExpressionParser::filterLinks(Expression &expression, bool startsInline)
{
    while (true) {
        if (startsInline || acceptOperator("|")) {
            startsInline = false;
            Link link(LinkKind::Filter, line());
            MARU_TRY(link.name, expectName());
            while (acceptOperator(".")) {
                MARU_TRY(const std::string part, expectName());
                link.name += "." + part;
            }
            if (isOperator("(")) {
                MARU_TRY(link.arguments, arguments());
            }
            chainOf(expression).links.push_back(std::move(link));
        } else if (isName("is")) {
            advance();
            MARU_CHECK(test(expression));
        } else if (isOperator("(")) {
            Link link(LinkKind::Call, line());
            MARU_TRY(link.arguments, arguments());
            chainOf(expression).links.push_back(std::move(link));
        } else {
            return {};
        }
    }
}

Result<void> ExpressionParser::test(Expression &expression)
{
    Link link(acceptName("not") ? LinkKind::NegatedTest : LinkKind::Test, line());
    MARU_TRY(link.name, expectName());
    const TokenKind kind = current().kind;
    const bool isWord = kind == TokenKind::Name && !isName("else") && !isName("or") && !isName("and");
    if (isOperator("(")) {
        MARU_TRY(link.arguments, arguments());
    } else if (isWord || kind == TokenKind::String || kind == TokenKind::Integer || kind == TokenKind::Float
        || isOperator("[") || isOperator("{")) {
        if (isName("is"))
            return syntaxError(line(), "tests with 'is' cannot be chained");
        const Level level(*this);
        MARU_CHECK(checkDepth());
        MARU_TRY(Expression argument, primary());
        MARU_CHECK(postfixLinks(argument));
        link.arguments.push_back({ .value = std::move(argument) });
    }
    chainOf(expression).links.push_back(std::move(link));
    return {};
}

Result<Expression> ExpressionParser::target(bool withNamespace)
{
    const Level level(*this);
    MARU_CHECK(checkDepth());
    Expression names = leaf(ExpressionKind::Tuple, line());
    bool isTuple = false;
    do {
        if (isName("in") || isOperator("=") || isTupleEnd())
            break;
        Expression item = leaf(ExpressionKind::Name, line());
        if (acceptOperator("(")) {
            MARU_TRY(item, target(false));
            MARU_CHECK(expectOperator(")"));
        } else {
            MARU_TRY(item.text, expectName());
            if (withNamespace && acceptOperator(".")) {
                item.kind = ExpressionKind::NamespaceTarget;
                MARU_TRY(item.attribute, expectName());
            }
            static constexpr std::string_view kConstants[] = { "true", "false", "none", "True", "False", "None" };
            for (const std::string_view constant : kConstants) {
                if (item.text == constant)
                    return syntaxError(item.line, "cannot assign to '" + item.text + "'");
            }
        }
        names.operands.push_back(std::move(item));
        isTuple = isTuple || isOperator(",");
    } while (acceptOperator(","));
    if (names.operands.empty())
        return unexpected("a name");
    if (isTuple)
        return names;
    Expression single = std::move(names.operands.front());
    return single;
}

} // namespace maru::prompt::jinja
