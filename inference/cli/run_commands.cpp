// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// logits and perplexity: numbers of a model.

#include "inference/cli/commands.h"
#include "inference/session/perplexity.h"

#include <nlohmann/json.hpp>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <filesystem>

namespace maru::cli {

namespace {

using Json = nlohmann::ordered_json;

/// NumPy's format, version 1.0: magic, header padded to 64 bytes, float32 little-endian in rows.
Result<void> writeNpy(const std::string &path, std::span<const float> values, std::size_t columns)
{
    std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + std::to_string(values.size() / columns)
        + ", " + std::to_string(columns) + "), }";
    header.append(63 - (header.size() + 10) % 64, ' ');
    header += '\n';
    std::string bytes("\x93NUMPY\x01\x00", 8);
    bytes += static_cast<char>(header.size() & 0xff);
    bytes += static_cast<char>(header.size() >> 8);
    bytes += header;

    std::FILE *file = std::fopen(path.c_str(), "wb");
    if (!file)
        return Error { ErrorCode::Io, Reason::ReadOnly, { { "path", path } }, "cannot write " + path };
    const bool written = std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size()
        && std::fwrite(values.data(), sizeof(float), values.size(), file) == values.size();
    const bool closed = std::fclose(file) == 0;
    if (!written || !closed) {
        // Half a file is of no use; but a device stays.
        if (std::error_code ignored; std::filesystem::is_regular_file(path, ignored))
            std::filesystem::remove(path, ignored);
        return Error { ErrorCode::Io, Reason::DiskFull, { { "path", path } }, "cannot write " + path };
    }
    return {};
}

} // namespace

Result<void> runLogits(const Options &options)
{
    MARU_TRY(const std::string path, word(options, 0, "MODEL"));
    MARU_TRY(runtime::OpenOptions open, options.openOptions());
    MARU_TRY(const auto tokens, parseTokens("--tokens", options.text("--tokens").value_or("")));
    const auto out = options.text("--out");
    if (!out)
        return badOption("--out", "is needed");
    open.maxOutputs = 64;
    MARU_TRY(const auto loaded, openModel(path, open));
    MARU_TRY(const std::vector<float> logits, loaded->session().logits(tokens));
    return writeNpy(*out, logits, loaded->model().tokenizer().vocabularySize());
}

Result<void> runPerplexity(const Options &options)
{
    MARU_TRY(const std::string path, word(options, 0, "MODEL"));
    MARU_TRY(const std::string textPath, word(options, 1, "FILE"));
    MARU_TRY(runtime::OpenOptions open, options.openOptions());
    MARU_TRY(const std::uint64_t chunks, options.integer("--chunks", 0, 1, 1u << 30));
    if (open.context == 0)
        open.context = 512;
    open.maxOutputs = 64;
    MARU_TRY(const std::string text, readFile(textPath));
    MARU_TRY(const auto loaded, openModel(path, open));
    const tokenizer::Tokenizer &tokenizer = loaded->model().tokenizer();
    const auto tokens = tokenizer.encode(text, tokenizer::SpecialText::Plain, true);
    const tokenizer::Token begin
        = tokenizer.special().addBeginOfSequence ? tokenizer.special().beginOfSequence : tokenizer::kNoToken;
    MARU_TRY(const session::PerplexityResult result,
        session::perplexity(loaded->session().executor(), tokens, tokenizer.vocabularySize(), begin, open.context,
            static_cast<std::uint32_t>(chunks),
            [](std::uint32_t done, double sofar) { std::fprintf(stderr, "chunk %u: %.4f\n", done, sofar); }));
    if (options.json())
        std::puts(Json({ { "perplexity", result.perplexity }, { "chunks", result.chunks } }).dump().c_str());
    else
        std::printf("perplexity %.4f over %u chunks\n", result.perplexity, result.chunks);
    return {};
}

} // namespace maru::cli
