// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/prompt/jinja/methods.h"

#include "inference/prompt/jinja/operators.h"
#include "inference/prompt/jinja/string_methods.h"
#include "inference/prompt/jinja/text.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

namespace maru::prompt::jinja {

namespace {

Result<Value> listIndex(Runtime &runtime, const Value &self, Arguments arguments)
{
    MARU_TRY(const auto bound, runtime.bind("index", std::move(arguments), { "value" }));
    const auto &items = self.items();
    for (std::size_t i = 0; i < items.size(); ++i) {
        MARU_TRY(const bool same, areEqual(runtime, items[i], bound[0]));
        if (same)
            return Value::integer(static_cast<std::int64_t>(i));
    }
    return runtime.fail("a value is not in the list");
}

Result<Value> listCount(Runtime &runtime, const Value &self, Arguments arguments)
{
    MARU_TRY(const auto bound, runtime.bind("count", std::move(arguments), { "value" }));
    std::int64_t count = 0;
    for (const Value &item : self.items()) {
        MARU_TRY(const bool same, areEqual(runtime, item, bound[0]));
        count += same ? 1 : 0;
    }
    return Value::integer(count);
}

Result<Value> copy(Runtime &, const Value &self, Arguments)
{
    return self; // nothing can change it
}

Result<Value> dictGet(Runtime &runtime, const Value &self, Arguments arguments)
{
    MARU_TRY(const auto bound, runtime.bind("get", std::move(arguments), { "key", "default" }));
    MARU_TRY(const std::string key, keyOf(runtime, bound[0]));
    if (const Value *found = self.as<DictObject>().findKey(key))
        return *found;
    return bound[1].isAbsent() ? Value::none() : bound[1];
}

Result<Value> dictItems(Runtime &runtime, const Value &self, Arguments arguments)
{
    MARU_CHECK(runtime.bind("items", std::move(arguments), {}));
    std::vector<Value> items;
    for (const auto &[key, value] : self.as<DictObject>().entries)
        items.push_back(runtime.heap().pair(key, value));
    return runtime.heap().list(std::move(items));
}

Result<Value> dictKeys(Runtime &runtime, const Value &self, Arguments arguments)
{
    MARU_CHECK(runtime.bind("keys", std::move(arguments), {}));
    MARU_TRY(auto keys, iterate(runtime, self));
    return runtime.heap().list(std::move(keys));
}

Result<Value> dictValues(Runtime &runtime, const Value &self, Arguments arguments)
{
    MARU_CHECK(runtime.bind("values", std::move(arguments), {}));
    std::vector<Value> values;
    for (const auto &entry : self.as<DictObject>().entries)
        values.push_back(entry.second);
    return runtime.heap().list(std::move(values));
}

Result<Value> isInteger(Runtime &, const Value &self, Arguments)
{
    const double number = self.asNumber();
    return Value::boolean(std::isfinite(number) && number == std::floor(number));
}

Result<Value> nextOfCycle(Runtime &runtime, const Value &self, Arguments)
{
    auto &cycler = self.as<CyclerObject>();
    const Value current = cycler.items[cycler.position];
    cycler.position = (cycler.position + 1) % cycler.items.size();
    MARU_CHECK(runtime.spend());
    return current;
}

Result<Value> resetCycle(Runtime &, const Value &self, Arguments)
{
    self.as<CyclerObject>().position = 0;
    return Value::none();
}

constexpr Method kListMethods[] = { { "index", listIndex }, { "count", listCount }, { "copy", copy } };
constexpr Method kTupleMethods[] = { { "index", listIndex }, { "count", listCount } };
constexpr Method kDictMethods[]
    = { { "get", dictGet }, { "items", dictItems }, { "keys", dictKeys }, { "values", dictValues }, { "copy", copy } };
constexpr Method kFloatMethods[] = { { "is_integer", isInteger } };
constexpr Method kCyclerMethods[] = { { "next", nextOfCycle }, { "reset", resetCycle } };

constexpr std::string_view kListChanges[]
    = { "append", "clear", "extend", "insert", "pop", "remove", "reverse", "sort" };
constexpr std::string_view kDictChanges[] = { "clear", "pop", "popitem", "setdefault", "update" };

} // namespace

Result<Value> findMethod(Runtime &runtime, const Value &value, std::string_view name)
{
    std::span<const Method> methods;
    std::span<const std::string_view> changes;
    switch (value.kind()) {
    case ValueKind::String:
        methods = stringMethods();
        break;
    case ValueKind::List:
        methods = kListMethods;
        changes = kListChanges;
        break;
    case ValueKind::Tuple:
        methods = kTupleMethods;
        break;
    case ValueKind::Dict:
        methods = kDictMethods;
        changes = kDictChanges;
        break;
    case ValueKind::Float:
        methods = kFloatMethods;
        break;
    case ValueKind::Cycler:
        if (name == "current" && !value.as<CyclerObject>().isJoiner)
            return value.as<CyclerObject>().items[value.as<CyclerObject>().position];
        methods = kCyclerMethods;
        break;
    default:
        return Value();
    }
    for (const Method &method : methods) {
        if (method.name == name)
            return makeFunction(runtime, name, method.call, value);
    }
    if (std::find(changes.begin(), changes.end(), name) != changes.end())
        return runtime.fail(
            "'" + std::string(name) + "' would change a " + typeName(value) + ", which a template may not");
    return Value();
}

Result<std::string> stringOf(Runtime &runtime, const Value &value, std::string_view what)
{
    if (value.isString()) {
        MARU_CHECK(runtime.spendOn(value));
        return value.text();
    }
    if (value.isUndefined())
        return runtime.failUndefined(value);
    return runtime.fail(std::string(what) + " must be a string, not a " + typeName(value));
}

Result<std::int64_t> integerOf(Runtime &runtime, const Value &value, std::string_view what, std::int64_t absent)
{
    if (value.isAbsent())
        return absent;
    if (value.isUndefined())
        return runtime.failUndefined(value);
    if (!value.isIntegral())
        return runtime.fail(std::string(what) + " must be an integer, not a " + typeName(value));
    return value.asInteger();
}

} // namespace maru::prompt::jinja
