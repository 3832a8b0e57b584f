// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/base/result.h"
#include "inference/gguf/gguf_file.h"
#include "inference/tokenizer/tokenizer.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace maru::tokenizer {

/// What kind of entry a token is, by its number in `tokenizer.ggml.token_type`.
enum class TokenKind : std::uint8_t {
    Undefined = 0,
    Normal = 1,
    Unknown = 2,
    Control = 3,
    UserDefined = 4,
    Unused = 5,
    Byte = 6,
};

/// The entries of a vocabulary and what the file says about them, without a way to cut text.
///
///     arena   | <pad> | <eos> | ... |        offsets[id] .. offsets[id + 1]
///     slots   open addressing: { hash, id + 1 }, at most half full
///
/// One block for all texts and one for the index, since a vocabulary of 262,144 entries is read before the first token.
/// Ownership: keeps its own copies. Threads: immutable.
/// Failure: read() checks every length and id; a text that occurs twice is an error.
class Vocabulary
{
public:
    static Result<Vocabulary> read(const gguf::GgufFile &file);

    std::uint32_t size() const { return static_cast<std::uint32_t>(m_kinds.size()); }
    bool contains(Token token) const { return token >= 0 && static_cast<std::uint32_t>(token) < size(); }

    /// Of a token that contains() knows.
    std::string_view text(Token token) const
    {
        const auto i = static_cast<std::size_t>(token);
        return std::string_view(m_arena).substr(m_offsets[i], m_offsets[i + 1] - m_offsets[i]);
    }
    TokenKind kind(Token token) const { return m_kinds[static_cast<std::size_t>(token)]; }

    /// Control and unknown: what only a template may write, and what is not shown.
    bool isHidden(Token token) const { return kind(token) == TokenKind::Control || kind(token) == TokenKind::Unknown; }

    /// Hidden, or user-defined with more than white space in its text.
    bool isSpecial(Token token) const;

    /// The score of a SentencePiece vocabulary, else 0.
    float score(Token token) const { return m_scores.empty() ? 0.0f : m_scores[static_cast<std::size_t>(token)]; }
    bool hasScores() const { return !m_scores.empty(); }

    /// The longest text, in bytes.
    std::size_t longest() const { return m_longest; }

    Token find(std::string_view text) const;

    /// Bytes of memory that all tables take.
    std::uint64_t byteCount() const;

    const SpecialTokens &special() const { return m_special; }
    bool isEndOfGeneration(Token token) const;

    /// True if white space after `token` in a text belongs to it (the vocabularies of Phi-3).
    bool eatsSpaceAfter(Token token) const;

    /// For the caller that knows a default: whether the file says nothing of `add_bos_token`.
    bool leavesBeginOpen() const { return m_leavesBeginOpen; }
    void setAddBeginOfSequence(bool add) { m_special.addBeginOfSequence = add; }

private:
    struct Slot
    {
        std::uint32_t hash = 0;
        std::uint32_t entry = 0; // id + 1; 0 is empty
    };

    Result<void> readTexts(const gguf::GgufFile &file);
    Result<void> readKindsAndScores(const gguf::GgufFile &file);
    Result<void> readSpecial(const gguf::GgufFile &file);
    Result<void> buildIndex();
    void findEndsOfGeneration(const std::vector<Token> &named);

    std::string m_arena;
    std::vector<std::uint32_t> m_offsets; // [size + 1]
    std::vector<TokenKind> m_kinds; // [size]
    std::vector<float> m_scores; // [size] or empty
    std::vector<Slot> m_slots; // a power of two
    std::vector<Token> m_ends; // sorted
    SpecialTokens m_special;
    std::size_t m_longest = 0;
    bool m_eatsSpace = false;
    bool m_leavesBeginOpen = true;
};

/// A hash of `text` for tables in memory; the same in every run.
std::uint64_t textHash(std::string_view text);

} // namespace maru::tokenizer
