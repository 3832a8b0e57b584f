// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/prompt/jinja/scope.h"

#include "inference/prompt/jinja/operators.h"

namespace maru::prompt::jinja {

namespace {

constexpr std::size_t kVariablesPerStep = 16;

Result<Value> cycle(Runtime &runtime, const Value &self, Arguments arguments)
{
    if (arguments.positional.empty())
        return runtime.fail("'cycle' needs items");
    return arguments.positional[self.as<LoopObject>().position % arguments.positional.size()];
}

Result<Value> changed(Runtime &runtime, const Value &self, Arguments arguments)
{
    auto &loop = self.as<LoopObject>();
    const Value now = runtime.heap().tuple(std::move(arguments.positional));
    bool same = false;
    if (!loop.last.isAbsent()) {
        MARU_TRY(same, areEqual(runtime, now, loop.last));
    }
    loop.last = now;
    return Value::boolean(!same);
}

} // namespace

Value makeScope(Runtime &runtime, Value parent)
{
    auto *scope = runtime.heap().make<ScopeObject>();
    scope->parent = std::move(parent);
    return Value::of(ValueKind::Scope, scope);
}

Result<const Value *> findVariable(Runtime &runtime, const Value &scope, std::string_view name)
{
    for (const Value *place = &scope; place->is(ValueKind::Scope); place = &place->as<ScopeObject>().parent) {
        const auto &variables = place->as<ScopeObject>().variables;
        MARU_CHECK(runtime.spend(variables.size() / kVariablesPerStep));
        for (const auto &[variable, value] : variables) {
            if (variable == name)
                return &value;
        }
    }
    return nullptr;
}

Result<void> setVariable(Runtime &runtime, const Value &scope, std::string_view name, Value value)
{
    auto &object = scope.as<ScopeObject>();
    MARU_CHECK(runtime.spend(object.variables.size() / kVariablesPerStep));
    for (auto &[variable, current] : object.variables) {
        if (variable == name) {
            current = std::move(value);
            return {};
        }
    }
    object.variables.emplace_back(std::string(name), std::move(value));
    runtime.heap().charge(object, sizeof(object.variables.back()) + name.size());
    return {};
}

Result<Value> loopAttribute(Runtime &runtime, const Value &loop, std::string_view name)
{
    const auto &object = loop.as<LoopObject>();
    const std::size_t count = object.items.size();
    const auto number = [](std::size_t value) { return Value::integer(static_cast<std::int64_t>(value)); };
    if (name == "index")
        return number(object.position + 1);
    if (name == "index0")
        return number(object.position);
    if (name == "revindex")
        return number(count - object.position);
    if (name == "revindex0")
        return number(count - object.position - 1);
    if (name == "first")
        return Value::boolean(object.position == 0);
    if (name == "last")
        return Value::boolean(object.position + 1 == count);
    if (name == "length")
        return number(count);
    if (name == "depth")
        return number(object.depth + 1);
    if (name == "depth0")
        return number(object.depth);
    if (name == "previtem")
        return object.position > 0 ? object.items[object.position - 1]
                                   : runtime.heap().undefined("there is no previous item");
    if (name == "nextitem")
        return object.position + 1 < count ? object.items[object.position + 1]
                                           : runtime.heap().undefined("there is no next item");
    if (name == "cycle")
        return makeFunction(runtime, name, cycle, loop);
    if (name == "changed")
        return makeFunction(runtime, name, changed, loop);
    return runtime.heap().undefined("'loop object' has no attribute '" + std::string(name) + "'");
}

} // namespace maru::prompt::jinja
