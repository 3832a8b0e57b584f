// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/sampling/grammar.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace maru::sampling {

/// Follows a text through a grammar, byte by byte: what may come next?
///
/// Keeps every place of the grammar that the text may have led to, each with what is to follow when its rule ends.
/// Equal ends are shared, so that an ambiguous grammar does not multiply. What nests deeper than 1,000 rules, and what
/// would need more work than the budget, counts as not allowed: no grammar can hang or explode. Ownership: shares the
/// grammar; a value. Threads: one at a time. Failure: none, but for restore().
class GrammarMatcher
{
public:
    explicit GrammarMatcher(std::shared_ptr<const Grammar> grammar);

    /// Goes on over `bytes` (maybe half a character). Where they are not allowed it stays, and says false.
    bool advance(std::string_view bytes);

    /// Whether advance() would; nothing changes.
    bool allows(std::string_view bytes);

    /// The bytes that may come next.
    const ByteSet &firstBytes() const { return m_firstBytes; }

    /// True if the text may end here, and if it must.
    bool mayEnd() const { return m_mayEnd; }
    bool mustEnd() const { return m_places.empty(); }

    /// Steps that may be taken from now on, to bound the time of what follows.
    void setBudget(std::uint64_t steps) { m_budget = steps; }
    bool isOverBudget() const { return m_budget == 0; }

    /// Where the text stands, in a few dozen ASCII characters; of use with the same grammar only.
    std::string state() const;

    /// False, and unchanged, if `state` is not one of this grammar.
    bool restore(std::string_view state);

private:
    static constexpr std::uint32_t kNoNode = 0xffffffff;

    /// What follows when a rule ends: the symbol to go on with, and what follows then.
    struct Node
    {
        std::uint32_t symbol;
        std::uint32_t parent;
        std::uint32_t depth;

        bool operator==(const Node &other) const { return symbol == other.symbol && parent == other.parent; }
    };

    /// A symbol that is a class, how far its character has been read, and what follows when its rule ends.
    struct Place
    {
        std::uint32_t symbol;
        std::uint32_t parent;
        std::uint32_t part;

        bool operator==(const Place &other) const
        {
            return symbol == other.symbol && parent == other.parent && part == other.part;
        }
    };

    /// Places seen in this step. Emptied at no cost, by counting up.
    class Seen
    {
    public:
        bool insert(const Place &place);
        void clear();

    private:
        struct Slot
        {
            Place place;
            std::uint32_t round;
        };
        void grow();

        std::vector<Slot> m_slots = std::vector<Slot>(256, Slot { {}, 0 });
        std::uint32_t m_round = 1;
        std::size_t m_count = 0;
    };

    bool run(std::string_view bytes, std::vector<Place> &places, bool &mayEnd);
    void expand(std::uint32_t symbol, std::uint32_t parent, std::vector<Place> &places, bool &mayEnd);
    std::uint32_t intern(std::uint32_t symbol, std::uint32_t parent);
    std::size_t slotOf(const Node &node) const;
    void rollBack(std::size_t count);
    void rebuildIndex(std::size_t slots);
    void dropUnused();
    void readFirstBytes();

    std::shared_ptr<const Grammar> m_grammar;
    std::vector<Node> m_nodes;
    std::vector<std::uint32_t> m_index; // open addressing over m_nodes: id + 1, 0 is empty
    std::vector<Place> m_places;
    bool m_mayEnd = false;
    ByteSet m_firstBytes;
    std::uint64_t m_budget = ~std::uint64_t { 0 };
    Seen m_seen;
    std::vector<Place> m_current; // scratch
    std::vector<Place> m_next;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> m_work;
};

} // namespace maru::sampling
