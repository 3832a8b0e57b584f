// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/tokenizer/special_splitter.h"

#include <algorithm>
#include <bitset>
#include <utility>

namespace maru::tokenizer {

namespace {

/// White space of the C locale.
bool isSpace(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/// Tokens of one length, and where they are in a text.
class SameLength
{
public:
    SameLength(const Vocabulary &vocabulary, std::vector<Token> tokens)
        : m_vocabulary(vocabulary)
        , m_tokens(std::move(tokens))
        , m_length(vocabulary.text(m_tokens.front()).size())
    {
        std::sort(m_tokens.begin(), m_tokens.end());
        for (const Token token : m_tokens)
            m_firstBytes.set(static_cast<unsigned char>(vocabulary.text(token).front()));
    }

    /// The first of the tokens that starts at or after `from` and ends within `text`.
    Fragment findIn(std::string_view text, std::size_t from) const
    {
        if (m_tokens.size() == 1) {
            const std::size_t found = text.find(m_vocabulary.text(m_tokens.front()), from);
            return found == std::string_view::npos ? Fragment {}
                                                   : Fragment { m_tokens.front(), found, found + m_length };
        }
        for (std::size_t i = from; i + m_length <= text.size(); ++i) {
            if (!m_firstBytes[static_cast<unsigned char>(text[i])])
                continue;
            const Token token = m_vocabulary.find(text.substr(i, m_length));
            if (token != kNoToken && std::binary_search(m_tokens.begin(), m_tokens.end(), token))
                return { token, i, i + m_length };
        }
        return {};
    }

    /// `fragments` with the tokens cut out of their plain parts.
    std::vector<Fragment> cutOut(std::string_view text, const std::vector<Fragment> &fragments) const
    {
        std::vector<Fragment> result;
        result.reserve(fragments.size() + 2);
        for (const Fragment &fragment : fragments) {
            if (fragment.token != kNoToken) {
                result.push_back(fragment);
                continue;
            }
            std::size_t begin = fragment.begin;
            while (begin < fragment.end) {
                const Fragment found = findIn(text.substr(0, fragment.end), begin);
                if (found.token == kNoToken)
                    break;
                if (found.begin > begin)
                    result.push_back({ kNoToken, begin, found.begin });
                begin = found.end;
                result.push_back(found);
                while (begin < fragment.end && m_vocabulary.eatsSpaceAfter(found.token) && isSpace(text[begin]))
                    ++begin;
            }
            if (begin < fragment.end)
                result.push_back({ kNoToken, begin, fragment.end });
        }
        return result;
    }

private:
    const Vocabulary &m_vocabulary;
    std::vector<Token> m_tokens; // sorted
    std::size_t m_length;
    std::bitset<256> m_firstBytes;
};

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
}

std::vector<Token> SpecialSplitter::present(
    const Vocabulary &vocabulary, std::string_view text, SpecialText special) const
{
    std::vector<Token> found;
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
                const bool wanted = special == SpecialText::Parse
                    || !(special == SpecialText::Plain ? vocabulary.isHidden(m_tokens[low])
                                                       : vocabulary.isSpecial(m_tokens[low]));
                if (wanted && !seen[low]) {
                    seen[low] = true;
                    found.push_back(m_tokens[low]);
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
    std::vector<Token> found = present(vocabulary, text, special);
    const auto lengthOf = [&](Token token) { return vocabulary.text(token).size(); };
    std::sort(found.begin(), found.end(), [&](Token left, Token right) { return lengthOf(left) > lengthOf(right); });
    for (auto begin = found.begin(); begin != found.end();) {
        const auto end
            = std::find_if(begin, found.end(), [&](Token token) { return lengthOf(token) != lengthOf(*begin); });
        fragments = SameLength(vocabulary, std::vector<Token>(begin, end)).cutOut(text, fragments);
        begin = end;
    }
    return fragments;
}

} // namespace maru::tokenizer
