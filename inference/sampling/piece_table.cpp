// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/sampling/piece_table.h"

#include <algorithm>
#include <cstddef>

namespace maru::sampling {

using tokenizer::Token;

PieceTable::PieceTable(const tokenizer::Tokenizer &tokenizer)
{
    m_offsets.reserve(std::size_t { tokenizer.vocabularySize() } + 1);
    for (std::uint32_t i = 0; i < tokenizer.vocabularySize(); ++i) {
        const auto token = static_cast<Token>(i);
        add(tokenizer.piece(token, false), tokenizer.isEndOfGeneration(token));
    }
}

PieceTable::PieceTable(const std::vector<std::string> &pieces, const std::vector<Token> &ends)
{
    for (std::size_t i = 0; i < pieces.size(); ++i)
        add(pieces[i], std::find(ends.begin(), ends.end(), static_cast<Token>(i)) != ends.end());
}

void PieceTable::add(std::string_view piece, bool isEnd)
{
    m_bytes += piece;
    m_offsets.push_back(static_cast<std::uint32_t>(m_bytes.size()));
    m_ends.push_back(isEnd);
}

} // namespace maru::sampling
