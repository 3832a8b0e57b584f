// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/prompt/jinja/value.h"

#include <utility>

namespace maru::prompt::jinja {

Value::Value(const Value &other)
    : m_kind(other.m_kind)
    , m_payload(other.m_payload)
{
    if (hasObject())
        ++m_payload.object->references;
}

Value::Value(Value &&other) noexcept
    : m_kind(std::exchange(other.m_kind, ValueKind::Absent))
    , m_payload(other.m_payload)
{
}

Value &Value::operator=(Value other) noexcept
{
    std::swap(m_kind, other.m_kind);
    std::swap(m_payload, other.m_payload);
    return *this;
}

Value::~Value()
{
    if (hasObject() && --m_payload.object->references == 0)
        m_payload.object->heap->release(m_payload.object);
}

Value Value::boolean(bool value)
{
    Value made(ValueKind::Boolean);
    made.m_payload.boolean = value;
    return made;
}

Value Value::integer(std::int64_t value)
{
    Value made(ValueKind::Integer);
    made.m_payload.integer = value;
    return made;
}

Value Value::number(double value)
{
    Value made(ValueKind::Float);
    made.m_payload.number = value;
    return made;
}

Value Value::of(ValueKind kind, Object *object)
{
    Value made(kind);
    made.m_payload.object = object;
    ++object->references;
    return made;
}

bool Value::hasObject() const
{
    return m_kind == ValueKind::Undefined || m_kind >= ValueKind::String;
}

std::int64_t Value::asInteger() const
{
    return m_kind == ValueKind::Boolean ? (m_payload.boolean ? 1 : 0) : m_payload.integer;
}

double Value::asNumber() const
{
    return m_kind == ValueKind::Float ? m_payload.number : static_cast<double>(asInteger());
}

bool Value::isMarkup() const
{
    return m_kind == ValueKind::String && as<StringObject>().isMarkup;
}

const std::string &Value::text() const
{
    return as<StringObject>().text;
}

const std::vector<Value> &Value::items() const
{
    return as<ListObject>().items;
}

std::string dictKey(std::string_view text)
{
    return "s" + std::string(text);
}

const Value *DictObject::find(std::string_view key) const
{
    return findKey(dictKey(key));
}

const Value *DictObject::findKey(const std::string &canonicalKey) const
{
    const auto found = index.find(canonicalKey);
    return found == index.end() ? nullptr : &entries[found->second].second;
}

Heap::Heap(std::uint64_t memoryBytes, std::uint64_t stringBytes)
    : m_maxBytes(memoryBytes)
    , m_maxStringBytes(stringBytes)
{
}

Heap::~Heap()
{
    m_isDying = true; // counts reach zero below, but nothing is freed before all have let go of one another
    for (Object *object = m_first; object; object = object->after)
        object->dropReferences();
    while (m_first)
        delete std::exchange(m_first, m_first->after);
}

void Heap::adopt(Object *object, std::uint64_t bytes)
{
    object->heap = this;
    object->after = m_first;
    if (m_first)
        m_first->before = object;
    m_first = object;
    charge(*object, bytes);
}

void Heap::charge(Object &object, std::uint64_t bytes)
{
    object.bytes += bytes;
    m_bytes += bytes;
    m_bytesMade += bytes;
}

void Heap::release(Object *object)
{
    if (m_isDying)
        return;
    m_doomed.push_back(object);
    if (m_isFreeing)
        return;
    m_isFreeing = true;
    while (!m_doomed.empty()) {
        Object *last = m_doomed.back();
        m_doomed.pop_back();
        (last->before ? last->before->after : m_first) = last->after;
        if (last->after)
            last->after->before = last->before;
        m_bytes -= last->bytes;
        delete last;
    }
    m_isFreeing = false;
}

Value Heap::string(std::string text)
{
    if (text.size() > m_maxStringBytes)
        m_isStringTooLong = true;
    auto *object = make<StringObject>(text.size());
    object->text = std::move(text);
    return Value::of(ValueKind::String, object);
}

Value Heap::markup(std::string text)
{
    Value made = string(std::move(text));
    made.as<StringObject>().isMarkup = true;
    return made;
}

Value Heap::undefined(std::string description)
{
    auto *object = make<StringObject>(description.size());
    object->text = std::move(description);
    return Value::of(ValueKind::Undefined, object);
}

Value Heap::list(std::vector<Value> items)
{
    auto *object = make<ListObject>(items.size() * sizeof(Value));
    object->items = std::move(items);
    return Value::of(ValueKind::List, object);
}

Value Heap::tuple(std::vector<Value> items)
{
    auto *object = make<ListObject>(items.size() * sizeof(Value));
    object->items = std::move(items);
    return Value::of(ValueKind::Tuple, object);
}

Value Heap::generator(std::vector<Value> items)
{
    auto *object = make<ListObject>(items.size() * sizeof(Value));
    object->items = std::move(items);
    return Value::of(ValueKind::Generator, object);
}

Value Heap::dict()
{
    return Value::of(ValueKind::Dict, make<DictObject>());
}

Value Heap::pair(Value first, Value second)
{
    std::vector<Value> items;
    items.push_back(std::move(first));
    items.push_back(std::move(second));
    return tuple(std::move(items));
}

void Heap::set(DictObject &dict, std::string canonicalKey, Value key, Value value)
{
    static constexpr std::uint64_t kEntryBytes = 2 * sizeof(Value) + 64; // with its place in the index
    const std::uint64_t bytes = kEntryBytes + canonicalKey.size();
    const auto [place, isNew] = dict.index.try_emplace(std::move(canonicalKey), dict.entries.size());
    if (isNew) {
        dict.entries.emplace_back(std::move(key), std::move(value));
        charge(dict, bytes);
    } else {
        dict.entries[place->second].second = std::move(value);
    }
}

void Heap::set(DictObject &dict, std::string_view name, Value value)
{
    set(dict, dictKey(name), string(std::string(name)), std::move(value));
}

bool Heap::fitsString(std::uint64_t length) const
{
    return length <= m_maxStringBytes && m_bytes <= m_maxBytes && length <= m_maxBytes - m_bytes;
}

bool Heap::fitsList(std::uint64_t count) const
{
    return m_bytes <= m_maxBytes && count <= (m_maxBytes - m_bytes) / sizeof(Value);
}

} // namespace maru::prompt::jinja
