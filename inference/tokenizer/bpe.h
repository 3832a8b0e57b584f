// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/base/result.h"
#include "inference/gguf/gguf_file.h"
#include "inference/tokenizer/pre_tokenizer.h"
#include "inference/tokenizer/special_splitter.h"
#include "inference/tokenizer/tokenizer.h"
#include "inference/tokenizer/vocabulary.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

namespace maru::tokenizer {

/// Byte-level byte-pair encoding, `tokenizer.ggml.model` "gpt2".
///
/// A word is its bytes; the two neighbours that stand first in the list of merges become one, again and again. In the
/// file each byte is written as a visible character (the byte alphabet of GPT-2), so a vocabulary is readable text.
class Bpe : public Tokenizer
{
public:
    static Result<std::unique_ptr<Tokenizer>> create(const gguf::GgufFile &file);

    std::vector<Token> encode(std::string_view text, SpecialText special, bool addBegin) const override;
    std::string piece(Token token, bool showSpecial) const override;
    std::string decode(std::span<const Token> tokens, bool showSpecial) const override;
    std::uint32_t vocabularySize() const override { return m_vocabulary.size(); }
    const SpecialTokens &special() const override { return m_vocabulary.special(); }
    bool isEndOfGeneration(Token token) const override { return m_vocabulary.isEndOfGeneration(token); }
    bool isSpecial(Token token) const override { return m_vocabulary.isSpecial(token); }
    Token find(std::string_view text) const override { return m_vocabulary.find(text); }
    std::uint64_t byteCount() const override { return m_vocabulary.byteCount() + m_pairs.capacity() * sizeof(Pair); }

private:
    struct Work;

    struct Pair
    {
        std::uint32_t left;
        std::uint32_t right;
        std::uint32_t rank;
        std::uint32_t result;
    };

    Bpe(Vocabulary vocabulary, PreTokenizer preTokenizer);
    Result<void> readMerges(const gguf::GgufFile &file);
    void addPair(const Pair &pair);
    const Pair *findPair(std::uint32_t left, std::uint32_t right) const;
    void encodeText(std::string_view text, bool cacheable, Work &work, std::vector<Token> &tokens) const;
    void encodeWord(std::string_view word, Work &work, std::vector<Token> &tokens) const;

    Vocabulary m_vocabulary;
    PreTokenizer m_preTokenizer;
    SpecialSplitter m_splitter;
    std::array<std::uint32_t, 256> m_byteSymbols {}; // symbol of each byte: a token, or from vocabularySize() on none
    std::vector<Pair> m_pairs; // open addressing, a power of two, at most half full; rank kNoRank is empty
};

} // namespace maru::tokenizer
