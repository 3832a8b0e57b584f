// SPDX-FileCopyrightText: 2026 The Maru authors
// SPDX-License-Identifier: MIT

// bench: tokens per second of reading and of writing, as llama-bench measures them.

#include "inference/cli/commands.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <numeric>

namespace maru::cli {

namespace {

using Json = nlohmann::ordered_json;
using tokenizer::Token;

double secondsSince(std::chrono::steady_clock::time_point start)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Reads `count` arbitrary tokens from `position` on, in chunks.
Result<void> read(backend::Executor &executor, std::uint32_t position, std::uint32_t count, std::uint32_t vocabulary)
{
    std::vector<Token> tokens(count);
    for (std::uint32_t i = 0; i < count; ++i)
        tokens[i] = static_cast<Token>((std::uint64_t(i) * 7919 + 13) % vocabulary);
    for (std::uint32_t done = 0; done < count;) {
        const std::uint32_t step = std::min(executor.chunkLength(), count - done);
        const bool isLast = done + step == count;
        MARU_CHECK(executor.forward(std::span<const Token>(tokens).subspan(done, step), position + done,
            isLast ? backend::Outputs::Last : backend::Outputs::None));
        done += step;
    }
    return {};
}

/// Tokens one after another, each with its logits.
Result<void> write(backend::Executor &executor, std::uint32_t position, std::uint32_t count, std::uint32_t vocabulary)
{
    for (std::uint32_t i = 0; i < count; ++i) {
        const auto token = static_cast<Token>((std::uint64_t(i) * 104729 + 7) % vocabulary);
        MARU_CHECK(executor.forward({ &token, 1 }, position + i, backend::Outputs::Last));
    }
    return {};
}

double mean(const std::vector<double> &values)
{
    return values.empty() ? 0 : std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

} // namespace

Result<void> runBench(const Options &options)
{
    MARU_TRY(const std::string path, word(options, 0, "MODEL"));
    MARU_TRY(runtime::OpenOptions open, options.openOptions());
    MARU_TRY(const std::uint64_t promptTokens, options.integer("--prompt-tokens", 512, 0, 1u << 20));
    MARU_TRY(const std::uint64_t generateTokens, options.integer("--generate-tokens", 128, 0, 1u << 20));
    MARU_TRY(const std::uint64_t depth, options.integer("--depth", 0, 0, 1u << 20));
    MARU_TRY(const std::uint64_t repetitions, options.integer("--repetitions", 5, 1, 1000));
    if (open.context == 0)
        open.context = static_cast<std::uint32_t>(depth + std::max({ promptTokens, generateTokens, std::uint64_t(8) }));
    MARU_TRY(const auto loaded, openModel(path, open));
    backend::Executor &executor = loaded->session().executor();
    const std::uint32_t vocabulary = loaded->model().tokenizer().vocabularySize();
    const auto start = static_cast<std::uint32_t>(depth);

    if (depth != 0)
        MARU_CHECK(read(executor, 0, start, vocabulary));
    if (promptTokens != 0) // one unmeasured run of each, as the peer does: pages, pipelines and caches get warm
        MARU_CHECK(read(executor, start, static_cast<std::uint32_t>(promptTokens), vocabulary));
    if (generateTokens != 0)
        MARU_CHECK(write(executor, start, 1, vocabulary));

    std::vector<double> reading;
    std::vector<double> writing;
    Json runs = Json::array();
    for (std::uint64_t i = 0; i < repetitions; ++i) {
        Json run;
        if (promptTokens != 0) {
            const auto begin = std::chrono::steady_clock::now();
            MARU_CHECK(read(executor, start, static_cast<std::uint32_t>(promptTokens), vocabulary));
            reading.push_back(static_cast<double>(promptTokens) / secondsSince(begin));
            run["prompt_tokens_per_second"] = reading.back();
        }
        if (generateTokens != 0) {
            const auto begin = std::chrono::steady_clock::now();
            MARU_CHECK(write(executor, start, static_cast<std::uint32_t>(generateTokens), vocabulary));
            writing.push_back(static_cast<double>(generateTokens) / secondsSince(begin));
            run["generated_tokens_per_second"] = writing.back();
        }
        runs.push_back(run);
    }
    if (options.json()) {
        std::puts(Json({ { "device", loaded->device().name }, { "prompt_tokens_per_second", mean(reading) },
                           { "generated_tokens_per_second", mean(writing) },
                           { "bytes_per_token", executor.bytesPerToken(start) }, { "repetitions", runs } })
                      .dump(2)
                      .c_str());
        return {};
    }
    std::printf("%s: %.2f tokens/s reading %llu, %.2f tokens/s writing %llu, %.1f MB per token\n",
        loaded->device().name.c_str(), mean(reading), static_cast<unsigned long long>(promptTokens), mean(writing),
        static_cast<unsigned long long>(generateTokens), static_cast<double>(executor.bytesPerToken(start)) / 1e6);
    return {};
}

} // namespace maru::cli
