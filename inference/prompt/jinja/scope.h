// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/prompt/jinja/runtime.h"
#include "inference/prompt/jinja/syntax.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace maru::prompt::jinja {

/// The variables of a block, and the block around it.
struct ScopeObject : Object
{
    void dropReferences() override
    {
        variables.clear();
        parent = {};
    }

    std::vector<std::pair<std::string, Value>> variables;
    Value parent; ///< a Scope, or absent
};

Value makeScope(Runtime &runtime, Value parent);

/// The variable `name` in `scope` or one around it; null if there is none. Failure: TemplateLimit.
Result<const Value *> findVariable(Runtime &runtime, const Value &scope, std::string_view name);

/// Sets `name` in `scope` itself.
Result<void> setVariable(Runtime &runtime, const Value &scope, std::string_view name, Value value);

/// A macro, or the caller that a call block gives to one. Refers to the parsed template, which outlives the run.
struct MacroObject : FunctionObject
{
    void dropReferences() override
    {
        FunctionObject::dropReferences();
        scope = {};
    }

    const Statement *statement = nullptr;
    Value scope; ///< where it was defined
};

/// The variable `loop` of a running for statement.
struct LoopObject : Object
{
    void dropReferences() override
    {
        items.clear();
        scope = {};
        last = {};
    }

    std::vector<Value> items;
    std::size_t position = 0;
    std::size_t depth = 0; ///< of recursive loops
    const Statement *statement = nullptr;
    Value scope; ///< around the loop
    Value last; ///< what changed() saw
};

/// loop.index, loop.previtem, ...; undefined for other names.
Result<Value> loopAttribute(Runtime &runtime, const Value &loop, std::string_view name);

} // namespace maru::prompt::jinja
