// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/prompt/jinja/filters.h"
#include "inference/prompt/jinja/methods.h"
#include "inference/prompt/jinja/operators.h"
#include "inference/prompt/jinja/unicode.h"

#include <utility>

namespace maru::prompt::jinja {

namespace {

template <auto Holds> Result<Value> plain(Runtime &runtime, const Value &self, Arguments arguments)
{
    MARU_CHECK(runtime.bind("test", std::move(arguments), {}));
    return Value::boolean(Holds(self));
}

template <Operator Comparison> Result<Value> compared(Runtime &runtime, const Value &self, Arguments arguments)
{
    MARU_TRY(const auto bound, runtime.bind("test", std::move(arguments), { "other" }));
    if (bound[0].isAbsent())
        return runtime.fail("a test needs something to compare with");
    MARU_TRY(const bool result, holds(runtime, Comparison, self, bound[0]));
    return Value::boolean(result);
}

template <std::int64_t Remainder> Result<Value> parity(Runtime &runtime, const Value &self, Arguments)
{
    MARU_TRY(const Value rest, combine(runtime, Operator::Modulo, self, Value::integer(2)));
    return Value::boolean(rest.isNumber() && rest.asNumber() == static_cast<double>(Remainder));
}

Result<Value> divisibleBy(Runtime &runtime, const Value &self, Arguments arguments)
{
    MARU_TRY(const auto bound, runtime.bind("divisibleby", std::move(arguments), { "num" }));
    MARU_TRY(const Value rest, combine(runtime, Operator::Modulo, self, bound[0]));
    return Value::boolean(rest.isNumber() && rest.asNumber() == 0);
}

Result<Value> sameAs(Runtime &runtime, const Value &self, Arguments arguments)
{
    MARU_TRY(const auto bound, runtime.bind("sameas", std::move(arguments), { "other" }));
    if (self.kind() != bound[0].kind())
        return Value::boolean(false);
    if (self.object() && !self.isString())
        return Value::boolean(self.object() == bound[0].object());
    MARU_TRY(const bool same, areEqual(runtime, self, bound[0]));
    return Value::boolean(same);
}

template <std::string (*Change)(std::string_view), bool (*IsCased)(char32_t)>
Result<Value> cased(Runtime &runtime, const Value &self, Arguments)
{
    if (!self.isString())
        return Value::boolean(false);
    MARU_CHECK(runtime.spendOn(self));
    bool hasCase = false;
    for (std::string_view text = self.text(); !text.empty() && !hasCase; text.remove_prefix(codePointLength(text)))
        hasCase = IsCased(decode(text));
    return Value::boolean(hasCase && Change(self.text()) == self.text());
}

Result<Value> isFilter(Runtime &runtime, const Value &self, Arguments)
{
    MARU_TRY(const std::string name, stringOf(runtime, self, "the name of a filter"));
    return Value::boolean(findFilter(name) != nullptr);
}

Result<Value> isTest(Runtime &runtime, const Value &self, Arguments)
{
    MARU_TRY(const std::string name, stringOf(runtime, self, "the name of a test"));
    return Value::boolean(findTest(name) != nullptr);
}

bool isSequence(const Value &value)
{
    return value.isString() || value.isSequence() || value.isDict() || value.isUndefined();
}

bool isIterable(const Value &value)
{
    return isSequence(value) || value.is(ValueKind::Generator);
}

bool isCallable(const Value &value)
{
    return value.is(ValueKind::Function) || value.is(ValueKind::Loop) || value.is(ValueKind::Cycler);
}

constexpr Method kTests[] = {
    { "defined", plain<[](const Value &value) { return !value.isUndefined(); }> },
    { "undefined", plain<[](const Value &value) { return value.isUndefined(); }> },
    { "none", plain<[](const Value &value) { return value.isNone(); }> },
    { "string", plain<[](const Value &value) { return value.isString(); }> },
    { "mapping", plain<[](const Value &value) { return value.isDict(); }> },
    { "iterable", plain<isIterable> },
    { "sequence", plain<isSequence> },
    { "number", plain<[](const Value &value) { return value.isNumber(); }> },
    { "integer", plain<[](const Value &value) { return value.is(ValueKind::Integer); }> },
    { "float", plain<[](const Value &value) { return value.is(ValueKind::Float); }> },
    { "boolean", plain<[](const Value &value) { return value.is(ValueKind::Boolean); }> },
    { "true", plain<[](const Value &value) { return value.is(ValueKind::Boolean) && value.asBoolean(); }> },
    { "false", plain<[](const Value &value) { return value.is(ValueKind::Boolean) && !value.asBoolean(); }> },
    { "callable", plain<isCallable> },
    { "escaped", plain<[](const Value &value) { return value.isMarkup(); }> },
    { "odd", parity<1> },
    { "even", parity<0> },
    { "divisibleby", divisibleBy },
    { "sameas", sameAs },
    { "lower", cased<lower, isLower> },
    { "upper", cased<upper, isUpper> },
    { "filter", isFilter },
    { "test", isTest },
    { "in", compared<Operator::In> },
    { "eq", compared<Operator::Equal> },
    { "equalto", compared<Operator::Equal> },
    { "==", compared<Operator::Equal> },
    { "ne", compared<Operator::NotEqual> },
    { "!=", compared<Operator::NotEqual> },
    { "lt", compared<Operator::Less> },
    { "lessthan", compared<Operator::Less> },
    { "<", compared<Operator::Less> },
    { "le", compared<Operator::LessEqual> },
    { "<=", compared<Operator::LessEqual> },
    { "gt", compared<Operator::Greater> },
    { "greaterthan", compared<Operator::Greater> },
    { ">", compared<Operator::Greater> },
    { "ge", compared<Operator::GreaterEqual> },
    { ">=", compared<Operator::GreaterEqual> },
};

} // namespace

FunctionObject::Call findTest(std::string_view name)
{
    for (const Method &test : kTests) {
        if (test.name == name)
            return test.call;
    }
    return nullptr;
}

} // namespace maru::prompt::jinja
