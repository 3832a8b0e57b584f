// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/tokenizer/special_splitter.h"

#include <algorithm>
#include <utility>

namespace maru::tokenizer {

namespace {

/// White space of the C locale.
bool isSpace(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/// Cuts `token` out of the plain parts of `fragments`.
std::vector<Fragment> cutOut(
    const Vocabulary &vocabulary, std::string_view text, const std::vector<Fragment> &fragments, Token token)
{
    const std::string_view name = vocabulary.text(token);
    const bool eatsSpace = vocabulary.eatsSpaceAfter(token);
    std::vector<Fragment> result;
    result.reserve(fragments.size() + 2);
    for (const Fragment &fragment : fragments) {
        if (fragment.token != kNoToken) {
            result.push_back(fragment);
            continue;
        }
        std::size_t begin = fragment.begin;
        while (begin < fragment.end) {
            const std::size_t found = text.substr(0, fragment.end).find(name, begin);
            if (found == std::string_view::npos)
                break;
            if (found > begin)
                result.push_back({ kNoToken, begin, found });
            begin = found + name.size();
            result.push_back({ token, found, begin });
            while (eatsSpace && begin < fragment.end && isSpace(text[begin]))
                ++begin;
        }
        if (begin < fragment.end)
            result.push_back({ kNoToken, begin, fragment.end });
    }
    return result;
}

} // namespace

SpecialSplitter::SpecialSplitter(const Vocabulary &vocabulary)
{
    for (std::uint32_t i = 0; i < vocabulary.size(); ++i) {
        const auto token = static_cast<Token>(i);
        if (vocabulary.isHidden(token) || vocabulary.kind(token) == TokenKind::UserDefined)
            m_tokens.push_back(token);
    }
    std::sort(m_tokens.begin(), m_tokens.end(),
        [&](Token left, Token right) { return vocabulary.text(left) < vocabulary.text(right); });
    for (const Token token : m_tokens)
        ++m_starts[static_cast<unsigned char>(vocabulary.text(token).front()) + 1U];
    for (std::size_t i = 1; i < m_starts.size(); ++i)
        m_starts[i] += m_starts[i - 1];
    m_order.resize(m_tokens.size());
    for (std::uint32_t i = 0; i < m_order.size(); ++i)
        m_order[i] = i;
    std::sort(m_order.begin(), m_order.end(), [&](std::uint32_t left, std::uint32_t right) {
        const std::size_t leftSize = vocabulary.text(m_tokens[left]).size();
        const std::size_t rightSize = vocabulary.text(m_tokens[right]).size();
        return leftSize != rightSize ? leftSize > rightSize : m_tokens[left] < m_tokens[right];
    });
}

std::vector<std::uint32_t> SpecialSplitter::present(
    const Vocabulary &vocabulary, std::string_view text, SpecialText special) const
{
    std::vector<std::uint32_t> found;
    std::vector<bool> seen(m_tokens.size());
    for (std::size_t position = 0; position < text.size(); ++position) {
        const auto first = static_cast<unsigned char>(text[position]);
        std::size_t low = m_starts[first];
        std::size_t high = m_starts[first + 1U];
        // [low, high) are the tokens that begin with the `depth` bytes at `position`; those that are no longer come
        // first
        for (std::size_t depth = 1; low < high; ++depth) {
            const std::string_view name = vocabulary.text(m_tokens[low]);
            if (name.size() == depth) {
                const bool wanted = special == SpecialText::Parse || !vocabulary.isHidden(m_tokens[low]);
                if (wanted && !seen[low]) {
                    seen[low] = true;
                    found.push_back(static_cast<std::uint32_t>(low));
                }
                ++low;
            }
            if (position + depth >= text.size())
                break;
            const auto next = static_cast<unsigned char>(text[position + depth]);
            const auto begin = m_tokens.begin() + static_cast<std::ptrdiff_t>(low);
            const auto end = m_tokens.begin() + static_cast<std::ptrdiff_t>(high);
            const auto byteOf = [&](Token token) { return static_cast<unsigned char>(vocabulary.text(token)[depth]); };
            const auto from = std::lower_bound(
                begin, end, next, [&](Token token, unsigned char byte) { return byteOf(token) < byte; });
            const auto to = std::upper_bound(
                from, end, next, [&](unsigned char byte, Token token) { return byte < byteOf(token); });
            low = static_cast<std::size_t>(from - m_tokens.begin());
            high = static_cast<std::size_t>(to - m_tokens.begin());
        }
    }
    return found;
}

std::vector<Fragment> SpecialSplitter::split(
    const Vocabulary &vocabulary, std::string_view text, SpecialText special) const
{
    std::vector<Fragment> fragments;
    if (text.empty())
        return fragments;
    fragments.push_back({ kNoToken, 0, text.size() });
    const std::vector<std::uint32_t> found = present(vocabulary, text, special);
    if (found.empty())
        return fragments;
    std::vector<bool> isFound(m_tokens.size());
    for (const std::uint32_t place : found)
        isFound[place] = true;
    for (const std::uint32_t place : m_order) {
        if (isFound[place])
            fragments = cutOut(vocabulary, text, fragments, m_tokens[place]);
    }
    return fragments;
}

} // namespace maru::tokenizer
