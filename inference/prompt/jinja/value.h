// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace maru::prompt::jinja {

class Heap;
struct Object;

enum class ValueKind : std::uint8_t {
    Absent, ///< an argument that was not given; never seen by a template
    Undefined, ///< a name or member that is not there; its Text says which
    None,
    Boolean,
    Integer,
    Float,
    String,
    List,
    Tuple,
    Dict,
    Namespace,
    Function, ///< a global, a method bound to its value, a macro, a loop that can be called
    Loop,
    Cycler,
    Generator, ///< what a lazy filter gives: items that can be walked through once; true even without any
    Scope, ///< the variables of a block; never seen by a template
};

/// A value of a running template.
///
/// Ownership: what does not fit into the value itself is an Object of the render's Heap, counted by the values that
/// refer to it; all of it dies with the heap at the latest, so a value must not outlive its heap. Threads: one.
class Value
{
public:
    Value() = default; ///< absent
    Value(const Value &other);
    Value(Value &&other) noexcept;
    Value &operator=(Value other) noexcept;
    ~Value();

    static Value none() { return Value(ValueKind::None); }
    static Value boolean(bool value);
    static Value integer(std::int64_t value);
    static Value number(double value);
    /// Takes a new object of `heap`.
    static Value of(ValueKind kind, Object *object);

    ValueKind kind() const { return m_kind; }
    bool is(ValueKind kind) const { return m_kind == kind; }
    bool isAbsent() const { return m_kind == ValueKind::Absent; }
    bool isUndefined() const { return m_kind == ValueKind::Undefined; }
    bool isNone() const { return m_kind == ValueKind::None; }
    bool isString() const { return m_kind == ValueKind::String; }
    bool isMarkup() const;
    bool isDict() const { return m_kind == ValueKind::Dict; }
    bool isSequence() const { return m_kind == ValueKind::List || m_kind == ValueKind::Tuple; }
    /// Boolean or integer: Python's booleans count.
    bool isIntegral() const { return m_kind == ValueKind::Boolean || m_kind == ValueKind::Integer; }
    bool isNumber() const { return isIntegral() || m_kind == ValueKind::Float; }

    bool asBoolean() const { return m_payload.boolean; } ///< of a Boolean
    std::int64_t asInteger() const; ///< of an isIntegral()
    double asNumber() const; ///< of an isNumber()
    const std::string &text() const; ///< of a String or an Undefined
    const std::vector<Value> &items() const; ///< of an isSequence()

    template <typename T> T &as() const { return static_cast<T &>(*m_payload.object); }
    Object *object() const { return hasObject() ? m_payload.object : nullptr; }

private:
    explicit Value(ValueKind kind)
        : m_kind(kind)
    {
    }
    bool hasObject() const;

    ValueKind m_kind = ValueKind::Absent;
    union Payload
    {
        std::int64_t integer = 0;
        bool boolean;
        double number;
        Object *object;
    } m_payload;
};

/// What a Value can refer to. Lives in the list of its heap.
struct Object
{
    Object() = default;
    Object(const Object &) = delete;
    Object &operator=(const Object &) = delete;
    virtual ~Object() = default;
    /// Lets go of every value that it refers to.
    virtual void dropReferences() { }

    Heap *heap = nullptr;
    Object *before = nullptr;
    Object *after = nullptr;
    std::uint64_t references = 0;
    std::uint64_t bytes = 0;
};

struct StringObject : Object
{
    std::string text;
    bool isMarkup = false; ///< HTML that is escaped already (`safe`): what is added to it gets escaped
};

struct ListObject : Object
{
    void dropReferences() override { items.clear(); }

    std::vector<Value> items;
};

/// Keys in the order they came; also the members of a Namespace.
struct DictObject : Object
{
    void dropReferences() override { entries.clear(); }

    std::vector<std::pair<Value, Value>> entries;
    std::unordered_map<std::string, std::size_t> index; ///< by dictKey()

    const Value *find(std::string_view key) const; ///< by string
    const Value *findKey(const std::string &canonicalKey) const;
};

/// loop.cycle-like values made by cycler() and joiner().
struct CyclerObject : Object
{
    void dropReferences() override { items.clear(); }

    std::vector<Value> items;
    std::size_t position = 0;
    bool isJoiner = false;
};

/// All objects of one render, and what they take.
///
/// Ownership: owns every object until nothing refers to it; frees the rest, cycles too, when it dies. Freeing is a
/// loop, never a recursion. Threads: one. Failure: none of its own; whoever allocates asks isExhausted() soon after,
/// and fits() before anything that grows faster than its input.
class Heap
{
public:
    Heap(std::uint64_t memoryBytes, std::uint64_t stringBytes);
    ~Heap();
    Heap(const Heap &) = delete;
    Heap &operator=(const Heap &) = delete;

    bool isExhausted() const { return m_bytes > m_maxBytes || m_isStringTooLong; }
    bool isStringTooLong() const { return m_isStringTooLong; }
    /// Whether a string of `length` bytes, or `count` values in one list, would be allowed now.
    bool fitsString(std::uint64_t length) const;
    bool fitsList(std::uint64_t count) const;
    std::uint64_t maxStringBytes() const { return m_maxStringBytes; }

    Value string(std::string text);
    Value markup(std::string text);
    Value undefined(std::string description);
    Value list(std::vector<Value> items);
    Value tuple(std::vector<Value> items);
    Value generator(std::vector<Value> items);
    Value dict();
    Value pair(Value first, Value second);
    /// Sets `key` (canonicalKey = dictKey(key)) of a Dict or Namespace.
    void set(DictObject &dict, std::string canonicalKey, Value key, Value value);
    void set(DictObject &dict, std::string_view name, Value value);

    template <typename T> T *make(std::uint64_t extraBytes = 0)
    {
        T *object = new T;
        adopt(object, sizeof(T) + extraBytes);
        return object;
    }

    /// Bytes made so far, freed ones too: what the work is measured by.
    std::uint64_t bytesMade() const { return m_bytesMade; }
    void charge(Object &object, std::uint64_t bytes);

private:
    friend class Value;
    void adopt(Object *object, std::uint64_t bytes);
    void release(Object *object);

    Object *m_first = nullptr;
    std::vector<Object *> m_doomed;
    bool m_isFreeing = false;
    bool m_isDying = false;
    bool m_isStringTooLong = false;
    std::uint64_t m_bytes = 0;
    std::uint64_t m_bytesMade = 0;
    std::uint64_t m_maxBytes;
    std::uint64_t m_maxStringBytes;
};

/// The canonical key of a string in a dict.
std::string dictKey(std::string_view text);

} // namespace maru::prompt::jinja
