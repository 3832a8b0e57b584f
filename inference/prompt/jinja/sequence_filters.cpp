// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/prompt/jinja/filters.h"
#include "inference/prompt/jinja/methods.h"
#include "inference/prompt/jinja/operators.h"
#include "inference/prompt/jinja/text.h"
#include "inference/prompt/jinja/unicode.h"

#include <algorithm>
#include <optional>
#include <unordered_set>
#include <utility>

namespace maru::prompt::jinja {

namespace {

/// item.a.b.0 of the filters' argument `attribute`: a dotted name or an integer.
Result<Value> memberOf(Runtime &runtime, Value value, const Value &path)
{
    MARU_CHECK(runtime.spend());
    if (!path.isString())
        return item(runtime, value, path);
    std::string_view rest = path.text();
    while (true) {
        const std::size_t end = std::min(rest.find('.'), rest.size());
        const std::string_view part = rest.substr(0, end);
        const bool isIndex
            = !part.empty() && part.size() < 10 && part.find_first_not_of("0123456789") == std::string_view::npos;
        const Value key
            = isIndex ? Value::integer(std::stoll(std::string(part))) : runtime.heap().string(std::string(part));
        MARU_TRY(value, item(runtime, value, key));
        if (end == rest.size())
            return value;
        rest.remove_prefix(end + 1);
    }
}

/// The key by which sort, unique, min, max and groupby look at an item: text without case unless asked otherwise.
Result<Value> keyFor(Runtime &runtime, const Value &value, const Value &path, bool isCaseSensitive)
{
    Value key = value;
    if (!path.isAbsent() && !path.isNone()) {
        MARU_TRY(key, memberOf(runtime, value, path));
    }
    if (!isCaseSensitive && key.isString())
        return runtime.heap().string(lower(key.text()));
    return key;
}

struct Keyed
{
    Value key;
    Value value;
};

Result<std::vector<Keyed>> keyed(Runtime &runtime, const Value &self, const Value &path, bool isCaseSensitive)
{
    MARU_TRY(const auto items, iterate(runtime, self));
    std::vector<Keyed> result;
    for (const Value &item : items) {
        MARU_TRY(Value key, keyFor(runtime, item, path, isCaseSensitive));
        result.push_back({ std::move(key), item });
    }
    return result;
}

/// `byAttribute`: items that all lack the attribute are equal.
Result<void> sortByKey(Runtime &runtime, std::vector<Keyed> &entries, bool isReversed, bool byAttribute = false)
{
    std::optional<Error> problem;
    std::stable_sort(entries.begin(), entries.end(), [&](const Keyed &a, const Keyed &b) {
        if (problem)
            return false;
        if (byAttribute && a.key.isUndefined() && b.key.isUndefined())
            return false;
        const auto order = isReversed ? compare(runtime, b.key, a.key) : compare(runtime, a.key, b.key);
        if (!order)
            problem = order.error();
        return order && *order < 0;
    });
    if (problem)
        return *problem;
    return {};
}

Value listOfValues(Runtime &runtime, std::vector<Keyed> entries)
{
    std::vector<Value> items;
    for (Keyed &entry : entries)
        items.push_back(std::move(entry.value));
    return runtime.heap().list(std::move(items));
}

Result<Value> length(Runtime &runtime, const Value &self, Arguments)
{
    MARU_CHECK(runtime.spendOn(self));
    if (self.isString())
        return Value::integer(static_cast<std::int64_t>(countCodePoints(self.text())));
    if (self.isSequence())
        return Value::integer(static_cast<std::int64_t>(self.items().size()));
    if (self.isDict())
        return Value::integer(static_cast<std::int64_t>(self.as<DictObject>().entries.size()));
    if (self.isUndefined())
        return Value::integer(0);
    return runtime.fail("a " + typeName(self) + " has no length");
}

Result<Value> join(Runtime &runtime, const Value &self, Arguments arguments)
{
    MARU_TRY(const auto bound, runtime.bind("join", std::move(arguments), { "d", "attribute" }));
    MARU_TRY(const auto items, iterate(runtime, self));
    std::string separator;
    if (!bound[0].isAbsent()) {
        MARU_TRY(separator, toText(runtime, bound[0]));
    }
    std::string text;
    for (std::size_t i = 0; i < items.size(); ++i) {
        Value value = items[i];
        if (!bound[1].isAbsent() && !bound[1].isNone()) {
            MARU_TRY(value, memberOf(runtime, value, bound[1]));
        }
        MARU_TRY(const std::string part, toText(runtime, value));
        MARU_CHECK(runtime.spend());
        MARU_CHECK(runtime.checkString(text.size() + part.size() + separator.size()));
        if (i > 0)
            text += separator;
        text += part;
    }
    return runtime.heap().string(std::move(text));
}

template <bool IsLast> Result<Value> edge(Runtime &runtime, const Value &self, Arguments)
{
    if (IsLast && self.is(ValueKind::Generator))
        return runtime.fail("a generator has no last item: 'list' makes a list of it");
    MARU_TRY(const auto items, iterate(runtime, self));
    if (items.empty())
        return runtime.heap().undefined("an empty sequence has no first or last item");
    return IsLast ? items.back() : items.front();
}

Result<Value> list(Runtime &runtime, const Value &self, Arguments)
{
    MARU_TRY(auto items, iterate(runtime, self));
    return runtime.heap().list(std::move(items));
}

Result<Value> reverse(Runtime &runtime, const Value &self, Arguments)
{
    MARU_TRY(auto items, iterate(runtime, self));
    std::reverse(items.begin(), items.end());
    if (!self.isString())
        return runtime.heap().generator(std::move(items));
    std::string text;
    for (const Value &character : items)
        text += character.text();
    return runtime.heap().string(std::move(text));
}

Result<Value> items(Runtime &runtime, const Value &self, Arguments)
{
    std::vector<Value> pairs;
    if (self.isUndefined())
        return runtime.heap().generator(std::move(pairs));
    if (!self.isDict())
        return runtime.fail("'items' needs a mapping");
    MARU_CHECK(runtime.spendOn(self));
    for (const auto &[key, value] : self.as<DictObject>().entries)
        pairs.push_back(runtime.heap().pair(key, value));
    return runtime.heap().generator(std::move(pairs));
}

Result<Value> dictSort(Runtime &runtime, const Value &self, Arguments arguments)
{
    MARU_TRY(const auto bound, runtime.bind("dictsort", std::move(arguments), { "case_sensitive", "by", "reverse" }));
    if (!self.isDict())
        return self.isUndefined() ? runtime.failUndefined(self) : runtime.fail("'dictsort' needs a mapping");
    bool byValue = false;
    if (!bound[1].isAbsent()) {
        MARU_TRY(const std::string by, stringOf(runtime, bound[1], "'by'"));
        if (by != "key" && by != "value")
            return runtime.fail("'dictsort' sorts by key or value");
        byValue = by == "value";
    }
    std::vector<Keyed> entries;
    for (const auto &[key, value] : self.as<DictObject>().entries) {
        MARU_TRY(Value by, keyFor(runtime, byValue ? value : key, Value(), isTrue(bound[0])));
        entries.push_back({ std::move(by), runtime.heap().pair(key, value) });
    }
    MARU_CHECK(sortByKey(runtime, entries, isTrue(bound[2])));
    return listOfValues(runtime, std::move(entries));
}

Result<Value> sort(Runtime &runtime, const Value &self, Arguments arguments)
{
    MARU_TRY(
        const auto bound, runtime.bind("sort", std::move(arguments), { "reverse", "case_sensitive", "attribute" }));
    MARU_TRY(auto entries, keyed(runtime, self, bound[2], isTrue(bound[1])));
    MARU_CHECK(sortByKey(runtime, entries, isTrue(bound[0]), !bound[2].isAbsent() && !bound[2].isNone()));
    return listOfValues(runtime, std::move(entries));
}

Result<Value> unique(Runtime &runtime, const Value &self, Arguments arguments)
{
    MARU_TRY(const auto bound, runtime.bind("unique", std::move(arguments), { "case_sensitive", "attribute" }));
    MARU_TRY(auto entries, keyed(runtime, self, bound[1], isTrue(bound[0])));
    std::unordered_set<std::string> seen;
    std::vector<Value> values;
    for (Keyed &entry : entries) {
        MARU_TRY(std::string key, keyOf(runtime, entry.key));
        if (seen.insert(std::move(key)).second)
            values.push_back(std::move(entry.value));
    }
    return runtime.heap().generator(std::move(values));
}

template <int Wanted> Result<Value> extreme(Runtime &runtime, const Value &self, Arguments arguments)
{
    MARU_TRY(const auto bound, runtime.bind("min", std::move(arguments), { "case_sensitive", "attribute" }));
    MARU_TRY(const auto entries, keyed(runtime, self, bound[1], isTrue(bound[0])));
    if (entries.empty())
        return runtime.heap().undefined("an empty sequence has no least or greatest item");
    const Keyed *best = &entries.front();
    for (const Keyed &entry : entries) {
        MARU_TRY(const int order, compare(runtime, entry.key, best->key));
        if (order == Wanted)
            best = &entry;
    }
    return best->value;
}

Result<Value> sum(Runtime &runtime, const Value &self, Arguments arguments)
{
    MARU_TRY(const auto bound, runtime.bind("sum", std::move(arguments), { "attribute", "start" }));
    MARU_TRY(const auto items, iterate(runtime, self));
    Value total = bound[1].isAbsent() ? Value::integer(0) : bound[1];
    for (const Value &item : items) {
        Value value = item;
        if (!bound[0].isAbsent() && !bound[0].isNone()) {
            MARU_TRY(value, memberOf(runtime, value, bound[0]));
        }
        MARU_TRY(total, combine(runtime, Operator::Add, total, value));
    }
    return total;
}

/// What map, select and reject walk through: nothing where the value is none, zero or empty.
Result<std::vector<Value>> itemsIfTrue(Runtime &runtime, const Value &value)
{
    if (!isTrue(value))
        return std::vector<Value>();
    return iterate(runtime, value);
}

Result<Value> map(Runtime &runtime, const Value &self, Arguments arguments)
{
    Value path;
    Value otherwise;
    FunctionObject::Call filter = nullptr;
    if (arguments.positional.empty()) {
        MARU_TRY(const auto bound, runtime.bind("map", std::move(arguments), { "attribute", "default" }));
        path = bound[0];
        otherwise = bound[1];
        if (path.isAbsent())
            return runtime.fail("'map' needs a filter or an attribute");
    } else {
        MARU_TRY(const std::string name, stringOf(runtime, arguments.positional.front(), "the name of a filter"));
        filter = findFilter(name);
        if (!filter)
            return runtime.fail("no filter named '" + name + "'");
        arguments.positional.erase(arguments.positional.begin());
    }
    MARU_TRY(const auto items, itemsIfTrue(runtime, self));
    std::vector<Value> values;
    for (const Value &item : items) {
        MARU_CHECK(runtime.spend());
        Value value;
        if (filter) {
            MARU_TRY(value, filter(runtime, item, arguments));
        } else {
            MARU_TRY(value, memberOf(runtime, item, path));
        }
        values.push_back(value.isUndefined() && !otherwise.isAbsent() ? otherwise : value);
    }
    return runtime.heap().generator(std::move(values));
}

template <bool Keeps, bool ByAttribute> Result<Value> choose(Runtime &runtime, const Value &self, Arguments arguments)
{
    auto &given = arguments.positional;
    Value path;
    if (ByAttribute) {
        if (given.empty())
            return runtime.fail("an attribute to select by is missing");
        path = given.front();
        given.erase(given.begin());
    }
    FunctionObject::Call test = nullptr;
    if (!given.empty()) {
        MARU_TRY(const std::string name, stringOf(runtime, given.front(), "the name of a test"));
        test = findTest(name);
        if (!test)
            return runtime.fail("no test named '" + name + "'");
        given.erase(given.begin());
    }
    MARU_TRY(const auto items, itemsIfTrue(runtime, self));
    std::vector<Value> kept;
    for (const Value &item : items) {
        MARU_CHECK(runtime.spend());
        Value value = item;
        if (ByAttribute) {
            MARU_TRY(value, memberOf(runtime, item, path));
        }
        if (test) {
            MARU_TRY(value, test(runtime, value, arguments));
        }
        if (isTrue(value) == Keeps)
            kept.push_back(item);
    }
    return runtime.heap().generator(std::move(kept));
}

Result<Value> batch(Runtime &runtime, const Value &self, Arguments arguments)
{
    MARU_TRY(const auto bound, runtime.bind("batch", std::move(arguments), { "linecount", "fill_with" }));
    MARU_TRY(const std::int64_t size, integerOf(runtime, bound[0], "linecount", 0));
    if (size <= 0)
        return runtime.fail("'batch' needs a positive count");
    const auto count = static_cast<std::uint64_t>(size);
    MARU_TRY(const auto items, iterate(runtime, self));
    std::vector<Value> rows;
    std::vector<Value> row;
    for (const Value &item : items) {
        if (row.size() == count)
            rows.push_back(runtime.heap().list(std::exchange(row, {})));
        row.push_back(item);
    }
    if (!row.empty()) {
        if (!bound[1].isAbsent() && !bound[1].isNone()) {
            MARU_CHECK(runtime.checkList(count));
            row.resize(count, bound[1]);
        }
        rows.push_back(runtime.heap().list(std::move(row)));
    }
    return runtime.heap().generator(std::move(rows));
}

Result<Value> sliceFilter(Runtime &runtime, const Value &self, Arguments arguments)
{
    MARU_TRY(const auto bound, runtime.bind("slice", std::move(arguments), { "slices", "fill_with" }));
    MARU_TRY(const std::int64_t slices, integerOf(runtime, bound[0], "slices", 0));
    if (slices <= 0)
        return runtime.fail("'slice' needs a positive count");
    const auto count = static_cast<std::uint64_t>(slices);
    MARU_TRY(const auto items, iterate(runtime, self));
    MARU_CHECK(runtime.spend(count));
    MARU_CHECK(runtime.checkList(count > UINT64_MAX / 8 ? count : count * 8));
    std::vector<Value> columns;
    std::size_t next = 0;
    for (std::uint64_t i = 0; i < count; ++i) {
        const std::size_t size = items.size() / count + (i < items.size() % count ? 1 : 0);
        std::vector<Value> column(items.begin() + static_cast<std::ptrdiff_t>(next),
            items.begin() + static_cast<std::ptrdiff_t>(next + size));
        next += size;
        if (!bound[1].isAbsent() && !bound[1].isNone() && i >= items.size() % count)
            column.push_back(bound[1]);
        columns.push_back(runtime.heap().list(std::move(column)));
    }
    return runtime.heap().generator(std::move(columns));
}

Result<Value> groupBy(Runtime &runtime, const Value &self, Arguments arguments)
{
    MARU_TRY(
        const auto bound, runtime.bind("groupby", std::move(arguments), { "attribute", "default", "case_sensitive" }));
    MARU_TRY(const auto items, iterate(runtime, self));
    std::vector<Keyed> entries;
    for (const Value &item : items) {
        MARU_TRY(Value key, memberOf(runtime, item, bound[0]));
        if (key.isUndefined() && !bound[1].isAbsent())
            key = bound[1];
        MARU_TRY(key, keyFor(runtime, key, Value(), isTrue(bound[2])));
        entries.push_back({ std::move(key), item });
    }
    MARU_CHECK(sortByKey(runtime, entries, false));
    std::vector<Value> groups;
    for (std::size_t i = 0; i < entries.size();) {
        std::vector<Value> members;
        const std::size_t first = i;
        for (; i < entries.size(); ++i) {
            MARU_TRY(const bool same, areEqual(runtime, entries[i].key, entries[first].key));
            if (!same)
                break;
            members.push_back(entries[i].value);
        }
        MARU_TRY(Value name, memberOf(runtime, entries[first].value, bound[0]));
        if (name.isUndefined() && !bound[1].isAbsent())
            name = bound[1];
        groups.push_back(runtime.heap().pair(std::move(name), runtime.heap().list(std::move(members))));
    }
    return runtime.heap().list(std::move(groups));
}

Result<Value> attributeFilter(Runtime &runtime, const Value &self, Arguments arguments)
{
    MARU_TRY(const auto bound, runtime.bind("attr", std::move(arguments), { "name" }));
    MARU_TRY(const std::string name, stringOf(runtime, bound[0], "the name of an attribute"));
    if (self.isDict())
        return runtime.heap().undefined("'dict object' has no attribute '" + name + "'");
    return attribute(runtime, self, name);
}

constexpr Method kFilters[] = {
    { "length", length },
    { "count", length },
    { "join", join },
    { "first", edge<false> },
    { "last", edge<true> },
    { "list", list },
    { "reverse", reverse },
    { "items", items },
    { "dictsort", dictSort },
    { "sort", sort },
    { "unique", unique },
    { "min", extreme<-1> },
    { "max", extreme<1> },
    { "sum", sum },
    { "map", map },
    { "select", choose<true, false> },
    { "reject", choose<false, false> },
    { "selectattr", choose<true, true> },
    { "rejectattr", choose<false, true> },
    { "batch", batch },
    { "slice", sliceFilter },
    { "groupby", groupBy },
    { "attr", attributeFilter },
};

} // namespace

std::span<const Method> sequenceFilters()
{
    return kFilters;
}

} // namespace maru::prompt::jinja
