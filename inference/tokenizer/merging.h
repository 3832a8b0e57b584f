// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/tokenizer/tokenizer.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <vector>

namespace maru::tokenizer {

/// A stretch of a word while it is being merged.
struct Symbol
{
    std::size_t begin = 0;
    std::size_t length = 0;
    std::int64_t id = kNoToken;
};

/// What two neighbours become, and how soon: the lowest `order` goes first, among equals the leftmost.
template <typename Order> struct Merge
{
    Order order;
    std::int64_t id;
};

/// Merges neighbouring symbols as long as any two may be merged. Both byte-pair encoding (order: rank) and
/// SentencePiece (order: negative score) are this.
///
/// `lookup(left, right)` gives an optional Merge. Short words are scanned, long ones go through a heap, so a word of n
/// symbols takes O(n log n) lookups and steps. Scratch memory is kept between calls; so one object per thread.
template <typename Order> class Merger
{
public:
    template <typename Lookup> void run(std::vector<Symbol> &symbols, const Lookup &lookup)
    {
        if (symbols.size() <= kScanLimit)
            scan(symbols, lookup);
        else
            queue(symbols, lookup);
    }

private:
    static constexpr std::size_t kScanLimit = 24;
    static constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

    struct Links
    {
        std::size_t previous;
        std::size_t next;
    };

    struct Entry
    {
        Order order;
        std::size_t left;
        std::size_t right;
        std::size_t length; // of both together, which tells whether either has changed since
        std::int64_t id;

        /// Later entries are "less", as a heap of the standard library has its greatest in front.
        bool operator<(const Entry &other) const
        {
            return order != other.order ? order > other.order : left > other.left;
        }
    };

    template <typename Lookup> void scan(std::vector<Symbol> &symbols, const Lookup &lookup)
    {
        m_pairs.clear();
        for (std::size_t i = 0; i + 1 < symbols.size(); ++i)
            m_pairs.push_back(lookup(symbols[i], symbols[i + 1]));
        while (true) {
            std::size_t best = kNone;
            for (std::size_t i = 0; i < m_pairs.size(); ++i) {
                if (m_pairs[i] && (best == kNone || m_pairs[i]->order < m_pairs[best]->order))
                    best = i;
            }
            if (best == kNone)
                return;
            symbols[best].length += symbols[best + 1].length;
            symbols[best].id = m_pairs[best]->id;
            symbols.erase(symbols.begin() + static_cast<std::ptrdiff_t>(best) + 1);
            m_pairs.erase(m_pairs.begin() + static_cast<std::ptrdiff_t>(best));
            if (best < m_pairs.size())
                m_pairs[best] = lookup(symbols[best], symbols[best + 1]);
            if (best > 0)
                m_pairs[best - 1] = lookup(symbols[best - 1], symbols[best]);
        }
    }

    template <typename Lookup> void queue(std::vector<Symbol> &symbols, const Lookup &lookup)
    {
        m_links.resize(symbols.size());
        m_heap.clear();
        const auto push = [&](std::size_t left, std::size_t right) {
            if (left == kNone || right == kNone)
                return;
            if (const auto merge = lookup(symbols[left], symbols[right])) {
                m_heap.push_back(
                    { merge->order, left, right, symbols[left].length + symbols[right].length, merge->id });
                std::push_heap(m_heap.begin(), m_heap.end());
            }
        };
        for (std::size_t i = 0; i < symbols.size(); ++i) {
            m_links[i] = { i == 0 ? kNone : i - 1, i + 1 == symbols.size() ? kNone : i + 1 };
            if (i > 0)
                push(i - 1, i);
        }
        while (!m_heap.empty()) {
            std::pop_heap(m_heap.begin(), m_heap.end());
            const Entry entry = m_heap.back();
            m_heap.pop_back();
            Symbol &left = symbols[entry.left];
            Symbol &right = symbols[entry.right];
            if (left.length == 0 || right.length == 0 || left.length + right.length != entry.length)
                continue;
            left.length = entry.length;
            left.id = entry.id;
            right.length = 0;
            const std::size_t next = m_links[entry.right].next;
            m_links[entry.left].next = next;
            if (next != kNone)
                m_links[next].previous = entry.left;
            push(m_links[entry.left].previous, entry.left);
            push(entry.left, next);
        }
        std::erase_if(symbols, [](const Symbol &symbol) { return symbol.length == 0; });
    }

    std::vector<std::optional<Merge<Order>>> m_pairs;
    std::vector<Links> m_links;
    std::vector<Entry> m_heap;
};

/// Remembers what words of one text became. Holds views into that text and places in its tokens.
class WordCache
{
public:
    WordCache()
        : m_entries(kSize)
    {
    }

    /// Appends what `word` became before and returns true, or returns false.
    bool append(std::string_view word, std::uint64_t hash, std::vector<Token> &tokens) const
    {
        const Entry &entry = m_entries[hash % kSize];
        if (entry.word != word || word.empty())
            return false;
        for (std::size_t i = 0; i < entry.count; ++i)
            tokens.push_back(tokens[entry.begin + i]);
        return true;
    }

    /// Notes that `word` became the tokens from `begin` to the end of `tokens`.
    void note(std::string_view word, std::uint64_t hash, std::size_t begin, const std::vector<Token> &tokens)
    {
        m_entries[hash % kSize] = { word, begin, tokens.size() - begin };
    }

private:
    static constexpr std::size_t kSize = 4096;

    struct Entry
    {
        std::string_view word;
        std::size_t begin = 0;
        std::size_t count = 0;
    };

    std::vector<Entry> m_entries;
};

} // namespace maru::tokenizer
