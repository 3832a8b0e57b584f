// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/sampling/code_point_class.h"

#include <algorithm>

namespace maru::sampling {

namespace {

constexpr std::uint32_t kLast = 0x10ffff;
constexpr CodePointRange kSurrogates { 0xd800, 0xdfff };

/// The code points that take so many bytes, and what their first byte begins with.
struct Band
{
    CodePointRange range;
    unsigned bytes;
    unsigned char lead;
};
constexpr std::array<Band, 4> kBands { { { { 0, 0x7f }, 1, 0 }, { { 0x80, 0x7ff }, 2, 0xc0 },
    { { 0x800, 0xffff }, 3, 0xe0 }, { { 0x10000, kLast }, 4, 0xf0 } } };

} // namespace

std::vector<CodePointRange> normalized(std::vector<CodePointRange> ranges)
{
    std::vector<CodePointRange> parts;
    for (const CodePointRange &range : ranges) {
        for (const CodePointRange &kept :
            { CodePointRange { 0, kSurrogates.first - 1 }, CodePointRange { kSurrogates.last + 1, kLast } }) {
            const CodePointRange part { std::max(range.first, kept.first), std::min(range.last, kept.last) };
            if (part.first <= part.last)
                parts.push_back(part);
        }
    }
    std::sort(parts.begin(), parts.end());
    std::vector<CodePointRange> joined;
    for (const CodePointRange &part : parts) {
        if (!joined.empty() && part.first <= joined.back().last + 1)
            joined.back().last = std::max(joined.back().last, part.last);
        else
            joined.push_back(part);
    }
    return joined;
}

std::vector<CodePointRange> complementOf(const std::vector<CodePointRange> &ranges)
{
    std::vector<CodePointRange> rest;
    std::uint32_t next = 0;
    for (const CodePointRange &range : normalized(ranges)) {
        if (range.first > next)
            rest.push_back({ next, range.first - 1 });
        next = range.last + 1;
    }
    if (next <= kLast)
        rest.push_back({ next, kLast });
    return normalized(rest);
}

CodePointClass::CodePointClass(const std::vector<CodePointRange> &ranges)
{
    m_places.emplace_back();
    for (const CodePointRange &range : normalized(ranges)) {
        for (const Band &band : kBands) {
            const std::uint32_t first = std::max(range.first, band.range.first);
            const std::uint32_t last = std::min(range.last, band.range.last);
            if (first <= last)
                add(kStart, first, last, band.bytes, band.lead);
        }
    }
}

/// Adds the characters whose last `bytes` bytes spell `first` to `last`; the byte at `place` begins with `lead`.
void CodePointClass::add(
    std::uint32_t place, std::uint32_t first, std::uint32_t last, unsigned bytes, unsigned char lead)
{
    const auto byteOf = [lead](std::uint32_t value) { return static_cast<unsigned char>(lead | value); };
    if (bytes == 1)
        return link(place, byteOf(first), byteOf(last), kStart);
    const unsigned shift = 6 * (bytes - 1);
    const std::uint32_t mask = (std::uint32_t { 1 } << shift) - 1;
    // Whole blocks in the middle share what follows; the ragged ends have their own.
    if (first >> shift != last >> shift && (first & mask) != 0) {
        add(place, first, first | mask, bytes, lead);
        return add(place, (first | mask) + 1, last, bytes, lead);
    }
    if (first >> shift != last >> shift && (last & mask) != mask) {
        add(place, first, (last & ~mask) - 1, bytes, lead);
        return add(place, last & ~mask, last, bytes, lead);
    }
    const unsigned char low = byteOf(first >> shift);
    const unsigned char high = byteOf(last >> shift);
    std::uint32_t to = kStart;
    for (const Edge &edge : m_places[place].edges) {
        if (edge.first == low && edge.last == high)
            to = edge.to; // only where low is high: blocks do not overlap
    }
    if (to == kStart) {
        to = static_cast<std::uint32_t>(m_places.size());
        m_places.emplace_back();
        link(place, low, high, to);
    }
    add(to, first & mask, last & mask, bytes - 1, 0x80);
}

void CodePointClass::link(std::uint32_t place, unsigned char first, unsigned char last, std::uint32_t to)
{
    m_places[place].edges.push_back({ first, last, to });
    for (unsigned byte = first; byte <= last; ++byte)
        m_places[place].allowed.add(static_cast<unsigned char>(byte));
}

std::uint32_t CodePointClass::next(std::uint32_t place, unsigned char byte) const
{
    const Place &from = m_places[place];
    if (!from.allowed.contains(byte))
        return kNowhere;
    for (const Edge &edge : from.edges) {
        if (byte >= edge.first && byte <= edge.last)
            return edge.to;
    }
    return kNowhere;
}

} // namespace maru::sampling
