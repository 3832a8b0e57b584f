// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/prompt/jinja/filters.h"
#include "inference/prompt/jinja/methods.h"
#include "inference/prompt/jinja/operators.h"
#include "inference/prompt/jinja/text.h"

#include <ctime>
#include <utility>

namespace maru::prompt::jinja {

namespace {

constexpr std::uint64_t kLongestRange = 100'000; // jinja2's sandbox has the same
constexpr std::size_t kLongestDate = 512;

Result<Value> range(Runtime &runtime, const Value &, Arguments arguments)
{
    const bool hasStart = arguments.positional.size() > 1;
    MARU_TRY(auto bound, runtime.bind("range", std::move(arguments), { "start", "stop", "step" }));
    if (bound[0].isAbsent())
        return runtime.fail("'range' needs an end");
    if (!hasStart)
        std::swap(bound[0], bound[1]);
    MARU_TRY(const std::int64_t start, integerOf(runtime, bound[0], "the start of a range", 0));
    MARU_TRY(const std::int64_t stop, integerOf(runtime, bound[1], "the end of a range", 0));
    MARU_TRY(const std::int64_t step, integerOf(runtime, bound[2], "the step of a range", 1));
    if (step == 0)
        return runtime.fail("the step of a range cannot be zero");
    std::uint64_t count = 0;
    if (step > 0 ? start < stop : start > stop) {
        const std::uint64_t distance = step > 0 ? static_cast<std::uint64_t>(stop) - static_cast<std::uint64_t>(start)
                                                : static_cast<std::uint64_t>(start) - static_cast<std::uint64_t>(stop);
        const std::uint64_t stride = step > 0 ? static_cast<std::uint64_t>(step) : 0 - static_cast<std::uint64_t>(step);
        count = (distance - 1) / stride + 1;
    }
    if (count > kLongestRange)
        return runtime.limit("range");
    MARU_CHECK(runtime.checkList(count));
    std::vector<Value> items;
    items.reserve(count);
    std::int64_t value = start;
    for (std::uint64_t i = 0; i < count; ++i) {
        items.push_back(Value::integer(value));
        if (i + 1 < count)
            value += step;
    }
    return runtime.heap().list(std::move(items));
}

/// Fills `target` from mappings and named arguments, as dict() does.
Result<void> fill(Runtime &runtime, DictObject &target, const Arguments &arguments)
{
    for (const Value &given : arguments.positional) {
        if (given.isDict()) {
            for (const auto &[key, value] : given.as<DictObject>().entries) {
                MARU_TRY(std::string canonical, keyOf(runtime, key));
                runtime.heap().set(target, std::move(canonical), key, value);
            }
            continue;
        }
        MARU_TRY(const auto pairs, iterate(runtime, given));
        for (const Value &pair : pairs) {
            if (!pair.isSequence() || pair.items().size() != 2)
                return runtime.fail("'dict' needs pairs");
            MARU_TRY(std::string canonical, keyOf(runtime, pair.items()[0]));
            runtime.heap().set(target, std::move(canonical), pair.items()[0], pair.items()[1]);
        }
    }
    for (const auto &[name, value] : arguments.named)
        runtime.heap().set(target, name, value);
    return runtime.spend(target.entries.size() / 16);
}

Result<Value> dict(Runtime &runtime, const Value &, Arguments arguments)
{
    Value made = runtime.heap().dict();
    MARU_CHECK(fill(runtime, made.as<DictObject>(), arguments));
    return made;
}

Result<Value> makeNamespace(Runtime &runtime, const Value &, Arguments arguments)
{
    Value made = Value::of(ValueKind::Namespace, runtime.heap().make<DictObject>());
    MARU_CHECK(fill(runtime, made.as<DictObject>(), arguments));
    return made;
}

Result<Value> cycler(Runtime &runtime, const Value &, Arguments arguments)
{
    if (arguments.positional.empty())
        return runtime.fail("'cycler' needs items");
    auto *made = runtime.heap().make<CyclerObject>(arguments.positional.size() * sizeof(Value));
    made->items = std::move(arguments.positional);
    return Value::of(ValueKind::Cycler, made);
}

Result<Value> joiner(Runtime &runtime, const Value &, Arguments arguments)
{
    MARU_TRY(const auto bound, runtime.bind("joiner", std::move(arguments), { "sep" }));
    auto *made = runtime.heap().make<CyclerObject>(sizeof(Value));
    made->isJoiner = true;
    made->items.push_back(bound[0].isAbsent() ? runtime.heap().string(", ") : bound[0]);
    return Value::of(ValueKind::Cycler, made);
}

Result<Value> raiseException(Runtime &runtime, const Value &, Arguments arguments)
{
    MARU_TRY(const auto bound, runtime.bind("raise_exception", std::move(arguments), { "message" }));
    MARU_TRY(const std::string words, toText(runtime, bound[0]));
    const std::string line = std::to_string(runtime.line());
    return Error { ErrorCode::InvalidArgument, Reason::TemplateRaised, { { "detail", words }, { "line", line } },
        "the chat template refuses: " + words };
}

Result<Value> strftimeNow(Runtime &runtime, const Value &, Arguments arguments)
{
    MARU_TRY(const auto bound, runtime.bind("strftime_now", std::move(arguments), { "format" }));
    MARU_TRY(const std::string format, stringOf(runtime, bound[0], "the format of a date"));
    if (format.size() > kLongestDate / 4)
        return runtime.limit("date format");
    const std::time_t now = std::time(nullptr);
    std::tm parts {};
    if (!localtime_r(&now, &parts))
        return runtime.fail("the clock gives no date");
    char buffer[kLongestDate];
    const std::size_t length = std::strftime(buffer, sizeof buffer, format.c_str(), &parts);
    return runtime.heap().string(std::string(buffer, length));
}

constexpr Method kFunctions[] = {
    { "range", range },
    { "dict", dict },
    { "namespace", makeNamespace },
    { "cycler", cycler },
    { "joiner", joiner },
    { "raise_exception", raiseException },
    { "strftime_now", strftimeNow },
};

} // namespace

std::span<const Method> globalFunctions()
{
    return kFunctions;
}

} // namespace maru::prompt::jinja
