// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/prompt/jinja/interpreter.h"

#include "inference/prompt/jinja/filters.h"
#include "inference/prompt/jinja/interpreter_level.h"
#include "inference/prompt/jinja/operators.h"
#include "inference/prompt/jinja/text.h"

#include <algorithm>
#include <utility>

namespace maru::prompt::jinja {

Interpreter::Interpreter(const Limits &limits, std::stop_token stop)
    : Runtime(limits, std::move(stop))
    , m_scope(makeScope(*this, {}))
{
    for (const Method &function : globalFunctions())
        m_scope.as<ScopeObject>().variables.emplace_back(
            std::string(function.name), makeFunction(*this, function.name, function.call));
}

Result<void> Interpreter::define(std::string_view name, Value value)
{
    return setVariable(*this, m_scope, name, std::move(value));
}

Result<std::string> Interpreter::run(const Block &program)
{
    std::string output;
    m_output = &output;
    MARU_CHECK(executeScope(program));
    return output;
}

Result<void> Interpreter::checkDepth() const
{
    if (m_depth > limits().depth)
        return limit("depth");
    return {};
}

Result<void> Interpreter::write(std::string_view text)
{
    MARU_CHECK(spend(text.size() / 256));
    if (text.size() > limits().outputBytes || m_output->size() > limits().outputBytes - text.size())
        return limit("output");
    m_written += text.size();
    if (m_written > limits().memoryBytes)
        return limit("memory");
    m_output->append(text);
    return {};
}

Result<Value> Interpreter::capture(const Block &body)
{
    std::string text;
    std::string *outer = std::exchange(m_output, &text);
    auto flow = execute(body);
    m_output = outer;
    m_written -= text.size();
    if (!flow)
        return std::move(flow).error();
    return heap().string(std::move(text));
}

Result<Interpreter::Flow> Interpreter::execute(const Block &block)
{
    const Level level(*this);
    MARU_CHECK(checkDepth());
    for (const Statement &statement : block) {
        MARU_TRY(const Flow flow, executeOne(statement));
        if (flow != Flow::Normal)
            return flow;
    }
    return Flow::Normal;
}

Result<Interpreter::Flow> Interpreter::executeScope(const Block &body)
{
    const ScopeChange inner(m_scope, makeScope(*this, m_scope));
    return execute(body);
}

Result<Interpreter::Flow> Interpreter::executeOne(const Statement &statement)
{
    setLine(statement.line);
    MARU_CHECK(spend());
    switch (statement.kind) {
    case StatementKind::Text:
        MARU_CHECK(write(statement.text));
        break;
    case StatementKind::Print: {
        MARU_TRY(const Value value, evaluate(statement.value));
        MARU_TRY(const std::string text, toText(*this, value));
        MARU_CHECK(write(text));
        break;
    }
    case StatementKind::If:
        return executeIf(statement);
    case StatementKind::For: {
        MARU_TRY(const Value iterable, evaluate(statement.value));
        MARU_CHECK(executeFor(statement, iterable, 0));
        break;
    }
    case StatementKind::Set: {
        MARU_TRY(Value value, evaluate(statement.value));
        MARU_CHECK(assign(statement.target, std::move(value)));
        break;
    }
    case StatementKind::SetBlock:
    case StatementKind::FilterBlock: {
        Value text;
        {
            const ScopeChange inner(m_scope, makeScope(*this, m_scope));
            MARU_TRY(text, capture(statement.body));
        }
        MARU_TRY(text, follow(std::move(text), statement.value.links));
        if (statement.kind == StatementKind::SetBlock) {
            MARU_CHECK(assign(statement.target, std::move(text)));
        } else {
            MARU_TRY(const std::string filtered, toText(*this, text));
            MARU_CHECK(write(filtered));
        }
        break;
    }
    case StatementKind::Macro:
        MARU_CHECK(setVariable(*this, m_scope, statement.signature.name, makeMacro(statement)));
        break;
    case StatementKind::CallBlock:
        MARU_CHECK(executeCallBlock(statement));
        break;
    case StatementKind::With:
        return executeWith(statement);
    case StatementKind::Scope:
        return executeScope(statement.body);
    case StatementKind::Break:
        return Flow::Break;
    case StatementKind::Continue:
        return Flow::Continue;
    }
    return Flow::Normal;
}

Result<Interpreter::Flow> Interpreter::executeIf(const Statement &statement)
{
    for (const Branch &branch : statement.branches) {
        if (!branch.isElse) {
            MARU_TRY(const Value condition, evaluate(branch.condition));
            if (!isTrue(condition))
                continue;
        }
        return execute(branch.body);
    }
    return Flow::Normal;
}

Result<Interpreter::Flow> Interpreter::executeWith(const Statement &statement)
{
    const Value inner = makeScope(*this, m_scope);
    for (const Binding &binding : statement.bindings) {
        MARU_TRY(Value value, evaluate(binding.value));
        MARU_CHECK(setVariable(*this, inner, binding.target.text, std::move(value)));
    }
    const ScopeChange change(m_scope, inner);
    return execute(statement.body);
}

Result<std::vector<Value>> Interpreter::wantedItems(const Statement &statement, const Value &iterable)
{
    MARU_TRY(std::vector<Value> items, iterate(*this, iterable));
    if (!statement.hasCondition)
        return items;
    std::vector<Value> wanted;
    for (Value &item : items) {
        const ScopeChange inner(m_scope, makeScope(*this, m_scope));
        MARU_CHECK(assign(statement.target, item));
        MARU_TRY(const Value condition, evaluate(statement.condition));
        if (isTrue(condition))
            wanted.push_back(std::move(item));
    }
    return wanted;
}

Result<void> Interpreter::executeFor(const Statement &statement, const Value &iterable, std::size_t depth)
{
    MARU_TRY(std::vector<Value> items, wantedItems(statement, iterable));
    MARU_CHECK(checkList(items.size()));
    if (items.empty()) {
        MARU_CHECK(executeScope(statement.otherwise));
        return {};
    }
    auto *loop = heap().make<LoopObject>(items.size() * sizeof(Value));
    const Value loopValue = Value::of(ValueKind::Loop, loop);
    loop->items = std::move(items);
    loop->depth = depth;
    loop->statement = &statement;
    loop->scope = m_scope;
    for (; loop->position < loop->items.size(); ++loop->position) {
        MARU_CHECK(spend());
        const ScopeChange inner(m_scope, makeScope(*this, m_scope));
        MARU_CHECK(setVariable(*this, m_scope, "loop", loopValue));
        MARU_CHECK(assign(statement.target, loop->items[loop->position]));
        MARU_TRY(const Flow flow, execute(statement.body));
        if (flow == Flow::Break)
            break;
    }
    return {};
}

Value Interpreter::makeMacro(const Statement &statement)
{
    auto *macro = heap().make<MacroObject>();
    macro->name = statement.signature.name;
    macro->statement = &statement;
    macro->scope = m_scope;
    return Value::of(ValueKind::Function, macro);
}

Result<void> Interpreter::executeCallBlock(const Statement &statement)
{
    const Value caller = makeMacro(statement);
    MARU_TRY(Value callee, evaluate(statement.value.operands.front()));
    MARU_TRY(const Value result, follow(std::move(callee), statement.value.links, &caller));
    MARU_TRY(const std::string text, toText(*this, result));
    return write(text);
}

Result<Value> Interpreter::call(const Value &function, Arguments arguments)
{
    MARU_CHECK(spend());
    if (function.is(ValueKind::Function)) {
        const auto &object = function.as<FunctionObject>();
        if (!object.run)
            return callMacro(function.as<MacroObject>(), std::move(arguments));
        MARU_CHECK(spendOn(object.self));
        MARU_TRY(Value result, object.run(*this, object.self, std::move(arguments)));
        if (object.self.isMarkup() && result.isString() && !result.isMarkup())
            return heap().markup(result.text());
        return result;
    }
    if (function.is(ValueKind::Loop))
        return callLoop(function.as<LoopObject>(), std::move(arguments));
    if (function.is(ValueKind::Cycler) && function.as<CyclerObject>().isJoiner) {
        auto &joiner = function.as<CyclerObject>();
        return joiner.position++ == 0 ? heap().string({}) : joiner.items.front();
    }
    if (function.isUndefined())
        return failUndefined(function);
    return fail("a " + typeName(function) + " cannot be called");
}

Result<Value> Interpreter::callMacro(const MacroObject &macro, Arguments arguments)
{
    const Level level(*this);
    MARU_CHECK(checkDepth());
    const std::uint32_t callLine = line();
    const ScopeChange inner(m_scope, makeScope(*this, macro.scope));
    MARU_CHECK(bindParameters(macro, std::move(arguments)));
    MARU_TRY(Value text, capture(macro.statement->body));
    setLine(callLine);
    return text;
}

Result<void> Interpreter::bindParameters(const MacroObject &macro, Arguments arguments)
{
    const Signature &signature = macro.statement->signature;
    auto &positional = arguments.positional;
    for (std::size_t i = 0; i < signature.parameters.size(); ++i) {
        const Parameter &parameter = signature.parameters[i];
        Value value = i < positional.size() ? positional[i] : Value();
        for (auto given = arguments.named.begin(); given != arguments.named.end(); ++given) {
            if (given->first != parameter.name)
                continue;
            if (!value.isAbsent())
                return fail("macro '" + signature.name + "' got two values for '" + parameter.name + "'");
            value = std::move(given->second);
            arguments.named.erase(given);
            break;
        }
        if (value.isAbsent() && parameter.hasDefault) {
            MARU_TRY(value, evaluate(parameter.defaultValue));
        }
        if (value.isAbsent())
            value = heap().undefined("parameter '" + parameter.name + "' was not provided");
        MARU_CHECK(setVariable(*this, m_scope, parameter.name, std::move(value)));
    }
    Value caller = heap().undefined("no caller defined");
    const Value rest = heap().dict();
    for (auto &[name, value] : arguments.named) {
        if (name == "caller")
            caller = std::move(value);
        else if (!signature.takesNamed)
            return fail("macro '" + signature.name + "' takes no argument '" + name + "'");
        else
            heap().set(rest.as<DictObject>(), name, std::move(value));
    }
    if (positional.size() > signature.parameters.size() && !signature.takesVariable)
        return fail("macro '" + signature.name + "' takes not more than " + std::to_string(signature.parameters.size())
            + " arguments");
    if (signature.takesCaller)
        MARU_CHECK(setVariable(*this, m_scope, "caller", std::move(caller)));
    if (signature.takesNamed)
        MARU_CHECK(setVariable(*this, m_scope, "kwargs", rest));
    if (signature.takesVariable) {
        positional.erase(positional.begin(),
            positional.begin() + static_cast<std::ptrdiff_t>(std::min(positional.size(), signature.parameters.size())));
        MARU_CHECK(setVariable(*this, m_scope, "varargs", heap().tuple(std::move(positional))));
    }
    return {};
}

Result<Value> Interpreter::callLoop(const LoopObject &loop, Arguments arguments)
{
    if (!loop.statement->isRecursive || arguments.positional.size() != 1)
        return fail("only a recursive loop can be called, with one argument");
    const Level level(*this);
    MARU_CHECK(checkDepth());
    const ScopeChange inner(m_scope, loop.scope);
    std::string text;
    std::string *outer = std::exchange(m_output, &text);
    auto result = executeFor(*loop.statement, arguments.positional.front(), loop.depth + 1);
    m_output = outer;
    m_written -= text.size();
    if (!result)
        return std::move(result).error();
    return heap().string(std::move(text));
}

Result<void> Interpreter::assign(const Expression &target, Value value)
{
    if (target.kind == ExpressionKind::Name)
        return setVariable(*this, m_scope, target.text, std::move(value));
    if (target.kind == ExpressionKind::NamespaceTarget) {
        MARU_TRY(const Value *owner, findVariable(*this, m_scope, target.text));
        if (!owner || !owner->is(ValueKind::Namespace))
            return fail("cannot assign to an attribute of '" + target.text + "', which is not a namespace");
        heap().set(owner->as<DictObject>(), target.attribute, std::move(value));
        return {};
    }
    MARU_TRY(const std::vector<Value> items, iterate(*this, value));
    if (items.size() != target.operands.size())
        return fail("cannot unpack " + std::to_string(items.size()) + " values into "
            + std::to_string(target.operands.size()) + " names");
    for (std::size_t i = 0; i < items.size(); ++i)
        MARU_CHECK(assign(target.operands[i], items[i]));
    return {};
}

} // namespace maru::prompt::jinja
