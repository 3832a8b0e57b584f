// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#include "inference/tokenizer/tokenizer.h"

#include "inference/tokenizer/bpe.h"
#include "inference/tokenizer/sentence_piece.h"

#include <string>

namespace maru::tokenizer {

Result<std::unique_ptr<Tokenizer>> Tokenizer::create(const gguf::GgufFile &file)
{
    constexpr std::string_view kModelKey = "tokenizer.ggml.model";
    const auto model = file.string(kModelKey);
    if (!model) {
        return Error { ErrorCode::Corrupt, Reason::MissingKey, { { "key", std::string(kModelKey) } },
            "no " + std::string(kModelKey) };
    }
    if (*model == "gpt2")
        return Bpe::create(file);
    if (*model == "llama")
        return SentencePiece::create(file);
    const std::string name(*model);
    return Error { ErrorCode::Unsupported, Reason::UnknownTokenizer, { { "name", name } },
        "unknown tokenizer " + name };
}

} // namespace maru::tokenizer
