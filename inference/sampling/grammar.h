// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/base/result.h"
#include "inference/sampling/code_point_class.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

namespace maru::sampling {

/// A text that is to be followed: rules of alternatives, each a row of symbols.
///
///     symbols        class rule End | class End | End | ...
///     alternatives   where each begins in `symbols`
///     rules          first alternative and how many
///
/// Ownership: a value, shared by those who match with it. Threads: immutable once made.
struct Grammar
{
    enum class Kind : std::uint8_t { End, Rule, Class };

    struct Symbol
    {
        Kind kind = Kind::End;
        std::uint32_t index = 0; ///< into rules or classes
    };

    struct Rule
    {
        std::uint32_t firstAlternative = 0;
        std::uint32_t alternatives = 0;
    };

    std::vector<Symbol> symbols;
    std::vector<std::uint32_t> alternatives;
    std::vector<Rule> rules;
    std::vector<CodePointClass> classes;
    std::uint32_t root = 0;

    /// Reads GBNF, the notation of llama.cpp: rules `name ::= ...` of which `root` is the first to match; "text",
    /// [a-z],
    /// [^a-z], `.`, (group), `|`, `*`, `+`, `?`, {m}, {m,}, {m,n}, # comments, escapes \\n \\r \\t \\xHH \\uHHHH
    /// \\UHHHHHHHH and of the marks themselves. A rule may go on in the next line after `::=` and `|`, inside a group,
    /// and with a `|` in front.
    ///
    /// Failure: BadGrammar (line, column, detail): what does not parse, names that no rule has, rules that begin with
    /// themselves, and what is beyond the limits on size (1 MiB of text, 500,000 symbols, groups 100 deep).
    static Result<std::shared_ptr<const Grammar>> parse(std::string_view text);
};

/// Puts a grammar together. Threads: one.
class GrammarBuilder
{
public:
    static constexpr std::size_t kMostSymbols = 500000;

    using Sequence = std::vector<Grammar::Symbol>;

    /// A rule without alternatives yet.
    std::uint32_t addRule();
    void addAlternative(std::uint32_t rule, Sequence symbols);

    /// The symbol of one character out of `ranges`; the same ranges give the same symbol.
    Grammar::Symbol classOf(std::vector<CodePointRange> ranges);

    /// `item` from `least` to `most` times; `most` = kNoLimit: any number.
    Sequence repeat(Sequence item, std::uint32_t least, std::uint32_t most);
    static constexpr std::uint32_t kNoLimit = 0xffffffff;

    std::size_t symbolCount() const { return m_symbolCount; }
    bool isTooLarge() const { return m_symbolCount > kMostSymbols; }

    /// The grammar, or the number of a rule that begins with itself (left recursion), where matching would not end.
    struct Finished
    {
        std::shared_ptr<const Grammar> grammar;
        std::uint32_t leftRecursive = 0;
    };
    Finished finish(std::uint32_t root);

private:
    std::vector<std::vector<Sequence>> m_rules;
    std::map<std::vector<CodePointRange>, std::uint32_t> m_classIds;
    std::vector<CodePointClass> m_classes;
    std::size_t m_symbolCount = 0;
};

} // namespace maru::sampling
