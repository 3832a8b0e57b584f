// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/sampling/piece_table.h"
#include "inference/sampling/sampling_settings.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace maru::sampling {

/// The DRY penalty; see DrySettings.
///
/// A stretch counts back to the last place where a breaker ends, in whatever way the tokens cut it. Tokens that hold a
/// breaker themselves are never made less likely.
/// Ownership: keeps settings and scratch; `pieces` must outlive it. Threads: one at a time.
class Dry
{
public:
    Dry(DrySettings settings, const PieceTable &pieces);

    /// Linear in the length of `recent`.
    void penalize(std::span<float> logits, std::span<const tokenizer::Token> recent);

    /// Tokens at the end of `recent` behind the last breaker.
    std::size_t unbroken(std::span<const tokenizer::Token> recent) const;

private:
    bool knows(tokenizer::Token token) const
    {
        return token >= 0 && static_cast<std::size_t>(token) < m_holdsBreaker.size();
    }

    DrySettings m_settings;
    const PieceTable &m_pieces;
    std::vector<bool> m_holdsBreaker; // by token
    std::vector<std::uint32_t> m_lengths; // scratch: how far the text repeats from each place backwards
};

} // namespace maru::sampling
