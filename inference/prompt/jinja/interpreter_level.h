// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/prompt/jinja/interpreter.h"

#include <utility>

namespace maru::prompt::jinja {

/// Counts one level of nesting of a run for as long as it lives.
class Interpreter::Level
{
public:
    explicit Level(Interpreter &interpreter)
        : m_interpreter(interpreter)
    {
        ++m_interpreter.m_depth;
    }
    ~Level() { --m_interpreter.m_depth; }
    Level(const Level &) = delete;
    Level &operator=(const Level &) = delete;

private:
    Interpreter &m_interpreter;
};

/// Makes another scope the current one for as long as it lives.
class ScopeChange
{
public:
    ScopeChange(Value &current, Value inner)
        : m_current(current)
        , m_outer(std::exchange(current, std::move(inner)))
    {
    }
    ~ScopeChange() { m_current = std::move(m_outer); }
    ScopeChange(const ScopeChange &) = delete;
    ScopeChange &operator=(const ScopeChange &) = delete;

private:
    Value &m_current;
    Value m_outer;
};

} // namespace maru::prompt::jinja
