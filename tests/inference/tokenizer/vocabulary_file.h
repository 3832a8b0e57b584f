// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/gguf/gguf_file.h"
#include "inference/tokenizer/byte_alphabet.h"
#include "inference/tokenizer/tokenizer.h"
#include "inference/tokenizer/utf8.h"

#include <QtCore/QTemporaryDir>

#include <cstdint>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace maru::test {

/// Writes a GGUF without tensors that holds a small vocabulary, for tests of tokenizers.
///
/// Keys are added one by one; text() and the like may be called with any key, so a test can write a wrong file.
class VocabularyFile
{
public:
    VocabularyFile &text(std::string_view key, std::string_view value) { return entry(key, 8, stringBytes(value)); }

    VocabularyFile &flag(std::string_view key, bool value)
    {
        return entry(key, 7, number<std::uint8_t>(value ? 1 : 0));
    }

    VocabularyFile &integer(std::string_view key, std::uint32_t value) { return entry(key, 4, number(value)); }

    VocabularyFile &texts(std::string_view key, const std::vector<std::string> &values)
    {
        std::string bytes = number<std::uint32_t>(8) + number<std::uint64_t>(values.size());
        for (const std::string &value : values)
            bytes += stringBytes(value);
        return entry(key, 9, bytes);
    }

    VocabularyFile &integers(std::string_view key, const std::vector<std::int32_t> &values)
    {
        return array(key, 5, values);
    }

    VocabularyFile &floats(std::string_view key, const std::vector<float> &values) { return array(key, 6, values); }

    /// The tokenizer that this file holds.
    Result<std::unique_ptr<tokenizer::Tokenizer>> create() const
    {
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("vocabulary.gguf").toStdString();
        std::ofstream(path, std::ios::binary)
            << "GGUF" << number<std::uint32_t>(3) << number<std::uint64_t>(0) << number(m_count) << m_entries;
        MARU_TRY(const gguf::GgufFile file, gguf::GgufFile::open(path));
        return tokenizer::Tokenizer::create(file);
    }

private:
    template <typename T> static std::string number(T value)
    {
        return std::string(reinterpret_cast<const char *>(&value), sizeof value);
    }

    static std::string stringBytes(std::string_view value)
    {
        return number<std::uint64_t>(value.size()) + std::string(value);
    }

    template <typename T> VocabularyFile &array(std::string_view key, std::uint32_t type, const std::vector<T> &values)
    {
        std::string bytes = number(type) + number<std::uint64_t>(values.size());
        for (const T value : values)
            bytes += number(value);
        return entry(key, 9, bytes);
    }

    VocabularyFile &entry(std::string_view key, std::uint32_t type, const std::string &bytes)
    {
        m_entries += stringBytes(key) + number(type) + bytes;
        ++m_count;
        return *this;
    }

    std::string m_entries;
    std::uint64_t m_count = 0;
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
