// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/base/result.h"
#include "inference/gguf/gguf_file.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace maru::tokenizer {

/// The number of a vocabulary entry, as in the file. Never negative in what Maru returns.
using Token = std::int32_t;

/// "No such token".
inline constexpr Token kNoToken = -1;

/// How special tokens written out in a text are read.
enum class SpecialText : std::uint8_t {
    Plain, ///< As any other text; but user-defined tokens are always themselves, as the model was trained.
    Parse, ///< As the token they name: what a chat template rendered.
    Spelled, ///< As any other text, user-defined tokens too: markers of the template that a user typed.
};

/// The ids with a meaning of their own, kNoToken where the vocabulary has none.
struct SpecialTokens
{
    Token beginOfSequence = kNoToken;
    Token endOfSequence = kNoToken;
    Token endOfTurn = kNoToken;
    Token unknown = kNoToken;
    Token padding = kNoToken;
    bool addBeginOfSequence = false;
    bool addEndOfSequence = false;
};

/// Text to token ids and back, exactly as the model was trained.
///
/// Made from the `tokenizer.ggml.*` keys of a GGUF: byte-level BPE ("gpt2") with the pre-tokenizer that
/// `tokenizer.ggml.pre` names, or SentencePiece-style ("llama").
///
/// Ownership: keeps its own copy of the vocabulary, so it outlives the file.
/// Threads: immutable, any number of threads at once.
/// Failure: create() checks every key, length and id against the vocabulary; encode() and decode() cannot fail.
class Tokenizer
{
public:
    static Result<std::unique_ptr<Tokenizer>> create(const gguf::GgufFile &file);

    virtual ~Tokenizer() = default;

    /// The ids of `text` (any bytes, invalid UTF-8 too). `addBegin` puts the BOS in front if the model wants one.
    virtual std::vector<Token> encode(std::string_view text, SpecialText special, bool addBegin) const = 0;

    /// The bytes that `token` stands for: maybe half a character. Special tokens give their text if `showSpecial`,
    /// else nothing. A token outside the vocabulary gives nothing.
    virtual std::string piece(Token token, bool showSpecial) const = 0;

    /// The pieces of `tokens`, joined; of a SentencePiece vocabulary the leading space that encode() added is taken
    /// off.
    virtual std::string decode(std::span<const Token> tokens, bool showSpecial) const = 0;

    virtual std::uint32_t vocabularySize() const = 0;
    virtual const SpecialTokens &special() const = 0;

    /// True for every token that ends a reply: end of sequence, end of turn, end of message ...
    virtual bool isEndOfGeneration(Token token) const = 0;

    /// True for control, unknown and user-defined tokens: what must not be read out of a user's text. Runs of white
    /// space are never special, even where a vocabulary defines them so.
    virtual bool isSpecial(Token token) const = 0;

    /// The id whose text is exactly `text`, or kNoToken.
    virtual Token find(std::string_view text) const = 0;

    /// Bytes of memory that it takes, for the account of a model.
    virtual std::uint64_t byteCount() const = 0;
};

} // namespace maru::tokenizer
