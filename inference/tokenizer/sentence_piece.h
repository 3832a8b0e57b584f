// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/base/result.h"
#include "inference/gguf/gguf_file.h"
#include "inference/tokenizer/special_splitter.h"
#include "inference/tokenizer/tokenizer.h"
#include "inference/tokenizer/vocabulary.h"

#include <array>
#include <bitset>
#include <memory>
#include <optional>
#include <vector>

namespace maru::tokenizer {

/// SentencePiece's byte-pair encoding, `tokenizer.ggml.model` "llama": Llama 2, Mistral, Gemma.
///
/// A text is its characters, with U+2581 for each space; the two neighbours whose union has the highest score become
/// one, again and again. A character that is no token becomes its bytes, which have tokens named <0x00> to <0xFF>.
class SentencePiece : public Tokenizer
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
    std::uint64_t byteCount() const override { return m_vocabulary.byteCount(); }

private:
    struct Work;

    explicit SentencePiece(Vocabulary vocabulary);
    Token findMergeable(std::string_view text, const Work &work) const;
    void encodeText(std::string_view text, Work &work, std::vector<Token> &tokens) const;
    void encodeWord(std::string_view text, Work &work, std::vector<Token> &tokens) const;

    Vocabulary m_vocabulary;
    SpecialSplitter m_splitter;
    std::array<Token, 256> m_byteTokens {};
    std::bitset<256> m_glue; // bytes that some token has right before a U+2581 inside its text
    bool m_addSpacePrefix = true;
};

} // namespace maru::tokenizer
