// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace maru::sampling {

/// Code points `first` to `last`, both included.
struct CodePointRange
{
    std::uint32_t first;
    std::uint32_t last;

    bool operator<(const CodePointRange &other) const
    {
        return first != other.first ? first < other.first : last < other.last;
    }
    bool operator==(const CodePointRange &other) const { return first == other.first && last == other.last; }
};

/// `ranges` sorted, joined where they touch, without surrogates and what lies above U+10FFFF.
std::vector<CodePointRange> normalized(std::vector<CodePointRange> ranges);

/// All code points that are not in `ranges`.
std::vector<CodePointRange> complementOf(const std::vector<CodePointRange> &ranges);

/// A set of bytes.
class ByteSet
{
public:
    void add(unsigned char byte) { m_bits[byte >> 6] |= std::uint64_t { 1 } << (byte & 63); }
    bool contains(unsigned char byte) const { return (m_bits[byte >> 6] >> (byte & 63)) & 1; }
    void add(const ByteSet &other)
    {
        for (std::size_t i = 0; i < m_bits.size(); ++i)
            m_bits[i] |= other.m_bits[i];
    }

private:
    std::array<std::uint64_t, 4> m_bits = {};
};

/// A set of characters as an automaton over the bytes of their UTF-8 form, so that half a character, which is all that
/// a token may end with, is a place in it like any other. Bytes that are no UTF-8 lead nowhere.
///
/// Ownership: a value. Threads: immutable.
class CodePointClass
{
public:
    static constexpr std::uint32_t kStart = 0; ///< the place before the first byte; going there is being done
    static constexpr std::uint32_t kNowhere = 0xffffffff;

    explicit CodePointClass(const std::vector<CodePointRange> &ranges);

    /// The place after `byte`: kNowhere if it is not allowed, kStart if the character is complete.
    std::uint32_t next(std::uint32_t place, unsigned char byte) const;

    /// What next() goes somewhere with.
    const ByteSet &allowed(std::uint32_t place) const { return m_places[place].allowed; }

    std::size_t placeCount() const { return m_places.size(); }

private:
    struct Edge
    {
        unsigned char first;
        unsigned char last;
        std::uint32_t to;
    };
    struct Place
    {
        ByteSet allowed;
        std::vector<Edge> edges;
    };

    void add(std::uint32_t place, std::uint32_t first, std::uint32_t last, unsigned bytes, unsigned char lead);
    void link(std::uint32_t place, unsigned char first, unsigned char last, std::uint32_t to);

    std::vector<Place> m_places;
};

} // namespace maru::sampling
