// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/prompt/jinja/operators.h"

#include "inference/base/checked_math.h"
#include "inference/prompt/jinja/methods.h"
#include "inference/prompt/jinja/text.h"
#include "inference/prompt/jinja/unicode.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace maru::prompt::jinja {

namespace {

class Comparer
{
public:
    explicit Comparer(Runtime &runtime)
        : m_runtime(runtime)
    {
    }

    Result<bool> equal(const Value &a, const Value &b, std::uint32_t depth)
    {
        MARU_CHECK(enter(a, depth));
        if (a.isNumber() && b.isNumber()) {
            if (a.isIntegral() && b.isIntegral())
                return a.asInteger() == b.asInteger();
            return a.asNumber() == b.asNumber();
        }
        if (a.kind() != b.kind())
            return false;
        switch (a.kind()) {
        case ValueKind::None:
        case ValueKind::Undefined:
        case ValueKind::Absent:
            return true;
        case ValueKind::String:
            return a.text() == b.text();
        case ValueKind::List:
        case ValueKind::Tuple: {
            const auto &left = a.items();
            const auto &right = b.items();
            if (left.size() != right.size())
                return false;
            for (std::size_t i = 0; i < left.size(); ++i) {
                MARU_TRY(const bool same, equal(left[i], right[i], depth + 1));
                if (!same)
                    return false;
            }
            return true;
        }
        case ValueKind::Dict:
            return equalDicts(a.as<DictObject>(), b.as<DictObject>(), depth);
        default:
            return a.object() == b.object();
        }
    }

    Result<int> order(const Value &a, const Value &b, std::uint32_t depth)
    {
        MARU_CHECK(enter(a, depth));
        if (a.isNumber() && b.isNumber()) {
            if (a.isIntegral() && b.isIntegral())
                return a.asInteger() < b.asInteger() ? -1 : a.asInteger() > b.asInteger() ? 1 : 0;
            return a.asNumber() < b.asNumber() ? -1 : a.asNumber() > b.asNumber() ? 1 : 0;
        }
        if (a.isString() && b.isString()) {
            const int difference = a.text().compare(b.text());
            return difference < 0 ? -1 : difference > 0 ? 1 : 0;
        }
        if (a.isSequence() && a.kind() == b.kind()) {
            const auto &left = a.items();
            const auto &right = b.items();
            for (std::size_t i = 0; i < std::min(left.size(), right.size()); ++i) {
                MARU_TRY(const bool same, equal(left[i], right[i], depth + 1));
                if (!same)
                    return order(left[i], right[i], depth + 1);
            }
            return left.size() < right.size() ? -1 : left.size() > right.size() ? 1 : 0;
        }
        if (a.isUndefined() || b.isUndefined())
            return m_runtime.failUndefined(a.isUndefined() ? a : b);
        return m_runtime.fail("a " + typeName(a) + " and a " + typeName(b) + " have no order");
    }

private:
    Result<void> enter(const Value &value, std::uint32_t depth)
    {
        if (depth > m_runtime.limits().depth)
            return m_runtime.limit("depth");
        MARU_CHECK(m_runtime.spend());
        return m_runtime.spendOn(value);
    }

    Result<bool> equalDicts(const DictObject &a, const DictObject &b, std::uint32_t depth)
    {
        if (a.entries.size() != b.entries.size())
            return false;
        for (const auto &[key, place] : a.index) {
            const Value *other = b.findKey(key);
            if (!other)
                return false;
            MARU_TRY(const bool same, equal(a.entries[place].second, *other, depth + 1));
            if (!same)
                return false;
        }
        return true;
    }

    Runtime &m_runtime;
};

Result<bool> contains(Runtime &runtime, const Value &container, const Value &value)
{
    MARU_CHECK(runtime.spendOn(container));
    if (container.isString()) {
        if (value.isUndefined())
            return runtime.failUndefined(value);
        if (!value.isString())
            return runtime.fail("'in <string>' needs a string on its left, not a " + typeName(value));
        return findText(container.text(), value.text()) != std::string::npos;
    }
    if (container.isDict()) {
        MARU_TRY(const std::string key, keyOf(runtime, value));
        return container.as<DictObject>().findKey(key) != nullptr;
    }
    if (container.isUndefined())
        return false;
    MARU_TRY(const std::vector<Value> items, iterate(runtime, container));
    for (const Value &candidate : items) {
        MARU_TRY(const bool same, areEqual(runtime, candidate, value));
        if (same)
            return true;
    }
    return false;
}

Result<Value> repeat(Runtime &runtime, const Value &value, std::int64_t times)
{
    const std::uint64_t count = times < 0 ? 0 : static_cast<std::uint64_t>(times);
    const std::uint64_t length = value.isString() ? value.text().size() : value.items().size();
    const auto total = checkedMultiply<std::uint64_t>(length, count);
    if (!total)
        return runtime.limit("output");
    if (value.isString()) {
        MARU_CHECK(runtime.checkString(*total));
        std::string text;
        text.reserve(*total);
        for (std::uint64_t i = 0; length > 0 && i < count; ++i)
            text += value.text();
        return runtime.heap().string(std::move(text));
    }
    MARU_CHECK(runtime.checkList(*total));
    std::vector<Value> items;
    items.reserve(*total);
    for (std::uint64_t i = 0; length > 0 && i < count; ++i)
        items.insert(items.end(), value.items().begin(), value.items().end());
    return value.is(ValueKind::List) ? runtime.heap().list(std::move(items)) : runtime.heap().tuple(std::move(items));
}

constexpr std::string_view kTooLarge = "a number that is too large";

std::int64_t floorDivide(std::int64_t a, std::int64_t b)
{
    const std::int64_t quotient = a / b;
    return a % b != 0 && (a % b < 0) != (b < 0) ? quotient - 1 : quotient;
}

Result<Value> integerPower(Runtime &runtime, std::int64_t base, std::int64_t exponent)
{
    if (exponent < 0) {
        if (base == 0)
            return runtime.fail("division by zero");
        return Value::number(std::pow(static_cast<double>(base), static_cast<double>(exponent)));
    }
    if (base == 0 || base == 1 || base == -1)
        return Value::integer(exponent == 0 ? 1 : base == -1 && exponent % 2 == 0 ? 1 : base);
    std::int64_t result = 1;
    for (std::int64_t i = 0; i < exponent; ++i) { // at most 63 rounds before it overflows
        if (__builtin_mul_overflow(result, base, &result))
            return runtime.fail(kTooLarge);
    }
    return Value::integer(result);
}

Result<Value> calculateIntegers(Runtime &runtime, Operator operation, std::int64_t a, std::int64_t b)
{
    std::optional<std::int64_t> result;
    switch (operation) {
    case Operator::Add:
        result = checkedAdd(a, b);
        break;
    case Operator::Subtract:
        if (std::int64_t difference = 0; !__builtin_sub_overflow(a, b, &difference))
            result = difference;
        break;
    case Operator::Multiply:
        result = checkedMultiply(a, b);
        break;
    case Operator::Power:
        return integerPower(runtime, a, b);
    default:
        if (b == 0)
            return runtime.fail("division by zero");
        if (operation == Operator::Divide)
            return Value::number(static_cast<double>(a) / static_cast<double>(b));
        if (b == -1) {
            if (operation == Operator::Modulo)
                result = 0;
            else if (a != INT64_MIN)
                result = -a;
        } else {
            result = operation == Operator::FloorDivide ? floorDivide(a, b) : a - floorDivide(a, b) * b;
        }
    }
    if (!result)
        return runtime.fail(kTooLarge);
    return Value::integer(*result);
}

Result<Value> calculate(Runtime &runtime, Operator operation, double a, double b)
{
    double result = 0;
    switch (operation) {
    case Operator::Add:
        result = a + b;
        break;
    case Operator::Subtract:
        result = a - b;
        break;
    case Operator::Multiply:
        result = a * b;
        break;
    case Operator::Power:
        result = std::pow(a, b);
        if (std::isinf(result) && !std::isinf(a) && !std::isinf(b))
            return runtime.fail(a == 0 ? "division by zero" : kTooLarge);
        if (std::isnan(result) && !std::isnan(a) && !std::isnan(b))
            return runtime.fail("a power that is not a real number");
        break;
    default:
        if (b == 0)
            return runtime.fail("division by zero");
        if (operation == Operator::Divide) {
            result = a / b;
        } else {
            double remainder = std::fmod(a, b);
            if (remainder != 0 && (remainder < 0) != (b < 0))
                remainder += b;
            result = operation == Operator::Modulo ? remainder : std::floor((a - remainder) / b + 0.5);
        }
    }
    return Value::number(result);
}

/// HTML and text: the text is escaped.
Result<Value> addMarkup(Runtime &runtime, const Value &a, const Value &b)
{
    MARU_CHECK(runtime.spendOn(a));
    MARU_CHECK(runtime.spendOn(b));
    MARU_CHECK(runtime.checkString(a.text().size() + b.text().size()));
    std::string text = a.isMarkup() ? a.text() : escapeHtml(a.text());
    text += b.isMarkup() ? b.text() : escapeHtml(b.text());
    MARU_CHECK(runtime.checkString(text.size()));
    return runtime.heap().markup(std::move(text));
}

std::string_view symbolOf(Operator operation)
{
    static constexpr std::string_view kSymbols[] = { "+", "-", "*", "/", "//", "%", "**", "~" };
    return kSymbols[static_cast<std::size_t>(operation)];
}

} // namespace

bool isTrue(const Value &value)
{
    switch (value.kind()) {
    case ValueKind::Absent:
    case ValueKind::Undefined:
    case ValueKind::None:
        return false;
    case ValueKind::Boolean:
        return value.asBoolean();
    case ValueKind::Integer:
        return value.asInteger() != 0;
    case ValueKind::Float:
        return value.asNumber() != 0;
    case ValueKind::String:
        return !value.text().empty();
    case ValueKind::List:
    case ValueKind::Tuple:
        return !value.items().empty();
    case ValueKind::Dict:
        return !value.as<DictObject>().entries.empty();
    default:
        return true;
    }
}

Result<bool> areEqual(Runtime &runtime, const Value &a, const Value &b)
{
    return Comparer(runtime).equal(a, b, 0);
}

Result<int> compare(Runtime &runtime, const Value &a, const Value &b)
{
    return Comparer(runtime).order(a, b, 0);
}

Result<bool> holds(Runtime &runtime, Operator comparison, const Value &a, const Value &b)
{
    if (comparison == Operator::Equal || comparison == Operator::NotEqual) {
        MARU_TRY(const bool same, areEqual(runtime, a, b));
        return same == (comparison == Operator::Equal);
    }
    if (comparison == Operator::In || comparison == Operator::NotIn) {
        MARU_TRY(const bool found, contains(runtime, b, a));
        return found == (comparison == Operator::In);
    }
    MARU_TRY(const int order, compare(runtime, a, b));
    const auto isNan = [](const Value &value) { return value.is(ValueKind::Float) && std::isnan(value.asNumber()); };
    if (isNan(a) || isNan(b))
        return false;
    switch (comparison) {
    case Operator::Less:
        return order < 0;
    case Operator::LessEqual:
        return order <= 0;
    case Operator::Greater:
        return order > 0;
    default:
        return order >= 0;
    }
}

Result<Value> combine(Runtime &runtime, Operator operation, const Value &a, const Value &b)
{
    if (operation == Operator::Concatenate) {
        MARU_TRY(std::string text, toText(runtime, a));
        MARU_TRY(const std::string tail, toText(runtime, b));
        MARU_CHECK(runtime.checkString(text.size() + tail.size()));
        return runtime.heap().string(text += tail);
    }
    if (a.isNumber() && b.isNumber()) {
        if (a.isIntegral() && b.isIntegral())
            return calculateIntegers(runtime, operation, a.asInteger(), b.asInteger());
        return calculate(runtime, operation, a.asNumber(), b.asNumber());
    }
    if (operation == Operator::Add && a.isString() && b.isString()) {
        if (a.isMarkup() || b.isMarkup())
            return addMarkup(runtime, a, b);
        MARU_CHECK(runtime.checkString(a.text().size() + b.text().size()));
        return runtime.heap().string(a.text() + b.text());
    }
    if (operation == Operator::Add && a.isSequence() && a.kind() == b.kind()) {
        MARU_CHECK(runtime.checkList(a.items().size() + b.items().size()));
        std::vector<Value> items = a.items();
        items.insert(items.end(), b.items().begin(), b.items().end());
        return a.is(ValueKind::List) ? runtime.heap().list(std::move(items)) : runtime.heap().tuple(std::move(items));
    }
    if (operation == Operator::Multiply && b.isIntegral() && (a.isString() || a.isSequence()))
        return repeat(runtime, a, b.asInteger());
    if (operation == Operator::Multiply && a.isIntegral() && (b.isString() || b.isSequence()))
        return repeat(runtime, b, a.asInteger());
    if (operation == Operator::Modulo && a.isString())
        return formatPercent(runtime, a.text(), b);
    if (a.isUndefined() || b.isUndefined())
        return runtime.failUndefined(a.isUndefined() ? a : b);
    return runtime.fail(
        "'" + std::string(symbolOf(operation)) + "' cannot join a " + typeName(a) + " and a " + typeName(b));
}

Result<Value> negate(Runtime &runtime, const Value &value)
{
    if (value.is(ValueKind::Float))
        return Value::number(-value.asNumber());
    if (value.isIntegral())
        return calculateIntegers(runtime, Operator::Subtract, 0, value.asInteger());
    if (value.isUndefined())
        return runtime.failUndefined(value);
    return runtime.fail("a " + typeName(value) + " has no negative");
}

Result<Value> attribute(Runtime &runtime, const Value &value, std::string_view name)
{
    if (value.isUndefined())
        return runtime.failUndefined(value);
    MARU_TRY(Value method, findMethod(runtime, value, name));
    if (!method.isAbsent())
        return method;
    if (value.isDict() || value.is(ValueKind::Namespace)) {
        if (const Value *found = value.as<DictObject>().find(name))
            return *found;
    }
    // Python's dict[...] is a type that makes dicts, and jinja2 takes dict.anything for that
    if (value.is(ValueKind::Function) && value.as<FunctionObject>().name == "dict")
        return value;
    return runtime.heap().undefined("'" + typeName(value) + "' has no attribute '" + std::string(name) + "'");
}

Result<Value> item(Runtime &runtime, const Value &value, const Value &key)
{
    if (value.isUndefined())
        return runtime.failUndefined(value);
    if (value.isDict()) {
        if (key.isString() || key.isNumber() || key.isNone() || key.is(ValueKind::Tuple)) {
            MARU_TRY(const std::string canonical, keyOf(runtime, key));
            if (const Value *found = value.as<DictObject>().findKey(canonical))
                return *found;
        }
    } else if (key.isIntegral() && (value.isString() || value.isSequence())) {
        MARU_CHECK(runtime.spendOn(value));
        const std::size_t size = value.isString() ? countCodePoints(value.text()) : value.items().size();
        const std::int64_t length = static_cast<std::int64_t>(size);
        const std::int64_t index = key.asInteger() < 0 ? key.asInteger() + length : key.asInteger();
        if (index >= 0 && index < length) {
            const auto place = static_cast<std::size_t>(index);
            if (value.isSequence())
                return value.items()[place];
            const std::string_view rest = std::string_view(value.text()).substr(byteOffset(value.text(), place));
            return runtime.heap().string(std::string(rest.substr(0, codePointLength(rest))));
        }
    }
    if (key.isString()) {
        MARU_TRY(Value method, findMethod(runtime, value, key.text()));
        if (!method.isAbsent())
            return method;
        return runtime.heap().undefined("'" + typeName(value) + "' has no attribute '" + key.text() + "'");
    }
    MARU_TRY(const std::string text, toRepresentation(runtime, key));
    return runtime.heap().undefined(typeName(value) + " has no element " + text);
}

Result<Value> slice(Runtime &runtime, const Value &value, const Value &first, const Value &last, const Value &step)
{
    if (value.isUndefined())
        return runtime.failUndefined(value);
    if (!value.isString() && !value.isSequence())
        return runtime.fail("a " + typeName(value) + " has no slices");
    for (const Value *bound : { &first, &last, &step }) {
        if (!bound->isNone() && !bound->isIntegral())
            return runtime.fail("the bounds of a slice must be integers");
    }
    const std::int64_t stride = step.isNone() ? 1 : step.asInteger();
    if (stride == 0)
        return runtime.fail("the step of a slice cannot be zero");
    MARU_CHECK(runtime.spendOn(value));
    std::vector<Value> characters;
    if (value.isString() && stride != 1) {
        MARU_TRY(characters, iterate(runtime, value));
    }
    const std::size_t size = value.isSequence() ? value.items().size() : countCodePoints(value.text());
    const auto length = static_cast<std::int64_t>(size);
    const auto clamp = [length, stride](const Value &bound, std::int64_t absent) {
        if (bound.isNone())
            return absent;
        std::int64_t index = bound.asInteger();
        if (index < 0)
            index += length;
        return stride > 0 ? std::clamp<std::int64_t>(index, 0, length)
                          : std::clamp<std::int64_t>(index, -1, length - 1);
    };
    const std::int64_t begin = clamp(first, stride > 0 ? 0 : length - 1);
    const std::int64_t end = clamp(last, stride > 0 ? length : -1);
    if (value.isString() && stride == 1) {
        const std::size_t from = byteOffset(value.text(), static_cast<std::size_t>(begin));
        const std::size_t to = end <= begin ? from : byteOffset(value.text(), static_cast<std::size_t>(end));
        return runtime.heap().string(value.text().substr(from, to - from));
    }
    const std::vector<Value> &source = value.isString() ? characters : value.items();
    std::vector<Value> items;
    std::string text;
    for (std::int64_t i = begin; stride > 0 ? i < end : i > end;) {
        const Value &taken = source[static_cast<std::size_t>(i)];
        if (value.isString())
            text += taken.text();
        else
            items.push_back(taken);
        if (__builtin_add_overflow(i, stride, &i))
            break;
    }
    if (value.isString())
        return runtime.heap().string(std::move(text));
    return value.is(ValueKind::List) ? runtime.heap().list(std::move(items)) : runtime.heap().tuple(std::move(items));
}

Result<std::vector<Value>> iterate(Runtime &runtime, const Value &value)
{
    std::vector<Value> items;
    if (value.isSequence()) {
        MARU_CHECK(runtime.spendOn(value));
        return value.items();
    }
    if (value.isDict()) {
        MARU_CHECK(runtime.spendOn(value));
        for (const auto &entry : value.as<DictObject>().entries)
            items.push_back(entry.first);
        return items;
    }
    if (value.isString()) {
        std::string_view rest = value.text();
        MARU_CHECK(runtime.spend(rest.size()));
        MARU_CHECK(runtime.checkList(rest.size() * 6)); // the objects of the characters, not only their values
        while (!rest.empty()) {
            const std::size_t length = codePointLength(rest);
            items.push_back(runtime.heap().string(std::string(rest.substr(0, length))));
            rest.remove_prefix(length);
        }
        return items;
    }
    if (value.is(ValueKind::Generator)) {
        MARU_CHECK(runtime.spend(value.items().size()));
        return std::exchange(value.as<ListObject>().items, {});
    }
    if (value.isUndefined())
        return items;
    return runtime.fail("a " + typeName(value) + " cannot be iterated");
}

Result<std::string> keyOf(Runtime &runtime, const Value &key)
{
    MARU_CHECK(runtime.spend());
    switch (key.kind()) {
    case ValueKind::String:
        return dictKey(key.text());
    case ValueKind::Boolean:
    case ValueKind::Integer:
        return "i" + std::to_string(key.asInteger());
    case ValueKind::Float: {
        const double number = key.asNumber();
        if (number == std::floor(number) && std::abs(number) < 9e15)
            return "i" + std::to_string(static_cast<std::int64_t>(number));
        return "f" + floatText(number);
    }
    case ValueKind::None:
        return std::string("n");
    case ValueKind::Undefined:
        return std::string("u");
    case ValueKind::Tuple: {
        for (const Value &part : key.items()) {
            if (part.is(ValueKind::List) || part.isDict())
                return runtime.fail("a " + typeName(part) + " cannot be a key");
        }
        MARU_TRY(const std::string text, toRepresentation(runtime, key));
        return "t" + text;
    }
    default:
        return runtime.fail("a " + typeName(key) + " cannot be a key");
    }
}

} // namespace maru::prompt::jinja
