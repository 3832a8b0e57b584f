// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/prompt/jinja/runtime.h"

#include "inference/prompt/jinja/expression_parser.h"

namespace maru::prompt::jinja {

namespace {

constexpr std::uint64_t kBytesPerStep = 256;
constexpr std::uint64_t kItemsPerStep = 16;
constexpr std::uint64_t kStepsPerPoll = 256;

} // namespace

Runtime::Runtime(const Limits &limits, std::stop_token stop)
    : m_limits(limits)
    , m_stop(std::move(stop))
    , m_heap(limits.memoryBytes, limits.outputBytes)
{
}

Error Runtime::fail(std::string_view detail) const
{
    const std::string number = std::to_string(m_line);
    return { ErrorCode::InvalidArgument, Reason::TemplateRuntime,
        { { "line", number }, { "detail", std::string(detail) } },
        "chat template, line " + number + ": " + std::string(detail) };
}

Error Runtime::limit(std::string_view which) const
{
    return limitError(m_line, which);
}

Error Runtime::failUndefined(const Value &value) const
{
    return fail(value.text());
}

Result<void> Runtime::spend(std::uint64_t steps)
{
    m_steps += steps;
    if (m_steps + m_heap.bytesMade() / kBytesPerStep > m_limits.steps)
        return limit("steps");
    if (m_heap.isExhausted())
        return limit(m_heap.isStringTooLong() ? "output" : "memory");
    if (m_steps >= m_nextPoll) {
        if (m_stop.stop_requested())
            return cancelled();
        const auto taken = std::chrono::steady_clock::now() - m_start;
        if (m_limits.milliseconds != 0 && taken > std::chrono::milliseconds(m_limits.milliseconds))
            return limit("time");
        m_nextPoll = m_steps + kStepsPerPoll;
    }
    return {};
}

Result<void> Runtime::spendOn(const Value &value)
{
    switch (value.kind()) {
    case ValueKind::String:
        return spend(value.text().size() / kBytesPerStep);
    case ValueKind::List:
    case ValueKind::Tuple:
        return spend(value.items().size() / kItemsPerStep);
    case ValueKind::Dict:
        return spend(value.as<DictObject>().entries.size() / kItemsPerStep);
    default:
        return {};
    }
}

Result<void> Runtime::checkString(std::uint64_t length) const
{
    if (length > m_heap.maxStringBytes())
        return limit("output");
    if (!m_heap.fitsString(length))
        return limit("memory");
    return {};
}

Result<void> Runtime::checkList(std::uint64_t count) const
{
    if (!m_heap.fitsList(count))
        return limit("memory");
    return {};
}

Result<std::vector<Value>> Runtime::bind(
    std::string_view function, Arguments arguments, std::initializer_list<std::string_view> names) const
{
    if (arguments.positional.size() > names.size())
        return fail("too many arguments for '" + std::string(function) + "'");
    std::vector<Value> bound = std::move(arguments.positional);
    bound.resize(names.size());
    for (auto &[name, value] : arguments.named) {
        std::size_t place = 0;
        while (place < names.size() && *(names.begin() + place) != name)
            ++place;
        if (place == names.size())
            return fail("'" + std::string(function) + "' has no argument '" + name + "'");
        if (!bound[place].isAbsent())
            return fail("'" + std::string(function) + "' got two values for '" + name + "'");
        bound[place] = std::move(value);
    }
    return bound;
}

Value makeFunction(Runtime &runtime, std::string_view name, FunctionObject::Call call, Value self)
{
    auto *function = runtime.heap().make<FunctionObject>();
    function->name = name;
    function->run = call;
    function->self = std::move(self);
    return Value::of(ValueKind::Function, function);
}

} // namespace maru::prompt::jinja
