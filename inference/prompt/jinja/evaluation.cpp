// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/prompt/jinja/filters.h"
#include "inference/prompt/jinja/interpreter.h"
#include "inference/prompt/jinja/interpreter_level.h"
#include "inference/prompt/jinja/operators.h"
#include "inference/prompt/jinja/text.h"

#include <utility>

namespace maru::prompt::jinja {

Result<Value> Interpreter::evaluate(const Expression &expression)
{
    const Level level(*this);
    MARU_CHECK(checkDepth());
    MARU_CHECK(spend());
    setLine(expression.line);
    switch (expression.kind) {
    case ExpressionKind::None:
        return Value::none();
    case ExpressionKind::Boolean:
        return Value::boolean(expression.integer != 0);
    case ExpressionKind::Integer:
        return Value::integer(expression.integer);
    case ExpressionKind::Float:
        return Value::number(expression.number);
    case ExpressionKind::String:
        return heap().string(expression.text);
    case ExpressionKind::Name:
        return evaluateName(expression);
    case ExpressionKind::List: {
        MARU_TRY(auto items, evaluateAll(expression.operands));
        return heap().list(std::move(items));
    }
    case ExpressionKind::Tuple: {
        MARU_TRY(auto items, evaluateAll(expression.operands));
        return heap().tuple(std::move(items));
    }
    case ExpressionKind::Dict:
        return evaluateDict(expression);
    case ExpressionKind::Not: {
        MARU_TRY(const Value value, evaluate(expression.operands.front()));
        return Value::boolean(!isTrue(value));
    }
    case ExpressionKind::Negate: {
        MARU_TRY(const Value value, evaluate(expression.operands.front()));
        return negate(*this, value);
    }
    case ExpressionKind::Plus: {
        MARU_TRY(const Value value, evaluate(expression.operands.front()));
        return combine(*this, Operator::Add, Value::integer(0), value);
    }
    case ExpressionKind::Arithmetic:
        return evaluateArithmetic(expression);
    case ExpressionKind::Comparison:
        return evaluateComparison(expression);
    case ExpressionKind::And:
    case ExpressionKind::Or:
        return evaluateJunction(expression);
    case ExpressionKind::Conditional:
        return evaluateConditional(expression);
    case ExpressionKind::Chain: {
        MARU_TRY(Value value, evaluate(expression.operands.front()));
        return follow(std::move(value), expression.links);
    }
    case ExpressionKind::NamespaceTarget:
        break;
    }
    return fail("an expression that can only be assigned to");
}

Result<Value> Interpreter::evaluateName(const Expression &expression)
{
    MARU_TRY(const Value *found, findVariable(*this, m_scope, expression.text));
    return found ? *found : heap().undefined("'" + expression.text + "' is undefined");
}

Result<std::vector<Value>> Interpreter::evaluateAll(const std::vector<Expression> &expressions)
{
    std::vector<Value> values;
    values.reserve(expressions.size());
    for (const Expression &expression : expressions) {
        MARU_TRY(Value value, evaluate(expression));
        values.push_back(std::move(value));
    }
    return values;
}

Result<Value> Interpreter::evaluateDict(const Expression &expression)
{
    Value made = heap().dict();
    for (std::size_t i = 0; i + 1 < expression.operands.size(); i += 2) {
        MARU_TRY(Value key, evaluate(expression.operands[i]));
        MARU_TRY(Value value, evaluate(expression.operands[i + 1]));
        MARU_TRY(std::string canonical, keyOf(*this, key));
        heap().set(made.as<DictObject>(), std::move(canonical), std::move(key), std::move(value));
    }
    return made;
}

Result<Value> Interpreter::evaluateArithmetic(const Expression &expression)
{
    MARU_TRY(Value value, evaluate(expression.operands.front()));
    for (std::size_t i = 0; i < expression.operators.size(); ++i) {
        MARU_TRY(const Value right, evaluate(expression.operands[i + 1]));
        setLine(expression.line);
        MARU_TRY(value, combine(*this, expression.operators[i], value, right));
    }
    return value;
}

Result<Value> Interpreter::evaluateComparison(const Expression &expression)
{
    MARU_TRY(Value left, evaluate(expression.operands.front()));
    for (std::size_t i = 0; i < expression.operators.size(); ++i) {
        MARU_TRY(Value right, evaluate(expression.operands[i + 1]));
        MARU_TRY(const bool isHeld, holds(*this, expression.operators[i], left, right));
        if (!isHeld)
            return Value::boolean(false);
        left = std::move(right);
    }
    return Value::boolean(true);
}

Result<Value> Interpreter::evaluateJunction(const Expression &expression)
{
    const bool ends = expression.kind == ExpressionKind::Or;
    Value value;
    for (const Expression &operand : expression.operands) {
        MARU_TRY(value, evaluate(operand));
        if (isTrue(value) == ends)
            break;
    }
    return value;
}

Result<Value> Interpreter::evaluateConditional(const Expression &expression)
{
    MARU_TRY(const Value condition, evaluate(expression.operands[1]));
    if (isTrue(condition))
        return evaluate(expression.operands[0]);
    if (expression.operands.size() > 2)
        return evaluate(expression.operands[2]);
    return heap().undefined("the inline if is false and has no else");
}

Result<Value> Interpreter::follow(Value value, const std::vector<Link> &links, const Value *caller)
{
    for (const Link &link : links) {
        setLine(link.line);
        MARU_CHECK(spend());
        MARU_TRY(value, followOne(value, link, &link == &links.back() ? caller : nullptr));
    }
    return value;
}

Result<Value> Interpreter::followOne(const Value &value, const Link &link, const Value *caller)
{
    switch (link.kind) {
    case LinkKind::Attribute:
        if (value.is(ValueKind::Loop))
            return loopAttribute(*this, value, link.name);
        return attribute(*this, value, link.name);
    case LinkKind::Item: {
        MARU_TRY(const Value key, evaluate(link.arguments.front().value));
        if (value.is(ValueKind::Loop) && key.isString())
            return loopAttribute(*this, value, key.text());
        return item(*this, value, key);
    }
    case LinkKind::Slice: {
        MARU_TRY(const Value first, evaluate(link.arguments[0].value));
        MARU_TRY(const Value last, evaluate(link.arguments[1].value));
        MARU_TRY(const Value step, evaluate(link.arguments[2].value));
        return slice(*this, value, first, last, step);
    }
    case LinkKind::Call: {
        MARU_TRY(Arguments arguments, evaluateArguments(link.arguments));
        if (caller)
            arguments.named.emplace_back("caller", *caller);
        setLine(link.line);
        return call(value, std::move(arguments));
    }
    case LinkKind::Filter:
    case LinkKind::Test:
    case LinkKind::NegatedTest:
        break;
    }
    return followNamed(value, link);
}

Result<Value> Interpreter::followNamed(const Value &value, const Link &link)
{
    const bool isFilter = link.kind == LinkKind::Filter;
    const FunctionObject::Call function = isFilter ? findFilter(link.name) : findTest(link.name);
    setLine(link.line);
    if (!function)
        return fail(std::string("no ") + (isFilter ? "filter" : "test") + " named '" + link.name + "'");
    MARU_TRY(Arguments arguments, evaluateArguments(link.arguments));
    setLine(link.line);
    MARU_CHECK(spendOn(value));
    MARU_TRY(Value result, function(*this, value, std::move(arguments)));
    if (link.kind == LinkKind::NegatedTest)
        return Value::boolean(!isTrue(result));
    return result;
}

Result<Arguments> Interpreter::evaluateArguments(const std::vector<Argument> &arguments)
{
    Arguments made;
    for (const Argument &argument : arguments) {
        MARU_TRY(Value value, evaluate(argument.value));
        switch (argument.kind) {
        case Argument::Kind::Positional:
            made.positional.push_back(std::move(value));
            break;
        case Argument::Kind::Named:
            made.named.emplace_back(argument.name, std::move(value));
            break;
        case Argument::Kind::Spread: {
            MARU_TRY(const auto items, iterate(*this, value));
            made.positional.insert(made.positional.end(), items.begin(), items.end());
            break;
        }
        case Argument::Kind::SpreadNamed:
            if (!value.isDict())
                return fail("'**' needs a mapping");
            for (const auto &[key, member] : value.as<DictObject>().entries) {
                if (!key.isString())
                    return fail("'**' needs a mapping of names");
                made.named.emplace_back(key.text(), member);
            }
            break;
        }
    }
    return made;
}

} // namespace maru::prompt::jinja
