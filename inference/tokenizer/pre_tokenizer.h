// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/tokenizer/split_pattern.h"

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace maru::tokenizer {

/// Cuts a text into the words inside which byte pairs are merged: the step that `tokenizer.ggml.pre` names.
///
/// Every published pre-tokenizer is a list of regular expressions; each cuts the pieces of the one before. Ours are the
/// same expressions as data (split_pattern.h), matched over code points.
///
/// Ownership: plain value. Threads: immutable. Failure: find() gives nothing for a name it does not know.
/// Cost: linear in the text, for all the patterns here.
class PreTokenizer
{
public:
    /// The pre-tokenizer of that name, or nothing.
    static std::optional<PreTokenizer> find(std::string_view name);

    /// Replaces `ends` by where each word of `text` ends, in bytes. The last one is the size of the text; an empty text
    /// has no words. `text` must be what looseCodePoint() reads as canonical throughout.
    void split(std::string_view text, std::vector<std::size_t> &ends) const;

    /// True if a word that is a token as a whole is not merged from its bytes.
    bool ignoresMerges() const { return m_ignoresMerges; }

    /// True if the models with this pre-tokenizer want a BOS where the file does not say.
    bool addsBeginOfSequence() const { return m_addsBeginOfSequence; }

private:
    PreTokenizer() = default;

    SplitPattern m_pattern;
    bool m_ignoresMerges = false;
    bool m_addsBeginOfSequence = false;
};

} // namespace maru::tokenizer
