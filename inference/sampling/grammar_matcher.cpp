// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/sampling/grammar_matcher.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

namespace maru::sampling {

namespace {

constexpr std::uint32_t kDeepest = 1000; // rules within rules
constexpr std::size_t kMostPlaces = 50000; // of one step
constexpr std::size_t kManyNodes = 2048; // that are kept before unused ones are dropped
constexpr std::size_t kLongestState = std::size_t { 1 } << 20;

std::size_t mixed(std::uint32_t a, std::uint32_t b, std::uint32_t c)
{
    std::uint64_t hash = (std::uint64_t { a } << 32 | b) * 0x9e3779b97f4a7c15u + c;
    hash ^= hash >> 29;
    hash *= 0xbf58476d1ce4e5b9u;
    return static_cast<std::size_t>(hash ^ (hash >> 32));
}

} // namespace

bool GrammarMatcher::Seen::insert(const Place &place)
{
    if ((m_count + 1) * 2 > m_slots.size())
        grow();
    for (std::size_t at = mixed(place.symbol, place.parent, place.part);; ++at) {
        Slot &slot = m_slots[at & (m_slots.size() - 1)];
        if (slot.round != m_round) {
            slot = { place, m_round };
            ++m_count;
            return true;
        }
        if (slot.place == place)
            return false;
    }
}

void GrammarMatcher::Seen::clear()
{
    m_count = 0;
    if (++m_round == 0) { // counted once around
        std::fill(m_slots.begin(), m_slots.end(), Slot { {}, 0 });
        m_round = 1;
    }
}

void GrammarMatcher::Seen::grow()
{
    std::vector<Slot> old(m_slots.size() * 2, Slot { {}, 0 });
    old.swap(m_slots);
    const std::uint32_t round = std::exchange(m_round, 1);
    m_count = 0;
    for (const Slot &slot : old) {
        if (slot.round == round)
            insert(slot.place);
    }
}

GrammarMatcher::GrammarMatcher(std::shared_ptr<const Grammar> grammar)
    : m_grammar(std::move(grammar))
    , m_index(256, 0)
{
    m_seen.clear();
    const Grammar::Rule &root = m_grammar->rules[m_grammar->root];
    for (std::uint32_t i = 0; i < root.alternatives; ++i)
        expand(m_grammar->alternatives[root.firstAlternative + i], kNoNode, m_places, m_mayEnd);
    readFirstBytes();
}

std::size_t GrammarMatcher::slotOf(const Node &node) const
{
    std::size_t at = mixed(node.symbol, node.parent, 0) & (m_index.size() - 1);
    while (m_index[at] != 0 && !(m_nodes[m_index[at] - 1] == node))
        at = (at + 1) & (m_index.size() - 1);
    return at;
}

std::uint32_t GrammarMatcher::intern(std::uint32_t symbol, std::uint32_t parent)
{
    const Node node { symbol, parent, parent == kNoNode ? 1 : m_nodes[parent].depth + 1 };
    const std::size_t slot = slotOf(node);
    if (m_index[slot] != 0)
        return m_index[slot] - 1;
    if (node.depth > kDeepest)
        return kNoNode;
    m_nodes.push_back(node);
    m_index[slot] = static_cast<std::uint32_t>(m_nodes.size());
    if (m_nodes.size() * 2 > m_index.size())
        rebuildIndex(m_index.size() * 2);
    return static_cast<std::uint32_t>(m_nodes.size() - 1);
}

void GrammarMatcher::rebuildIndex(std::size_t slots)
{
    m_index.assign(slots, 0);
    for (std::size_t i = 0; i < m_nodes.size(); ++i)
        m_index[slotOf(m_nodes[i])] = static_cast<std::uint32_t>(i + 1);
}

/// Takes away the nodes from `count` on. The last one in is the first one out, so that no probe is cut.
void GrammarMatcher::rollBack(std::size_t count)
{
    while (m_nodes.size() > count) {
        m_index[slotOf(m_nodes.back())] = 0;
        m_nodes.pop_back();
    }
}

/// Adds the classes that may come at `symbol`, and notes whether the text may end there.
void GrammarMatcher::expand(std::uint32_t symbol, std::uint32_t parent, std::vector<Place> &places, bool &mayEnd)
{
    const std::vector<Grammar::Symbol> &symbols = m_grammar->symbols;
    m_work.clear();
    m_work.emplace_back(symbol, parent);
    while (!m_work.empty()) {
        const auto [at, after] = m_work.back();
        m_work.pop_back();
        const Place place { at, after, CodePointClass::kStart };
        if (m_budget == 0 || places.size() > kMostPlaces || !m_seen.insert(place))
            continue;
        --m_budget;
        switch (symbols[at].kind) {
        case Grammar::Kind::Class:
            places.push_back(place);
            break;
        case Grammar::Kind::End:
            if (after == kNoNode)
                mayEnd = true;
            else
                m_work.emplace_back(m_nodes[after].symbol, m_nodes[after].parent);
            break;
        case Grammar::Kind::Rule: {
            std::uint32_t next = after;
            if (symbols[at + 1].kind != Grammar::Kind::End) { // else the rule takes the place of this one
                next = intern(at + 1, after);
                if (next == kNoNode)
                    break; // too deep
            }
            const Grammar::Rule &rule = m_grammar->rules[symbols[at].index];
            for (std::uint32_t i = 0; i < rule.alternatives; ++i)
                m_work.emplace_back(m_grammar->alternatives[rule.firstAlternative + i], next);
            break;
        }
        }
    }
}

bool GrammarMatcher::run(std::string_view bytes, std::vector<Place> &places, bool &mayEnd)
{
    for (const char byte : bytes) {
        m_seen.clear();
        m_next.clear();
        mayEnd = false;
        for (const Place &place : places) {
            const CodePointClass &characters = m_grammar->classes[m_grammar->symbols[place.symbol].index];
            const std::uint32_t part = characters.next(place.part, static_cast<unsigned char>(byte));
            if (part == CodePointClass::kNowhere)
                continue;
            if (part == CodePointClass::kStart) {
                expand(place.symbol + 1, place.parent, m_next, mayEnd);
            } else if (const Place further { place.symbol, place.parent, part }; m_seen.insert(further)) {
                m_next.push_back(further);
                m_budget -= m_budget == 0 ? 0 : 1;
            }
        }
        places.swap(m_next);
        if ((places.empty() && !mayEnd) || m_budget == 0)
            return false;
    }
    return true;
}

bool GrammarMatcher::allows(std::string_view bytes)
{
    if (bytes.empty())
        return true;
    if (!m_firstBytes.contains(static_cast<unsigned char>(bytes.front())))
        return false;
    const std::size_t nodes = m_nodes.size();
    m_current = m_places;
    bool mayEnd = m_mayEnd;
    const bool allowed = run(bytes, m_current, mayEnd);
    rollBack(nodes);
    return allowed;
}

bool GrammarMatcher::advance(std::string_view bytes)
{
    const std::size_t nodes = m_nodes.size();
    m_current = m_places;
    bool mayEnd = m_mayEnd;
    if (!run(bytes, m_current, mayEnd)) {
        rollBack(nodes);
        return false;
    }
    m_places.swap(m_current);
    m_mayEnd = mayEnd;
    if (m_nodes.size() > kManyNodes)
        dropUnused();
    readFirstBytes();
    return true;
}

void GrammarMatcher::readFirstBytes()
{
    m_firstBytes = {};
    for (const Place &place : m_places)
        m_firstBytes.add(m_grammar->classes[m_grammar->symbols[place.symbol].index].allowed(place.part));
}

void GrammarMatcher::dropUnused()
{
    std::vector<std::uint32_t> renamed(m_nodes.size(), kNoNode);
    std::vector<bool> used(m_nodes.size(), false);
    for (const Place &place : m_places) {
        for (std::uint32_t node = place.parent; node != kNoNode && !used[node]; node = m_nodes[node].parent)
            used[node] = true;
    }
    std::vector<Node> kept;
    for (std::size_t i = 0; i < m_nodes.size(); ++i) { // parents come before their children
        if (!used[i])
            continue;
        renamed[i] = static_cast<std::uint32_t>(kept.size());
        const Node &node = m_nodes[i];
        kept.push_back({ node.symbol, node.parent == kNoNode ? kNoNode : renamed[node.parent], node.depth });
    }
    for (Place &place : m_places) {
        if (place.parent != kNoNode)
            place.parent = renamed[place.parent];
    }
    m_nodes = std::move(kept);
    rebuildIndex(std::max<std::size_t>(256, m_index.size()));
}

/// `nodes:symbol,parent+1;...|places:symbol,parent+1,part;...|end`, numbers in base 36.
std::string GrammarMatcher::state() const
{
    GrammarMatcher tidy(*this);
    tidy.dropUnused();
    std::string text;
    const auto write = [&text](std::uint64_t number, char after) {
        std::array<char, 16> digits;
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number, 36).ptr;
        text.append(digits.data(), end);
        text += after;
    };
    for (const Node &node : tidy.m_nodes) {
        write(node.symbol, ',');
        write(std::uint64_t { node.parent == kNoNode ? 0 : node.parent + 1 }, '.');
    }
    text += '|';
    for (const Place &place : tidy.m_places) {
        write(place.symbol, ',');
        write(std::uint64_t { place.parent == kNoNode ? 0 : place.parent + 1 }, ',');
        write(place.part, '.');
    }
    text += m_mayEnd ? "|1" : "|0";
    return text;
}

bool GrammarMatcher::restore(std::string_view state)
{
    if (state.size() > kLongestState)
        return false;
    const auto number = [&state](char after) -> std::optional<std::uint32_t> {
        std::uint32_t value = 0;
        const auto [end, error] = std::from_chars(state.data(), state.data() + state.size(), value, 36);
        if (error != std::errc() || end == state.data() + state.size() || *end != after)
            return std::nullopt;
        state.remove_prefix(static_cast<std::size_t>(end - state.data()) + 1);
        return value;
    };
    const std::vector<Grammar::Symbol> &symbols = m_grammar->symbols;
    std::vector<Node> nodes;
    while (!state.empty() && state.front() != '|') {
        const auto symbol = number(',');
        const auto parent = symbol ? number('.') : std::nullopt;
        if (!parent || *symbol >= symbols.size() || *parent > nodes.size())
            return false;
        const std::uint32_t depth = *parent == 0 ? 1 : nodes[*parent - 1].depth + 1;
        if (depth > kDeepest)
            return false;
        nodes.push_back({ *symbol, *parent == 0 ? kNoNode : *parent - 1, depth });
    }
    std::vector<Place> places;
    if (!state.empty())
        state.remove_prefix(1);
    while (!state.empty() && state.front() != '|') {
        const auto symbol = number(',');
        const auto parent = symbol ? number(',') : std::nullopt;
        const auto part = parent ? number('.') : std::nullopt;
        if (!part || *symbol >= symbols.size() || symbols[*symbol].kind != Grammar::Kind::Class
            || *parent > nodes.size() || *part >= m_grammar->classes[symbols[*symbol].index].placeCount())
            return false;
        places.push_back({ *symbol, *parent == 0 ? kNoNode : *parent - 1, *part });
    }
    if (state != "|0" && state != "|1")
        return false;
    m_nodes = std::move(nodes);
    m_places = std::move(places);
    m_mayEnd = state == "|1";
    std::size_t slots = 256;
    while (slots < m_nodes.size() * 2 + 2)
        slots *= 2;
    rebuildIndex(slots);
    readFirstBytes();
    return true;
}

} // namespace maru::sampling
