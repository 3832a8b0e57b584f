// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/tokenizer/tokenizer.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace maru::sampling {

/// The bytes of every token of a vocabulary, at hand without a call: what grammars and DRY look at for each token.
///
/// Control tokens have no bytes. Costs some 10 ms to make. Ownership: own copies. Threads: immutable.
class PieceTable
{
public:
    explicit PieceTable(const tokenizer::Tokenizer &tokenizer);

    /// Of pieces given one by one; tokens in `ends` end a reply.
    PieceTable(const std::vector<std::string> &pieces, const std::vector<tokenizer::Token> &ends);

    std::size_t size() const { return m_ends.size(); }

    std::string_view piece(tokenizer::Token token) const
    {
        const auto i = static_cast<std::size_t>(token);
        return std::string_view(m_bytes).substr(m_offsets[i], m_offsets[i + 1] - m_offsets[i]);
    }

    /// True for a token that ends a reply.
    bool isEnd(tokenizer::Token token) const { return m_ends[static_cast<std::size_t>(token)]; }

private:
    void add(std::string_view piece, bool isEnd);

    std::string m_bytes;
    std::vector<std::uint32_t> m_offsets = { 0 }; // [size + 1]
    std::vector<bool> m_ends; // [size]
};

} // namespace maru::sampling
