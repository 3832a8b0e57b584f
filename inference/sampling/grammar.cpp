// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/sampling/grammar.h"

#include <algorithm>
#include <utility>

namespace maru::sampling {

namespace {

using Symbol = Grammar::Symbol;

/// Whether each rule can match nothing.
std::vector<bool> nullableRules(const Grammar &grammar)
{
    const std::size_t count = grammar.alternatives.size();
    std::vector<std::uint32_t> ruleOf(count);
    for (std::uint32_t rule = 0; rule < grammar.rules.size(); ++rule) {
        for (std::uint32_t i = 0; i < grammar.rules[rule].alternatives; ++i)
            ruleOf[grammar.rules[rule].firstAlternative + i] = rule;
    }
    std::vector<std::uint32_t> open(count, 0); // symbols that are not known to match nothing
    std::vector<std::vector<std::uint32_t>> uses(grammar.rules.size()); // alternatives, once for each occurrence
    std::vector<bool> nullable(grammar.rules.size(), false);
    std::vector<std::uint32_t> work;
    const auto found = [&](std::uint32_t alternative) {
        if (const std::uint32_t rule = ruleOf[alternative]; !nullable[rule]) {
            nullable[rule] = true;
            work.push_back(rule);
        }
    };
    for (std::uint32_t alternative = 0; alternative < count; ++alternative) {
        for (std::size_t at = grammar.alternatives[alternative]; grammar.symbols[at].kind != Grammar::Kind::End; ++at) {
            ++open[alternative];
            if (grammar.symbols[at].kind == Grammar::Kind::Rule)
                uses[grammar.symbols[at].index].push_back(alternative);
        }
    }
    for (std::uint32_t alternative = 0; alternative < count; ++alternative) {
        if (open[alternative] == 0)
            found(alternative);
    }
    while (!work.empty()) {
        const std::uint32_t rule = work.back();
        work.pop_back();
        for (const std::uint32_t alternative : uses[rule]) {
            if (--open[alternative] == 0)
                found(alternative);
        }
    }
    return nullable;
}

/// Rules that can stand at the beginning of a rule.
struct Beginning
{
    std::uint32_t rule;
    bool isLast; ///< nothing follows it: it takes the place of the rule, and nothing piles up
};

std::vector<std::vector<Beginning>> beginnings(const Grammar &grammar)
{
    const std::vector<bool> nullable = nullableRules(grammar);
    std::vector<std::vector<Beginning>> result(grammar.rules.size());
    for (std::size_t rule = 0; rule < grammar.rules.size(); ++rule) {
        for (std::uint32_t i = 0; i < grammar.rules[rule].alternatives; ++i) {
            for (std::size_t at = grammar.alternatives[grammar.rules[rule].firstAlternative + i];; ++at) {
                const Symbol &symbol = grammar.symbols[at];
                if (symbol.kind != Grammar::Kind::Rule)
                    break;
                result[rule].push_back({ symbol.index, grammar.symbols[at + 1].kind == Grammar::Kind::End });
                if (!nullable[symbol.index])
                    break;
            }
        }
    }
    return result;
}

/// The strongly connected component of each rule (Tarjan, without recursion).
std::vector<std::uint32_t> components(const std::vector<std::vector<Beginning>> &edges)
{
    constexpr std::uint32_t kUnseen = 0xffffffff;
    const std::size_t count = edges.size();
    std::vector<std::uint32_t> order(count, kUnseen);
    std::vector<std::uint32_t> lowest(count, 0);
    std::vector<std::uint32_t> component(count, kUnseen);
    std::vector<std::uint32_t> open;
    std::vector<std::pair<std::uint32_t, std::size_t>> path; // rule, next edge
    std::uint32_t visited = 0;
    std::uint32_t found = 0;
    for (std::uint32_t start = 0; start < count; ++start) {
        if (order[start] != kUnseen)
            continue;
        path.emplace_back(start, 0);
        while (!path.empty()) {
            auto &[rule, edge] = path.back();
            if (edge == 0) {
                order[rule] = lowest[rule] = visited++;
                open.push_back(rule);
            }
            if (edge < edges[rule].size()) {
                const std::uint32_t to = edges[rule][edge++].rule;
                if (order[to] == kUnseen)
                    path.emplace_back(to, 0);
                else if (component[to] == kUnseen)
                    lowest[rule] = std::min(lowest[rule], order[to]);
                continue;
            }
            if (lowest[rule] == order[rule]) {
                while (true) {
                    const std::uint32_t member = open.back();
                    open.pop_back();
                    component[member] = found;
                    if (member == rule)
                        break;
                }
                ++found;
            }
            const std::uint32_t done = rule;
            path.pop_back();
            if (!path.empty())
                lowest[path.back().first] = std::min(lowest[path.back().first], lowest[done]);
        }
    }
    return component;
}

} // namespace

std::uint32_t GrammarBuilder::addRule()
{
    m_rules.emplace_back();
    return static_cast<std::uint32_t>(m_rules.size() - 1);
}

void GrammarBuilder::addAlternative(std::uint32_t rule, Sequence symbols)
{
    m_symbolCount += symbols.size() + 1;
    m_rules[rule].push_back(std::move(symbols));
}

Symbol GrammarBuilder::classOf(std::vector<CodePointRange> ranges)
{
    ranges = normalized(std::move(ranges));
    const auto [known, isNew] = m_classIds.try_emplace(ranges, static_cast<std::uint32_t>(m_classes.size()));
    if (isNew)
        m_classes.emplace_back(ranges);
    return { Grammar::Kind::Class, known->second };
}

GrammarBuilder::Sequence GrammarBuilder::repeat(Sequence item, std::uint32_t least, std::uint32_t most)
{
    if (item.empty())
        return item;
    if (item.size() != 1) { // one symbol for all of it
        const std::uint32_t rule = addRule();
        addAlternative(rule, std::move(item));
        item = { { Grammar::Kind::Rule, rule } };
    }
    Sequence result(least, item.front());
    if (most == kNoLimit) { // more ::= item more | nothing
        const std::uint32_t more = addRule();
        addAlternative(more, { item.front(), { Grammar::Kind::Rule, more } });
        addAlternative(more, {});
        result.push_back({ Grammar::Kind::Rule, more });
        return result;
    }
    Sequence rest; // one more, and then what is left of them, or nothing
    for (std::uint32_t i = least; i < most && !isTooLarge(); ++i) {
        const std::uint32_t more = addRule();
        rest.insert(rest.begin(), item.front());
        addAlternative(more, std::exchange(rest, { { Grammar::Kind::Rule, more } }));
        addAlternative(more, {});
    }
    result.insert(result.end(), rest.begin(), rest.end());
    m_symbolCount += least;
    return result;
}

GrammarBuilder::Finished GrammarBuilder::finish(std::uint32_t root)
{
    auto grammar = std::make_shared<Grammar>();
    grammar->root = root;
    grammar->classes = std::move(m_classes);
    for (const std::vector<Sequence> &alternatives : m_rules) {
        grammar->rules.push_back({ static_cast<std::uint32_t>(grammar->alternatives.size()),
            static_cast<std::uint32_t>(alternatives.size()) });
        for (const Sequence &sequence : alternatives) {
            grammar->alternatives.push_back(static_cast<std::uint32_t>(grammar->symbols.size()));
            grammar->symbols.insert(grammar->symbols.end(), sequence.begin(), sequence.end());
            grammar->symbols.push_back({});
        }
    }
    const std::vector<std::vector<Beginning>> edges = beginnings(*grammar);
    const std::vector<std::uint32_t> component = components(edges);
    for (std::uint32_t rule = 0; rule < edges.size(); ++rule) {
        for (const Beginning &edge : edges[rule]) {
            if (!edge.isLast && component[edge.rule] == component[rule])
                return { nullptr, rule };
        }
    }
    return { std::move(grammar), 0 };
}

} // namespace maru::sampling
