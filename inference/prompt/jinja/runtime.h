// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/base/result.h"
#include "inference/prompt/jinja/value.h"

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace maru::prompt::jinja {

/// What a run may use; see prompt::TemplateLimits.
struct Limits
{
    std::uint64_t steps = 0;
    std::uint32_t depth = 0;
    std::uint64_t outputBytes = 0;
    std::uint64_t memoryBytes = 0;
    std::uint32_t milliseconds = 0; ///< 0: no limit
};

/// The arguments of a call of a function, method, filter or test.
struct Arguments
{
    std::vector<Value> positional = {};
    std::vector<std::pair<std::string, Value>> named = {};
};

/// What every part of a running template shares: the heap, the limits, the line for messages.
///
/// Ownership: owns the heap; values die before it. Threads: one. Failure: fail() and the limits make the errors of a
/// run.
class Runtime
{
public:
    Runtime(const Limits &limits, std::stop_token stop);
    virtual ~Runtime() = default;
    Runtime(const Runtime &) = delete;
    Runtime &operator=(const Runtime &) = delete;

    Heap &heap() { return m_heap; }
    const Limits &limits() const { return m_limits; }

    /// TemplateRuntime at the line that runs now.
    Error fail(std::string_view detail) const;
    Error limit(std::string_view which) const;
    /// A failure that names what `value` is missing, if it is undefined.
    Error failUndefined(const Value &value) const;

    /// Counts work. Failure: TemplateLimit (steps or memory), Cancelled.
    Result<void> spend(std::uint64_t steps = 1);
    /// Counts the work of looking at all of `value`, its text or items, once.
    Result<void> spendOn(const Value &value);

    Result<void> checkString(std::uint64_t length) const;
    Result<void> checkList(std::uint64_t count) const;

    /// The arguments by the names of the parameters, absent where not given.
    Result<std::vector<Value>> bind(
        std::string_view function, Arguments arguments, std::initializer_list<std::string_view> names) const;

    /// Calls a Function or Loop value.
    virtual Result<Value> call(const Value &function, Arguments arguments) = 0;

    void setLine(std::uint32_t line) { m_line = line; }
    std::uint32_t line() const { return m_line; }

private:
    Limits m_limits;
    std::stop_token m_stop;
    std::uint32_t m_line = 1;
    std::uint64_t m_steps = 0;
    std::uint64_t m_nextPoll = 0;
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
    Heap m_heap;
};

/// Something that can be called.
struct FunctionObject : Object
{
    using Call = Result<Value> (*)(Runtime &, const Value &self, Arguments);

    void dropReferences() override { self = {}; }

    std::string name;
    Call run = nullptr; ///< null for what only the interpreter can call (macros)
    Value self; ///< of a method
};

/// A callable of `name`, bound to `self`.
Value makeFunction(Runtime &runtime, std::string_view name, FunctionObject::Call call, Value self = {});

} // namespace maru::prompt::jinja
