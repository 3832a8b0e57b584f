// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/base/result.h"
#include "inference/prompt/jinja/runtime.h"
#include "inference/prompt/jinja/scope.h"
#include "inference/prompt/jinja/syntax.h"

#include <cstdint>
#include <stop_token>
#include <string>
#include <string_view>

namespace maru::prompt::jinja {

/// Runs a parsed template once.
///
/// Ownership: refers to the template given to run(), which must outlive it. Threads: one.
/// Failure: TemplateRuntime, TemplateRaised, TemplateLimit, Cancelled; each ends the run.
class Interpreter final : public Runtime
{
public:
    explicit Interpreter(const Limits &limits, std::stop_token stop = {});

    /// Makes `name` known to the template.
    Result<void> define(std::string_view name, Value value);

    Result<std::string> run(const Block &program);

    Result<Value> call(const Value &function, Arguments arguments) override;

private:
    enum class Flow : std::uint8_t { Normal, Break, Continue };

    class Level;
    Result<void> checkDepth() const;

    Result<Flow> execute(const Block &block);
    Result<Flow> executeOne(const Statement &statement);
    Result<Flow> executeIf(const Statement &statement);
    Result<Flow> executeWith(const Statement &statement);
    Result<Flow> executeScope(const Block &body);
    Result<void> executeFor(const Statement &statement, const Value &iterable, std::size_t depth);
    Result<std::vector<Value>> wantedItems(const Statement &statement, const Value &iterable);
    Result<void> executeCallBlock(const Statement &statement);
    Value makeMacro(const Statement &statement);
    Result<Value> callMacro(const MacroObject &macro, Arguments arguments);
    Result<void> bindParameters(const MacroObject &macro, Arguments arguments);
    Result<Value> callLoop(const LoopObject &loop, Arguments arguments);

    Result<void> write(std::string_view text);
    /// What `body` writes, as a string; runs in a scope of its own whose variables may be set already.
    Result<Value> capture(const Block &body);
    Result<void> assign(const Expression &target, Value value);

    Result<Value> evaluate(const Expression &expression);
    Result<Value> evaluateName(const Expression &expression);
    Result<std::vector<Value>> evaluateAll(const std::vector<Expression> &expressions);
    Result<Value> evaluateDict(const Expression &expression);
    Result<Value> evaluateArithmetic(const Expression &expression);
    Result<Value> evaluateComparison(const Expression &expression);
    Result<Value> evaluateJunction(const Expression &expression);
    Result<Value> evaluateConditional(const Expression &expression);
    Result<Value> follow(Value value, const std::vector<Link> &links, const Value *caller = nullptr);
    Result<Value> followOne(const Value &value, const Link &link, const Value *caller);
    Result<Value> followNamed(const Value &value, const Link &link);
    Result<Arguments> evaluateArguments(const std::vector<Argument> &arguments);

    std::uint32_t m_depth = 0;
    std::uint64_t m_written = 0; ///< bytes in all outputs that are being made
    std::string *m_output = nullptr;
    Value m_scope;
};

} // namespace maru::prompt::jinja
