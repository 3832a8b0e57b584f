// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/tokenizer/tokenizer.h"
#include "inference/tokenizer/vocabulary.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace maru::tokenizer {

/// A part of a text: a token that is written out there, or plain text.
struct Fragment
{
    Token token = kNoToken; ///< kNoToken: plain text
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// Finds the tokens that are matched in raw text, before anything else looks at it.
///
/// User-defined tokens (runs of spaces and newlines in Gemma, say) always; control and unknown tokens only where the
/// text is SpecialText::Parse. Longer tokens go first over the whole text, then shorter ones in what is left. The cost
/// is linear in the text for each length that occurs.
///
/// Ownership: needs the vocabulary it was made with at each call. Threads: immutable.
class SpecialSplitter
{
public:
    explicit SpecialSplitter(const Vocabulary &vocabulary);

    /// The parts of `text` in order; plain parts are never empty.
    std::vector<Fragment> split(const Vocabulary &vocabulary, std::string_view text, SpecialText special) const;

private:
    std::vector<Token> present(const Vocabulary &vocabulary, std::string_view text, SpecialText special) const;

    std::vector<Token> m_tokens; // sorted by text
    std::array<std::uint32_t, 257> m_starts {}; // first place in m_tokens by first byte
};

} // namespace maru::tokenizer
