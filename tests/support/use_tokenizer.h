// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

#pragma once

#include "inference/tokenizer/tokenizer.h"
#include "tests/support/tiny_gguf.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace maru::test {

/// Makes a vocabulary out of `input`, then encodes and decodes what is left of it; what the fuzzer runs.
///
/// First byte: kind of vocabulary; second: pre-tokenizer; third: flags; then lines: tokens (each begins with its type
/// as a digit) to an empty line, merges to an empty line, and the text. Returns the number of ids, or the error. Ends
/// the program where an id lies outside the vocabulary or a text that is not to be parsed gives a special token.
inline Result<std::size_t> useTokenizer(std::string_view input)
{
    static constexpr std::array<std::string_view, 12> kPre { "default", "gpt-2", "smollm", "llama-bpe", "qwen2",
        "qwen35", "deepseek-llm", "deepseek-coder", "deepseek-v3", "tekken", "gpt-4o", "nobody" };
    const auto byteAt = [&](std::size_t i) { return i < input.size() ? static_cast<unsigned char>(input[i]) : 0U; };
    const unsigned kind = byteAt(0);
    const unsigned pre = byteAt(1);
    const unsigned flags = byteAt(2);
    std::string_view rest = input.substr(std::min<std::size_t>(3, input.size()));
    const auto nextLine = [&] {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        const std::string line(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
        return line;
    };
    std::vector<std::string> tokens;
    std::vector<std::int32_t> types;
    std::vector<float> scores;
    for (std::string line = nextLine(); !line.empty(); line = nextLine()) {
        types.push_back(line.front() - '0');
        scores.push_back(static_cast<float>(line.size() * 7 % 5) - static_cast<float>(tokens.size() % 9));
        tokens.push_back(line.substr(1));
    }
    std::vector<std::string> merges;
    for (std::string line = nextLine(); !line.empty(); line = nextLine())
        merges.push_back(line);
    if ((flags & 1U) != 0 && !scores.empty())
        scores.pop_back();
    if ((flags & 2U) != 0)
        types.push_back(1);

    TinyGguf made;
    made.set("tokenizer.ggml.model", std::string_view(kind % 3 == 2 ? "llama" : "gpt2"));
    made.set("tokenizer.ggml.pre", kPre[pre % kPre.size()]).set("tokenizer.ggml.tokens", tokens);
    made.set("tokenizer.ggml.token_type", types).set("tokenizer.ggml.scores", scores);
    made.set("tokenizer.ggml.merges", merges)
        .set("tokenizer.ggml.bos_token_id", static_cast<std::uint32_t>(flags >> 4));
    const std::string bytes = made.bytes();
    const int descriptor = ::memfd_create("vocabulary", 0);
    if (descriptor < 0 || ::write(descriptor, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()))
        return Error { ErrorCode::Io, Reason::FileUnreadable, {}, "no file in memory" };
    auto opened = gguf::GgufFile::open("/proc/self/fd/" + std::to_string(descriptor));
    ::close(descriptor);
    MARU_TRY(const gguf::GgufFile file, std::move(opened));
    MARU_TRY(const auto tokenizer, tokenizer::Tokenizer::create(file));

    std::size_t count = 0;
    using tokenizer::SpecialText;
    for (const SpecialText special : { SpecialText::Plain, SpecialText::Parse, SpecialText::Spelled }) {
        const std::vector<tokenizer::Token> ids = tokenizer->encode(rest, special, false);
        for (const tokenizer::Token id : ids) {
            if (id < 0 || static_cast<std::uint32_t>(id) >= tokenizer->vocabularySize())
                __builtin_trap();
            // an unknown token is what a piece vocabulary has for bytes that it lacks
            const bool mayBeUnknown = kind % 3 == 2 && id == tokenizer->special().unknown;
            if (special == SpecialText::Spelled && tokenizer->isSpecial(id) && !mayBeUnknown)
                __builtin_trap();
        }
        count += ids.size();
        static_cast<void>(tokenizer->decode(ids, true));
    }
    return count;
}

} // namespace maru::test
