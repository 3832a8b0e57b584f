// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/gguf/gguf_file.h"
#include "inference/tokenizer/byte_alphabet.h"
#include "inference/tokenizer/tokenizer.h"
#include "inference/tokenizer/utf8.h"
#include "tests/support/tiny_gguf.h"

#include <QtCore/QTemporaryDir>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace maru::test {

/// Writes a GGUF without tensors that holds a small vocabulary, for tests of tokenizers.
///
/// Keys are added one by one, and any may be called with any value, so a test can write a wrong file.
class VocabularyFile
{
public:
    template <typename Value> VocabularyFile &set(std::string_view key, const Value &value)
    {
        m_file.set(key, value);
        return *this;
    }

    VocabularyFile &text(std::string_view key, std::string_view value) { return set(key, value); }
    VocabularyFile &flag(std::string_view key, bool value) { return set(key, value); }
    VocabularyFile &integer(std::string_view key, std::uint32_t value) { return set(key, value); }
    VocabularyFile &texts(std::string_view key, const std::vector<std::string> &values) { return set(key, values); }
    VocabularyFile &integers(std::string_view key, const std::vector<std::int32_t> &values) { return set(key, values); }
    VocabularyFile &floats(std::string_view key, const std::vector<float> &values) { return set(key, values); }

    /// The tokenizer that this file holds.
    Result<std::unique_ptr<tokenizer::Tokenizer>> create() const
    {
        const QTemporaryDir folder;
        MARU_TRY(const gguf::GgufFile file,
            gguf::GgufFile::open(m_file.write(folder.filePath("vocabulary.gguf").toStdString())));
        return tokenizer::Tokenizer::create(file);
    }

private:
    TinyGguf m_file;
};

/// A byte-level vocabulary: the 256 bytes in order, then what `merges` make, then `extra` of the kinds `extraKinds`.
///
/// Merges are written as in a file: "h e". The result may be changed by adding or repeating no key.
inline VocabularyFile bytePairs(const std::vector<std::string> &merges, const std::vector<std::string> &extra = {},
    const std::vector<std::int32_t> &extraKinds = {}, std::string_view preTokenizer = "gpt-2")
{
    std::vector<std::string> tokens;
    for (unsigned byte = 0; byte < 256; ++byte) {
        std::string letter;
        tokenizer::appendUtf8(letter, tokenizer::letterOfByte(static_cast<unsigned char>(byte)));
        tokens.push_back(letter);
    }
    for (const std::string &merge : merges) {
        const std::size_t space = merge.find(' ', 1);
        tokens.push_back(merge.substr(0, space) + merge.substr(space + 1));
    }
    std::vector<std::int32_t> kinds(tokens.size(), 1);
    tokens.insert(tokens.end(), extra.begin(), extra.end());
    kinds.insert(kinds.end(), extraKinds.begin(), extraKinds.end());
    VocabularyFile file;
    file.text("tokenizer.ggml.model", "gpt2").text("tokenizer.ggml.pre", preTokenizer);
    file.texts("tokenizer.ggml.tokens", tokens).integers("tokenizer.ggml.token_type", kinds);
    file.texts("tokenizer.ggml.merges", merges);
    return file;
}

} // namespace maru::test
