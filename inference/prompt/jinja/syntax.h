// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace maru::prompt::jinja {

// The tree of a parsed template. Its depth is limited by the parser, and what can be long (sums, comparisons, chains of
// attributes and filters, elif) is kept flat, so that neither running nor destroying it can exhaust the stack.

enum class Operator : std::uint8_t {
    Add,
    Subtract,
    Multiply,
    Divide,
    FloorDivide,
    Modulo,
    Power,
    Concatenate,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    In,
    NotIn,
};

enum class ExpressionKind : std::uint8_t {
    None,
    Boolean, ///< integer
    Integer, ///< integer
    Float, ///< number
    String, ///< text
    Name, ///< text
    List, ///< operands
    Tuple, ///< operands
    Dict, ///< operands: key, value, key, value
    Not, ///< operands[0]
    Negate, ///< operands[0]
    Plus, ///< operands[0]
    Arithmetic, ///< operands joined by operators, from the left
    Comparison, ///< operands joined by operators, each pair at most once
    And, ///< operands
    Or, ///< operands
    Conditional, ///< operands: value, condition [, otherwise]
    Chain, ///< operands[0], then what follows it: links
    NamespaceTarget, ///< only assigned to: text is the variable, attribute the name in it
};

enum class LinkKind : std::uint8_t {
    Attribute, ///< .name
    Item, ///< [arguments[0]]
    Slice, ///< [a:b:c]: three arguments, None where left out
    Call, ///< (arguments)
    Filter, ///< | name(arguments)
    Test, ///< is name(arguments)
    NegatedTest, ///< is not name(arguments)
};

struct Argument;

/// What follows a value: `.name`, `[key]`, `(arguments)`, `| filter` or `is test`.
struct Link
{
    Link(LinkKind kind, std::uint32_t line);
    Link(const Link &other);
    Link(Link &&other) noexcept;
    Link &operator=(const Link &other);
    Link &operator=(Link &&other) noexcept;
    ~Link();

    LinkKind kind;
    std::uint32_t line;
    std::string name = {};
    std::vector<Argument> arguments; ///< complete only below: hence the declared members above
};

struct Expression
{
    ExpressionKind kind = ExpressionKind::None;
    std::uint32_t line = 1;
    std::int64_t integer = 0;
    double number = 0;
    std::string text = {};
    std::string attribute = {};
    std::vector<Expression> operands = {};
    std::vector<Operator> operators = {};
    std::vector<Link> links = {};
};

/// One argument of a call: positional, named, `*list` or `**dict`.
struct Argument
{
    enum class Kind : std::uint8_t { Positional, Named, Spread, SpreadNamed };

    Kind kind = Kind::Positional;
    std::string name = {};
    Expression value = {};
};

inline Link::Link(LinkKind linkKind, std::uint32_t linkLine)
    : kind(linkKind)
    , line(linkLine)
{
}
inline Link::Link(const Link &other) = default;
inline Link::Link(Link &&other) noexcept = default;
inline Link &Link::operator=(const Link &other) = default;
inline Link &Link::operator=(Link &&other) noexcept = default;
inline Link::~Link() = default;

enum class StatementKind : std::uint8_t {
    Text, ///< text
    Print, ///< value
    If, ///< branches
    For, ///< target, value, condition, body, otherwise, isRecursive
    Set, ///< target, value
    SetBlock, ///< target, value.links (filters), body
    Macro, ///< signature, body
    CallBlock, ///< signature (of caller), value (the call), body
    FilterBlock, ///< value.links, body
    With, ///< names and values in bindings, body
    Scope, ///< body, in a scope of its own (generation)
    Break,
    Continue,
};

struct Statement;
using Block = std::vector<Statement>;

struct Parameter
{
    std::string name;
    bool hasDefault = false;
    Expression defaultValue = {};
};

/// Name and parameters of a macro or of a call block.
struct Signature
{
    std::string name = {};
    std::vector<Parameter> parameters = {};
    bool takesVariable = false; ///< the body names `varargs`
    bool takesNamed = false; ///< the body names `kwargs`
    bool takesCaller = false; ///< the body names `caller`
};

struct Binding
{
    Expression target;
    Expression value;
};

/// One arm of an `if`.
struct Branch
{
    Branch();
    Branch(const Branch &other);
    Branch(Branch &&other) noexcept;
    Branch &operator=(const Branch &other);
    Branch &operator=(Branch &&other) noexcept;
    ~Branch();

    Expression condition = {}; ///< unused by `else`
    bool isElse = false;
    Block body; ///< of statements, which are complete only below
};

struct Statement
{
    StatementKind kind = StatementKind::Text;
    std::uint32_t line = 1;
    bool hasCondition = false;
    bool isRecursive = false;
    std::string text = {};
    Expression target = {};
    Expression value = {};
    Expression condition = {};
    Signature signature = {};
    Block body = {};
    Block otherwise = {};
    std::vector<Branch> branches = {};
    std::vector<Binding> bindings = {};
};

inline Branch::Branch() = default;
inline Branch::Branch(const Branch &other) = default;
inline Branch::Branch(Branch &&other) noexcept = default;
inline Branch &Branch::operator=(const Branch &other) = default;
inline Branch &Branch::operator=(Branch &&other) noexcept = default;
inline Branch::~Branch() = default;

} // namespace maru::prompt::jinja
